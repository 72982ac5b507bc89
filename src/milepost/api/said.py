"""Edits as a caller sends them: the JSON shape of each kind, and what was typed, read as what it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from milepost.api.shapes import Asked, Id, Number, Text, Version, WallTime
from milepost.exchange import typed
from milepost.forecast import reads as forecasts
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import edits, reads, tried
from milepost.plans.draft import Constraint, LagUnit, LinkKind

LAST_MINUTE = time(23, 59)
"""A day that is typed as a deadline ends with its last minute."""

Minutes = Annotated[int, Field(ge=0, le=2**31 - 1)]
Percent = Annotated[int, Field(ge=0, le=100)]
Units = Annotated[int, Field(ge=1, le=10_000)]
Level = Annotated[int, Field(ge=1, le=50)]
Key = Annotated[str, Field(min_length=1, max_length=50)]
Ref = Id | Key
Place = Annotated[int, Field(ge=0, le=2**63 - 1)] | Key
Typed = Annotated[str, Field(max_length=2_000)]


class Fields(Asked):
    """Values for a task; those that are not given stay. Lengths are working minutes."""

    name: Text = ""
    duration_minutes: Minutes = 0
    elapsed: bool = False
    best_minutes: Minutes | None = None
    worst_minutes: Minutes | None = None
    effort_minutes: Minutes = 0
    constraint: Constraint = Constraint.ASAP
    constraint_at: WallTime | None = None
    deadline_at: WallTime | None = None
    manual: bool = False
    manual_start: WallTime | None = None
    manual_finish: WallTime | None = None
    calendar: Number | None = None
    priority: Annotated[int, Field(ge=0, le=1000)] = 500
    notes: Text = ""
    deliverable_id: Id | None = None
    active: bool = True
    levelling_delay_minutes: Minutes = 0

    def given(self) -> dict[str, Any]:
        """What was said, and nothing else."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Texts(Asked):
    """Values for a task as people type them: "fri", "3d", "2d after Design", "Mara 50%". An empty text takes the value away."""

    start: Typed | None = None
    finish: Typed | None = None
    duration: Typed | None = None
    deadline: Typed | None = None
    effort: Typed | None = None
    best: Typed | None = None
    worst: Typed | None = None
    predecessors: Typed | None = None
    people: Typed | None = None


class Said(Asked):
    """An edit of any kind."""

    def edits(self, reading: Reading) -> Iterator[edits.Edit]:
        """What it says to a plan: itself, or several where it was typed."""
        raise NotImplementedError


class Add(Said):
    kind: Literal["add"]
    key: Key
    name: Text
    after_id: Place | None = None
    level: Level | None = None
    duration_minutes: Minutes = 0
    fields: Fields = Fields()
    typed: Texts = Texts()

    def edits(self, reading: Reading) -> Iterator[edits.Edit]:
        fields = {**self.fields.given(), **reading.fields(self.key, self.typed)}
        minutes = fields.pop("duration_minutes", self.duration_minutes)
        yield edits.Add(self.key, self.name, self.after_id, self.level, minutes, fields)
        yield from reading.around(self.key, self.typed)


class Set(Said):
    kind: Literal["set"]
    task_id: Ref
    version: Version | None = None
    fields: Fields = Fields()
    typed: Texts = Texts()

    def edits(self, reading: Reading) -> Iterator[edits.Edit]:
        fields = {**self.fields.given(), **reading.fields(self.task_id, self.typed)}
        if fields or not self.typed.model_fields_set:
            yield edits.Set(self.task_id, self.version, fields)
        yield from reading.around(self.task_id, self.typed)


class Plain(Said):
    """An edit that is sent as the plan takes it."""

    def edits(self, reading: Reading) -> Iterator[edits.Edit]:
        kind: Any = PLAIN[type(self)]
        yield kind(**self.values(without=("kind",)))


class Move(Plain):
    kind: Literal["move"]
    task_ids: Annotated[tuple[Ref, ...], Field(max_length=5_000)]
    after_id: Place | None = None
    level: Level


class Remove(Plain):
    kind: Literal["remove"]
    task_id: Ref
    version: Version | None = None


