"""Saved views: which tasks of a plan are shown, and how."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.rules.board import State
from milepost.plans.rules.texts import text

COLUMNS = frozenset(
    {
        *("name", "wbs", "state", "start", "finish", "duration", "percent", "remaining", "who", "predecessors", "successors"),
        *("deliverable", "labels", "priority", "constraint", "constraint_at", "deadline", "effort", "best", "worst", "likely"),
        *("float", "free_float", "critical", "baseline_start", "baseline_finish", "slip", "promised", "notes"),
    }
)
OF_A_FIELD = re.compile(r"field:[1-9][0-9]{0,17}")
"""A column that shows a custom field: `field:` and its id."""
MOST_COLUMNS, MOST_SORTS, MOST_CHOSEN = 40, 4, 200


class Zoom(StrEnum):
    """How much time a Gantt shows at once."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    QUARTERS = "quarters"


class Look(StrEnum):
    """As what a plan is shown."""

    GANTT = "gantt"
    TABLE = "table"
    BOARD = "board"
    CALENDAR = "calendar"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Sort:
    """Rows in the order of a column, the largest first where `down`."""

    by: str
    down: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Only the tasks for which all of this holds; what is empty or None is not asked for."""

    text: str = ""
    states: tuple[State, ...] = ()
    people: tuple[int, ...] = ()
    """Ids of team members, one of whom works on the task."""
    labels: tuple[int, ...] = ()
    deliverables: tuple[int, ...] = ()
    critical: bool | None = None
    late: bool | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A view of a plan: as what, which columns, in which order, in which groups, which tasks."""

    look: Look = Look.GANTT
    columns: tuple[str, ...] = ()
    """In their order; empty: the usual ones."""
    sort: tuple[Sort, ...] = ()
    group: str = ""
    filter: Filter = field(default_factory=Filter)
    zoom: Zoom | None = None


def check_shown(shown: Shown) -> None:
    """Refuses columns that no plan has, and lists that are longer than anybody can want."""
    sought = shown.filter
    text(sought.text, field="filter")
    for names, field_name in (
        (shown.columns, "columns"),
        ([each.by for each in shown.sort], "sort"),
        ([shown.group] * bool(shown.group), "group"),
    ):
        _check_columns(names, field_name)
    _check_length(shown.columns, MOST_COLUMNS, "columns")
    _check_length(shown.sort, MOST_SORTS, "sort")
    for chosen in (sought.states, sought.people, sought.labels, sought.deliverables):
        _check_length(chosen, MOST_CHOSEN, "filter")


def _check_columns(names: Sequence[str], field_name: str) -> None:
    for name in names:
        if name not in COLUMNS and not OF_A_FIELD.fullmatch(name):
            raise Refusal("column_unknown", say("There is no column “{name}”.", name=name[:40]), field=field_name)
    if len(set(names)) != len(names):
        raise Refusal("column_twice", say("The same column stands there twice."), field=field_name)


def _check_length(chosen: Sequence[object], most: int, field_name: str) -> None:
    if len(chosen) > most:
        raise Refusal("view_too_long", say("At most {most} of these, please.", most=most), field=field_name)
