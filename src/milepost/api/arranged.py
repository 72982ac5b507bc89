"""Saved views of a plan, the limits of its board, and who has which part in its deliverables."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from milepost.api.entry import Call
from milepost.api.shapes import Asked, Changed, Id, Made, Number, Text, VersionAsked, Versioned
from milepost.api.subject import Subject, version_of
from milepost.plans import reads, rules, writes

arranged = Subject("Views, board and RACI")


class SortAsked(Asked):
    by: Text
    down: bool = False


class FilterAsked(Asked):
    text: Text = ""
    states: Annotated[list[rules.State], Field(max_length=200)] = []
    people: Annotated[list[Id], Field(max_length=200)] = []
    labels: Annotated[list[Id], Field(max_length=200)] = []
    deliverables: Annotated[list[Id], Field(max_length=200)] = []
    critical: bool | None = None
    late: bool | None = None


class ShownAsked(Asked):
    look: rules.Look = rules.Look.GANTT
    columns: Annotated[list[Text], Field(max_length=200)] = []
    sort: Annotated[list[SortAsked], Field(max_length=20)] = []
    group: Text = ""
    filter: FilterAsked = FilterAsked()
    zoom: rules.Zoom | None = None

    def shown(self) -> rules.Shown:
        """The view as a value."""
        sought = self.filter
        chosen = rules.Filter(
            text=sought.text,
            states=tuple(sought.states),
            people=tuple(sought.people),
            labels=tuple(sought.labels),
            deliverables=tuple(sought.deliverables),
            critical=sought.critical,
            late=sought.late,
        )
        sort = tuple(rules.Sort(each.by, each.down) for each in self.sort)
        return rules.Shown(self.look, tuple(self.columns), sort, self.group, chosen, self.zoom)


class ViewAsked(Asked):
    name: Text
    shown: ShownAsked
    shared: bool = False


class ViewChange(ViewAsked, Versioned):
    pass


class RepeatAsked(Asked):
    every: Number = 1
    rhythm: rules.Rhythm
    first_on: date
    weekdays: Annotated[list[Number], Field(max_length=7)] = []
    """0 is Monday; for weeks."""
    month_day: Number | None = None
    until_on: date | None = None
    times: Number | None = None

    def rule(self) -> rules.Repeat:
        """The rule as a value."""
        return rules.Repeat(**{**self.values(), "weekdays": tuple(self.weekdays)})


class RecurrenceAsked(Asked):
    name: Text
    duration_minutes: Annotated[int, Field(ge=0, le=2**31 - 1)]
    repeat: RepeatAsked


class RecurrenceChange(RecurrenceAsked, Versioned):
    pass


class BoardAsked(Versioned):
    limits: dict[rules.State, Number | None]


class PartAsked(Versioned):
    part: rules.Part | None
    """R, A, RA, C or I; null takes the part away."""


@arranged.get("/projects/{project_id}/views", gives=tuple[reads.SavedView, ...])
def views(call: Call, project_id: Id) -> tuple[reads.SavedView, ...]:
    """Your own ways to look at a project and those that are shared, by name."""
    return reads.views(call.actor, project_id)


@arranged.post("/projects/{project_id}/views", gives=Made)
def save_view(call: Call, project_id: Id, asked: ViewAsked) -> Made:
    """Keeps a way to look at a project."""
    shown = asked.shown.shown()
    return Made(writes.save_view(call.actor, project_id, name=asked.name, shown=shown, shared=asked.shared, now=call.now))


@arranged.put("/views/{view_id}", gives=Changed)
def change_view(call: Call, view_id: Id, change: ViewChange) -> Changed:
    """Says anew what a view shows."""
    version = version_of(call, change.version)
    shown, shared = change.shown.shown(), change.shared
    return Changed(writes.change_view(call.actor, view_id, name=change.name, shown=shown, shared=shared, version=version, now=call.now))


@arranged.delete("/views/{view_id}")
def remove_view(call: Call, view_id: Id, version: VersionAsked) -> None:
    """Forgets a view. Nothing of the plan changes."""
    writes.remove_view(call.actor, view_id, version=version_of(call, version), now=call.now)


@arranged.get("/projects/{project_id}/recurrences", gives=tuple[reads.Recurrence, ...])
def recurrences(call: Call, project_id: Id) -> tuple[reads.Recurrence, ...]:
    """The rules by which tasks of the project come back."""
    return reads.recurrences(call.actor, project_id)


@arranged.post("/projects/{project_id}/recurrences", gives=Made)
def repeat_task(call: Call, project_id: Id, asked: RecurrenceAsked) -> Made:
    """A task that comes back: as many tasks below a summary of their own."""
    values = asked.values(without=("repeat",))
    return Made(writes.repeat_task(call.actor, project_id, **values, repeat=asked.repeat.rule(), now=call.now))


@arranged.put("/recurrences/{recurrence_id}", gives=Changed)
def change_recurrence(call: Call, recurrence_id: Id, change: RecurrenceChange) -> Changed:
    """Another rule: tasks that have begun stay, the others are remade."""
    values = change.values(without=("repeat", "version"))
    version = version_of(call, change.version)
    return Changed(
        writes.change_recurrence(call.actor, recurrence_id, **values, repeat=change.repeat.rule(), version=version, now=call.now)
    )


@arranged.delete("/recurrences/{recurrence_id}")
def remove_recurrence(call: Call, recurrence_id: Id, version: VersionAsked) -> None:
    """It comes back no more: tasks that have not begun leave the plan."""
    writes.remove_recurrence(call.actor, recurrence_id, version=version_of(call, version), now=call.now)


@arranged.get("/projects/{project_id}/board", gives=reads.Board)
def board(call: Call, project_id: Id) -> reads.Board:
    """How many tasks each column of the board takes."""
    return reads.board(call.actor, project_id)


@arranged.put("/projects/{project_id}/board", gives=Changed)
def limit_board(call: Call, project_id: Id, asked: BoardAsked) -> Changed:
    """Says how many tasks each column of the board takes; null takes any number."""
    version = version_of(call, asked.version)
    return Changed(writes.limit_board(call.actor, project_id, limits=asked.limits, version=version, now=call.now))


@arranged.get("/projects/{project_id}/raci", gives=reads.Raci)
def raci(call: Call, project_id: Id) -> reads.Raci:
    """Who does the work of each deliverable, who answers for it, who is asked and who is told."""
    return reads.raci(call.actor, project_id)


@arranged.put("/deliverables/{deliverable_id}/parts/{person_id}", gives=Changed)
def give_part(call: Call, deliverable_id: Id, person_id: Id, asked: PartAsked) -> Changed:
    """Somebody's part in a deliverable, or none."""
    version = version_of(call, asked.version)
    return Changed(writes.give_part(call.actor, deliverable_id, person_id=person_id, part=asked.part, version=version, now=call.now))