class Link(Said):
    kind: Literal["link"]
    predecessor_id: Ref
    successor_id: Ref
    link_kind: LinkKind = LinkKind.FS
    lag: Number = 0
    unit: LagUnit = LagUnit.WORKING

    def edits(self, reading: Reading) -> Iterator[edits.Edit]:
        yield edits.LinkUp(self.predecessor_id, self.successor_id, self.link_kind, self.lag, self.unit)


class Unlink(Plain):
    kind: Literal["unlink"]
    link_id: Id


class Assign(Plain):
    kind: Literal["assign"]
    task_id: Ref
    resource_id: Id
    units: Units = 100


class Unassign(Plain):
    kind: Literal["unassign"]
    task_id: Ref
    resource_id: Id


class Overtime(Plain):
    kind: Literal["overtime"]
    resource_ids: Annotated[tuple[Id, ...], Field(min_length=1, max_length=500)]
    first: date
    last: date
    minutes: Annotated[int, Field(ge=0, le=480)] = 0
    saturdays: bool = False


class EndOvertime(Plain):
    kind: Literal["end_overtime"]
    overtime_id: Id


class Progress(Plain):
    kind: Literal["progress"]
    task_id: Ref
    percent: Percent | None = None
    remaining_minutes: Minutes | None = None
    begun: bool = False
    note: Text = ""
    version: Version | None = None


class Label(Plain):
    kind: Literal["label"]
    task_id: Ref
    label_id: Id


class Unlabel(Plain):
    kind: Literal["unlabel"]
    task_id: Ref
    label_id: Id


class SetField(Plain):
    kind: Literal["set_field"]
    task_id: Ref
    field_id: Id
    value: Text | None = None
    was: Text | None = None


PLAIN: dict[type[Plain], type] = {
    Move: edits.Move,
    Remove: edits.Remove,
    Unlink: edits.Unlink,
    Assign: edits.Assign,
    Unassign: edits.Unassign,
    Overtime: edits.WorkOvertime,
    EndOvertime: edits.EndOvertime,
    Progress: edits.Report,
    Label: edits.Label,
    Unlabel: edits.Unlabel,
    SetField: edits.SetField,
}

AnyEdit = Annotated[
    Add | Set | Move | Remove | Link | Unlink | Assign | Unassign | Overtime | EndOvertime | Progress | Label | Unlabel | SetField,
    Field(discriminator="kind"),
]


class EditsAsked(Asked):
    """Edits that are one change: all of them happen, or none."""

    edits: Annotated[list[AnyEdit], Field(min_length=1, max_length=5_000)]

    @model_validator(mode="after")
    def _keys_once(self) -> EditsAsked:
        keys = [edit.key for edit in self.edits if isinstance(edit, Add)]
        if len(set(keys)) < len(keys):
            raise ValueError("two new tasks have the same key")
        return self


