"""The few words that every room shares. Knows no framework."""
