"""Numbers in addresses and forms."""

from __future__ import annotations

DIGITS = 18
"""Whatever has so many is a number to every database."""


def whole(text: str) -> int | None:
    """The whole number from 0 on that a text of a request is; None for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else None