class Reading:
    """Reads what was typed for the tasks of one plan, or of the scenario that `onto` makes of it.

    What it must know of the plan it reads once, and only where it is asked for.
    """

    def __init__(self, actor: Actor, project_id: int, *, now: datetime, language: str, onto: Sequence[edits.Edit] = ()) -> None:
        self.actor, self.project_id, self.now, self.language, self.onto = actor, project_id, now, language, onto

    def meant(self, said: Sequence[Said]) -> tuple[list[edits.Edit], list[int]]:
        """The edits, and for each the place in `said` that it came from. A refusal says which of `said` it is about."""
        self.keys = {edit.key: edit.name for edit in said if isinstance(edit, Add)}
        found: list[edits.Edit] = []
        places: list[int] = []
        for place, each in enumerate(said):
            try:
                meant = list(each.edits(self))
            except Refusal as refusal:
                refusal.details["index"] = place
                raise
            found += meant
            places += [place] * len(meant)
        return found, places

    @cached_property
    def heading(self) -> reads.Heading:
        return reads.heading(self.actor, self.project_id)

    @cached_property
    def today(self) -> date:
        return clock.today(self.heading.zone, self.now)

    @cached_property
    def outline(self) -> reads.Outline:
        if self.onto:
            return reads.outline_tried(self.actor, self.project_id, edits=self.onto, now=self.now)
        return reads.outline(self.actor, self.project_id)

    @cached_property
    def names(self) -> typed.Names:
        """The tasks by name and row, new ones last. Their numbers are places in `_refs`."""
        return typed.Names(list(enumerate([*self.outline.name, *self.keys.values()])))

    @cached_property
    def _refs(self) -> list[edits.Ref]:
        """What edits call the tasks: by id, or by key those that the scenario or this call adds."""
        return [*(pk if pk > 0 else tried.key_of(-pk) for pk in self.outline.id), *self.keys]

    def fields(self, ref: edits.Ref, said: Texts) -> dict[str, Any]:
        """The values of fields that texts mean."""
        found: dict[str, Any] = {}
        starts = None if said.start is None else self._day(said.start, "start")
        if said.start is not None:
            found["constraint"] = Constraint.SNET if starts else Constraint.ASAP
            found["constraint_at"] = starts and datetime.combine(starts, time())
        if said.deadline is not None:
            due = self._day(said.deadline, "deadline")
            found["deadline_at"] = due and datetime.combine(due, LAST_MINUTE)
        for text, field in ((said.duration, "duration"), (said.effort, "effort"), (said.best, "best"), (said.worst, "worst")):
            if text is not None:
                found[f"{field}_minutes"] = self._length(text, field)
        if said.finish:
            found["duration_minutes"] = self._until(ref, said.finish, starts)
        return found

    def _day(self, text: str, field: str) -> date | None:
        return typed.day(text, today=self.today, locale=self.language, field=field) if text.strip() else None

    def _length(self, text: str, field: str) -> int | None:
        if text.strip():
            return typed.length(text, self.heading.minutes_per_day, field=field)
        return 0 if field in ("duration", "effort") else None

    def _until(self, ref: edits.Ref, text: str, starts: date | None) -> int:
        if isinstance(ref, str):
            raise Refusal(
                "finish_of_new", say("A new task has no dates yet. Give it a duration, or its finish afterwards."), field="finish"
            )
        finish_on = typed.day(text, today=self.today, locale=self.language, field="finish")
        return forecasts.length_until(self.actor, ref, finish_on=finish_on, start_on=starts, onto=self.onto, now=self.now)

    def around(self, ref: edits.Ref, said: Texts) -> Iterator[edits.Edit]:
        """The links and assignments that texts mean."""
        if said.predecessors is not None:
            yield from self._links(ref, said.predecessors)
        if said.people is not None:
            yield from self._people(ref, said.people)

    def _links(self, ref: edits.Ref, text: str) -> Iterator[edits.Edit]:
        """What is typed replaces the links into the task; a link from it ("before Launch") comes to those it has."""
        meant = typed.links(text, tasks=self.names, per_day=self.heading.minutes_per_day, field="predecessors") if text.strip() else ()
        wanted = {self._ref(link.task) for link in meant if not link.outgoing}
        row = self._row(ref)
        for before, after, _, link_id, *_ in self.outline.links if row is not None else ():
            if after == row and self._refs[before] not in wanted:
                yield edits.Unlink(link_id) if link_id > 0 else edits.Unlink(None, self._refs[before], ref)
        for link in meant:
            ends = (ref, self._ref(link.task)) if link.outgoing else (self._ref(link.task), ref)
            yield edits.LinkUp(*ends, link.kind, link.lag, link.unit)

    def _ref(self, number: int) -> edits.Ref:
        return self._refs[number]

    def _row(self, ref: edits.Ref) -> int | None:
        """The row of a task of the plan; None for one that this call adds."""
        if ref in self.keys:
            return None
        if ref not in self._rows:
            raise NotFound()
        return self._rows[ref]

    @cached_property
    def _rows(self) -> dict[edits.Ref, int]:
        return {ref: row for row, ref in enumerate(self._refs[: len(self.outline.id)])}

    def _people(self, ref: edits.Ref, text: str) -> Iterator[edits.Edit]:
        """Who is typed works on the task, and nobody else any more."""
        team = self.outline.team
        wanted = typed.people(text, team=list(zip(team.id, team.name, strict=True)), field="people") if text.strip() else ()
        row = self._row(ref)
        on_it = [] if row is None else [team.id[place] for place in self.outline.who[row]]
        for member in on_it:
            if member not in {each.member for each in wanted}:
                yield edits.Unassign(ref, member)
        for each in wanted:
            yield edits.Assign(ref, each.member, each.units)
