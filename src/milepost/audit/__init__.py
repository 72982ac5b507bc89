"""The ledger: every change, in order, by value, hash-chained; and the revisions that say what is fresh."""
