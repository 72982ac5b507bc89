"""The four parts a person can have in a deliverable."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """What somebody is to a deliverable. Responsible and accountable may be one person, as in many small firms."""

    RESPONSIBLE = "R"
    ACCOUNTABLE = "A"
    BOTH = "RA"
    CONSULTED = "C"
    INFORMED = "I"

    @property
    def responsible(self) -> bool:
        """Whether this one does the work."""
        return self in (Part.RESPONSIBLE, Part.BOTH)

    @property
    def accountable(self) -> bool:
        """Whether this one answers for the result."""
        return self in (Part.ACCOUNTABLE, Part.BOTH)


def part(*, responsible: bool, accountable: bool, other: str | None) -> Part | None:
    """What somebody is who does the work, answers for it, or is asked or told (`other`, C or I)."""
    if responsible or accountable:
        return Part.BOTH if responsible and accountable else Part.RESPONSIBLE if responsible else Part.ACCOUNTABLE
    return Part(other) if other else None
