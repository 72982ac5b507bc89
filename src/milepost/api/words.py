"""The terms of the field, with their plain meaning."""

from __future__ import annotations

from milepost.api.entry import Call
from milepost.api.subject import Subject
from milepost.kernel.words import TERMS, Term

words = Subject("Words")


@words.get("/words", gives=tuple[Term, ...])
def terms(call: Call) -> tuple[Term, ...]:
    """Every term that Milepost uses, as the pages and the guide define it."""
    return tuple(TERMS.values())
