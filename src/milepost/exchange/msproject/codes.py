"""What the numbers of the format stand for. One table each, read and written from the same place."""

from __future__ import annotations

from milepost.plans.draft import Constraint, LagUnit, LinkKind, ResourceKind, TaskType

LINK_KINDS = {0: LinkKind.FF, 1: LinkKind.FS, 2: LinkKind.SF, 3: LinkKind.SS}

TASK_TYPES = {0: TaskType.FIXED_UNITS, 1: TaskType.FIXED_DURATION, 2: TaskType.FIXED_WORK}

RESOURCE_KINDS = {0: ResourceKind.MATERIAL, 1: ResourceKind.WORK, 2: ResourceKind.COST}

CONSTRAINTS = {
    0: Constraint.ASAP,
    1: Constraint.ALAP,
    2: Constraint.MSO,
    3: Constraint.MFO,
    4: Constraint.SNET,
    5: Constraint.SNLT,
    6: Constraint.FNET,
    7: Constraint.FNLT,
}

UNDATED = frozenset({Constraint.ASAP, Constraint.ALAP})

DAYS, ELAPSED_DAYS, PERCENT, ELAPSED_PERCENT, ESTIMATED = 7, 8, 19, 20, 32
"""Formats of a duration: how it was typed. Elapsed ones are even; those of an estimate are 32 higher."""

LAG_FORMATS = {LagUnit.WORKING: DAYS, LagUnit.ELAPSED: ELAPSED_DAYS, LagUnit.PERCENT: PERCENT, LagUnit.ELAPSED_PERCENT: ELAPSED_PERCENT}

SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)
"""The format counts days from Sunday = 1 (and masks from bit 0); ours from Monday = 0."""


def is_elapsed(duration_format: int) -> bool:
    """Whether a duration typed in this format runs through nights and weekends."""
    plain = duration_format - ESTIMATED if duration_format > ESTIMATED else duration_format
    return plain in {4, 6, 8, 10, 12, ELAPSED_PERCENT}


def is_estimated(duration_format: int) -> bool:
    """Whether a duration typed in this format carried a question mark."""
    return ESTIMATED < duration_format <= ESTIMATED + ELAPSED_PERCENT


def lag_unit(lag_format: int) -> LagUnit:
    """How a lag typed in this format counts."""
    if lag_format in {PERCENT, PERCENT + ESTIMATED}:
        return LagUnit.PERCENT
    if lag_format in {ELAPSED_PERCENT, ELAPSED_PERCENT + ESTIMATED}:
        return LagUnit.ELAPSED_PERCENT
    return LagUnit.ELAPSED if is_elapsed(lag_format) else LagUnit.WORKING
