"""What a scenario may be."""

from __future__ import annotations

from enum import StrEnum

MOST_SCENARIOS = 20
"""Open at a time in one project."""
MOST_EDITS = 5_000
"""In one scenario: as many as one change of the plan may be made of, so that it can be adopted whole."""


class ScenarioState(StrEnum):
    """`ADOPTED` says that all of it became part of the plan."""

    OPEN = "open"
    ADOPTED = "adopted"
