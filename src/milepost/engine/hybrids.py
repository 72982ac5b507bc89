"""Plans between two plans: the older one with the newer one's changes of some causes and not of others.

Rows are matched by task id. What belongs to which cause stands in `docs/algorithms/slip.md`, and `_columns` below is where it
is decided. No cause chosen gives a plan that finishes as the older one does, all causes one that finishes as the newer one does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property

import numpy as np

from milepost.engine.outlooks import BLANK, PROGRESS, Outlook, outlook
from milepost.engine.plan import Assignments, Ints, Links, Plan, Tasks, Unit
from milepost.engine.timetables import Timetables

_DATED = ("constraint", "constraint_at", "deadline_at", "pinned", "pin_start", "pin_finish")
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]


class Cause(StrEnum):
    """Why a finish moves."""

    WORK = "longer_work"
    START = "late_start"
    SCOPE = "added_scope"
    CLIENT = "client_input_late"
    ABSENCE = "absence"
    PEOPLE = "reassignment"
    LINKS = "links_or_constraints"
    CALENDAR = "calendar"


Causes = frozenset[Cause]


@dataclass(frozen=True, slots=True, eq=False)
class Tags:
    """What a plan does not say by itself.

    `client` holds the ids of tasks that wait for something from the client: when they can start is the client's doing.
    `who_before` and `who_after` number the person of each assignment, alike in both plans; without them the calendar stands for the person.
    """

    client: frozenset[int] = frozenset()
    who_before: Ints | None = None
    who_after: Ints | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """The rows of one of the two plans, and where each stands in both; -1 where it is not, or is there a summary and here a task."""

    plan: Plan
    before: Ints
    after: Ints

    @property
    def kept(self) -> Bools:
        kept: Bools = (self.before >= 0) & (self.after >= 0)
        return kept


class Between:
    """Everything between the plans `before` and `after`."""

    def __init__(self, before: Plan, after: Plan, tags: Tags) -> None:
        self.before, self.after, self.tags = before, after, tags
        self.old, self.new = outlook(before), outlook(after)
        place = {number: row for row, number in enumerate(before.tasks.id.tolist())}
        found = np.array([place.get(number, -1) for number in after.tasks.id.tolist()], np.int64)
        alike = (found >= 0) & (at_rows(self.old.summary, found) == self.new.summary)
        self.to_before = np.where(alike, found, -1)
        self.to_after = np.full(len(before.tasks), -1, np.int64)
        self.to_after[self.to_before[alike]] = np.flatnonzero(alike)
        self.frames = (
            _Frame(before, np.arange(len(before.tasks)), self.to_after),
            _Frame(after, self.to_before, np.arange(len(after.tasks))),
        )
        self.timetables = Timetables(before, after)
        self._plans: dict[Causes, Plan] = {}

    def plan(self, chosen: Causes) -> Plan:
        """`before` with what `chosen` changed; each made once."""
        if chosen not in self._plans:
            self._plans[chosen] = self._made(chosen)
        return self._plans[chosen]

    def _made(self, chosen: Causes) -> Plan:
        frame = self.frames[Cause.SCOPE in chosen]
        pick = {cause: self.after if cause in chosen else self.before for cause in Cause}
        hung = Cause.LINKS if self.before.from_finish != self.after.from_finish else Cause.START
        tasks, data_dates = self._tasks(frame, chosen)
        return Plan(
            tasks=tasks,
            links=self._links(frame, Cause.LINKS in chosen),
            assignments=self._assignments(frame, chosen),
            calendars=self.timetables.calendars,
            calendar=self.timetables.of_project(Cause.CALENDAR in chosen),
            start=pick[hung].start,
            data_date=max(self.before.data_date, self.after.data_date),
            finish=pick[Cause.LINKS].finish,
            from_finish=pick[Cause.LINKS].from_finish,
            honours_constraints=pick[Cause.LINKS].honours_constraints,
            retained_logic=pick[Cause.LINKS].retained_logic,
            zone=pick[Cause.CALENDAR].zone,
            minutes_per_day=self.after.minutes_per_day,
            data_dates=data_dates,
        )

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """The causes that change anything at all, in the order of `Cause`."""
        return tuple(cause for cause in Cause if self._differs(cause))

    def _differs(self, cause: Cause) -> bool:
        """Whether the cause makes a difference to the plan with no other change or with every other."""
        pairs = ((frozenset[Cause](), frozenset({cause})), (frozenset(Cause) - {cause}, frozenset(Cause)))
        return any(not _alike(self.plan(without), self.plan(with_it)) for without, with_it in pairs)

    def _tasks(self, frame: _Frame, chosen: Causes) -> tuple[Tasks, Ints]:
        both, tagged = frame.kept, self._tagged(frame)
        late = np.where(tagged, Cause.CLIENT in chosen, Cause.START in chosen)
        longer = np.where(self._shared_out(frame), Cause.PEOPLE in chosen, Cause.WORK in chosen)
        columns = {f.name: getattr(frame.plan.tasks, f.name) for f in fields(Tasks)}

        def from_after(names: tuple[str, ...], newer: Bools | bool) -> None:
            for name in names:
                old, new = at_rows(getattr(self.before.tasks, name), frame.before), at_rows(getattr(self.after.tasks, name), frame.after)
                columns[name] = np.where(both, np.where(newer, new, old), columns[name])

        from_after(_DATED, np.where(tagged, Cause.CLIENT in chosen, Cause.LINKS in chosen))
        from_after(("follows_people", "delay"), Cause.PEOPLE in chosen)
        columns["calendar"] = self._task_calendars(frame, Cause.CALENDAR in chosen)
        progress = self._progress(frame)
        which = 2 * late.astype(np.int64) + longer
        for name in PROGRESS:
            columns[name] = np.choose(which, [each[name] for each in progress])
        data_dates = columns.pop("data_dates")
        return Tasks(**columns), data_dates

    def _tagged(self, frame: _Frame) -> Bools:
        tagged: Bools = np.isin(frame.plan.tasks.id, sorted(self.tags.client))
        return tagged

    def _progress(self, frame: _Frame) -> list[dict[str, Ints]]:
        """Four versions of each row's progress: as before; with the new length; with the new start; as after."""
        return self._progress_of[frame is self.frames[1]]

    @cached_property
    def _progress_of(self) -> tuple[list[dict[str, Ints]], ...]:
        return tuple(
            _four(self.old.at(frame.before), self.new.at(frame.after), frame.kept, (self.old, self.new)[number])
            for number, frame in enumerate(self.frames)
        )

    def _task_calendars(self, frame: _Frame, newer: bool) -> Ints:
        own = self.timetables.of_tasks(frame is self.frames[1])
        old, new = at_rows(self.timetables.of_tasks(False), frame.before), at_rows(self.timetables.of_tasks(True), frame.after)
        return np.where(frame.kept, new if newer else old, own)

    def _shared_out(self, frame: _Frame) -> Bools:
        """Rows that other people share now though the work is the same: a new duration is the reassignment's doing."""
        rows: Bools = np.isin(frame.plan.tasks.id, sorted(self._shared_out_ids))
        return rows

    @cached_property
    def _shared_out_ids(self) -> set[int]:
        effort = [defaultdict[int, int](int), defaultdict[int, int](int)]
        for total, plan in zip(effort, (self.before, self.after), strict=True):
            for number, minutes in zip(plan.tasks.id[plan.assignments.task].tolist(), plan.assignments.minutes.tolist(), strict=True):
                total[number] += minutes
        old, new = self.team_of
        return {n for n in old.keys() & new.keys() if old[n] != new[n] and effort[0][n] == effort[1][n]}

    @cached_property
    def team_of(self) -> tuple[dict[int, frozenset[tuple[int, int]]], ...]:
        """Who is on each task, by its id, in both plans."""
        teams = (defaultdict[int, set[tuple[int, int]]](set), defaultdict[int, set[tuple[int, int]]](set))
        for team, keys in zip(teams, self._people, strict=True):
            for number, who, nth in keys:
                team[number].add((who, nth))
        return tuple({number: frozenset(team) for number, team in each.items()} for each in teams)

    @cached_property
    def tagged(self) -> Bools:
        """Rows of `after` that wait for the client."""
        return self._tagged(self.frames[1])

    @cached_property
    def relinked(self) -> tuple[int, ...]:
        """Rows of `after` with a link that changed."""
        older, newer = ({tuple(row) for row in self._links_table(links)} for links in self._links_of[2:])
        return tuple(sorted({row[1] for row in older ^ newer}))

    @staticmethod
    def _links_table(links: Links) -> list[list[int]]:
        table: list[list[int]] = np.stack([getattr(links, f.name) for f in fields(Links)], axis=1).tolist()
        return table

    @cached_property
    def _people(self) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]:
        """Task, person and how manieth of that pair, for each assignment of both plans."""
        return _keys(self.before, self.tags.who_before), _keys(self.after, self.tags.who_after)

    def _assignments(self, frame: _Frame, chosen: Causes) -> Assignments:
        table = self._pairs_of[frame is self.frames[1]]
        present = np.where((table.old >= 0) & (table.new >= 0), True, (table.new >= 0) == (Cause.PEOPLE in chosen)) | table.always
        late = np.where(self._tagged(frame), Cause.CLIENT in chosen, Cause.START in chosen)[table.task]
        longer = np.where(self._shared_out(frame), Cause.PEOPLE in chosen, Cause.WORK in chosen)[table.task]
        which = 2 * late.astype(np.int64) + longer
        away = 2 * (Cause.CALENDAR in chosen) + (Cause.ABSENCE in chosen)
        return Assignments(
            task=table.task[present],
            calendar=table.calendar[away][present],
            minutes=np.choose(which, table.minutes)[present],
            remaining=np.choose(which, table.remaining)[present],
            delay=table.delay[Cause.PEOPLE in chosen][present],
        )

    @cached_property
    def _pairs_of(self) -> tuple[_Pairs, ...]:
        return tuple(self._pairs(frame) for frame in self.frames)

    def _pairs(self, frame: _Frame) -> _Pairs:
        """The assignments of both plans that stand on rows of `frame`, those of one person on one task together."""
        keys = ({key: i for i, key in enumerate(self._people[0])}, {key: j for j, key in enumerate(self._people[1])})
        rows = {number: row for row, number in enumerate(frame.plan.tasks.id.tolist())}
        own = keys[frame is self.frames[1]]
        kept = frame.kept
        wanted = [key for key in dict.fromkeys((*keys[0], *keys[1])) if key[0] in rows and (kept[rows[key[0]]] or key in own)]
        task = np.array([rows[key[0]] for key in wanted], np.int64)
        old = np.array([keys[0].get(key, -1) if kept[rows[key[0]]] or own is keys[0] else -1 for key in wanted], np.int64)
        new = np.array([keys[1].get(key, -1) if kept[rows[key[0]]] or own is keys[1] else -1 for key in wanted], np.int64)
        return self._filled(frame, task, old, new)

    def _filled(self, frame: _Frame, task: Ints, old: Ints, new: Ints) -> _Pairs:
        first, second = _taken(self.before.assignments, old, new, self.after.assignments)
        x, y = self.old.at(frame.before[task]), self.new.at(frame.after[task])
        both = (old >= 0) & (new >= 0)
        minutes, remaining = _four_efforts(first, second, x, y, both)
        return _Pairs(
            task=task,
            old=old,
            new=new,
            always=~frame.kept[task],
            calendar=self.timetables.of_people(old, new),
            minutes=minutes,
            remaining=remaining,
            delay=(first.delay, second.delay),
        )

    def _links(self, frame: _Frame, newer: bool) -> Links:
        return self._links_of[2 * (frame is self.frames[1]) + newer]

    @cached_property
    def _links_of(self) -> tuple[Links, ...]:
        """The links by frame (older, newer) and by whether changed links count."""
        old = _rows_of(self.before, np.arange(len(self.before.tasks)))
        new = _rows_of(self.after, np.arange(len(self.after.tasks)))
        old_there, new_here = _rows_of(self.before, self.to_after), _rows_of(self.after, self.to_before)
        kept_old, kept_new = _within(old_there), _within(new_here)
        stays, came = {tuple(r) for r in new[kept_new].tolist()}, {tuple(r) for r in old_there[kept_old].tolist()}
        gone = kept_old & np.array([tuple(r) not in stays for r in old_there.tolist()], bool)
        added = kept_new & np.array([tuple(r) not in came for r in new.tolist()], bool)
        bridged = gone & _bridged(old_there, gone, new, ~kept_new)
        bridging = added & _bridged(new_here, added, old, ~kept_old)
        return (
            _as_links(old),
            _as_links(np.concatenate((old[~kept_old | bridged], new_here[kept_new & ~bridging]))),
            _as_links(np.concatenate((new[~kept_new | bridging], old_there[kept_old & ~bridged]))),
            _as_links(new),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Assignments on the rows of a frame; `old` and `new` are -1 where the plan has none. Four versions as of progress."""

    task: Ints
    old: Ints
    new: Ints
    always: Bools
    """On a row that only this frame has."""
    calendar: tuple[Ints, ...]
    """As before; with absences; with changed working time; as after."""
    minutes: list[Ints]
    remaining: list[Ints]
    delay: tuple[Ints, Ints]


def at_rows(column: Ints, rows: Ints) -> Ints:
    """The values of `rows`; 0 for -1."""
    return np.append(column, 0)[rows]


def _keys(plan: Plan, who: Ints | None) -> list[tuple[int, int, int]]:
    people = plan.assignments.calendar if who is None else who
    seen: dict[tuple[int, int], int] = {}
    keys = []
    for number, person in zip(plan.tasks.id[plan.assignments.task].tolist(), people.tolist(), strict=True):
        nth = seen[number, person] = seen.get((number, person), -1) + 1
        keys.append((number, person, nth))
    return keys


def _taken(before: Assignments, old: Ints, new: Ints, after: Assignments) -> tuple[Assignments, Assignments]:
    """The assignments on both sides; where one side has none, the other's."""
    sides = []
    for which, other, table, instead in ((old, new, before, after), (new, old, after, before)):
        columns = {}
        for f in fields(Assignments):
            own, spare = np.append(getattr(table, f.name), 0), np.append(getattr(instead, f.name), 0)
            columns[f.name] = np.where(which >= 0, own[which], spare[other])
        sides.append(Assignments(**columns))
    return sides[0], sides[1]


def _four_efforts(first: Assignments, second: Assignments, x: Outlook, y: Outlook, both: Bools) -> tuple[list[Ints], list[Ints]]:
    """Minutes and remaining minutes of each person: as before; with the new length; with the new start; as after."""
    same = x.same_start(y)

    def mixed(start: Outlook, length: Outlook, own: Assignments) -> tuple[Ints, Ints]:
        whole = np.where(length.complete, length.length, own.remaining + length.length - length.left)
        turned = ~start.started & length.started & both
        minutes = np.where(turned, whole, own.minutes)
        begun = start.started & ~length.started & both & ~same
        return minutes, np.where(turned, whole, np.where(begun, own.minutes, own.remaining))

    longer, later = mixed(x, y, second), mixed(y, x, first)
    found = [(first.minutes, first.remaining), longer, later, (second.minutes, second.remaining)]
    return [minutes for minutes, _ in found], [remaining for _, remaining in found]


def _four(x: Outlook, y: Outlook, kept: Bools, own: Outlook) -> list[dict[str, Ints]]:
    """Progress of each row as before; with the new length; with the new start; as after. Rows that were not kept are `own`.

    A summary has no progress of its own.
    """
    alone, blank = own.progress(), own.summary == 1
    versions = [x.progress(), x.lasting(y), y.lasting(x), y.progress()]
    return [{name: np.where(blank, BLANK[name], np.where(kept, each[name], alone[name])) for name in PROGRESS} for each in versions]


def _rows_of(plan: Plan, place: Ints) -> Ints:
    """The links as a table whose first two columns are rows as `place` numbers them."""
    links = plan.links
    unit = np.where(links.lag == 0, int(Unit.WORKING), links.unit)
    return np.stack((place[links.predecessor], place[links.successor], links.kind, links.lag, unit, links.calendar), axis=1)


def _as_links(table: Ints) -> Links:
    return Links(*np.ascontiguousarray(table.T))


def _within(table: Ints) -> Bools:
    """Links with both ends among the rows that are numbered."""
    within: Bools = (table[:, 0] >= 0) & (table[:, 1] >= 0)
    return within


def _bridged(table: Ints, asked: Bools, other: Ints, new: Bools) -> Bools:
    """Which `asked` links of `table` the `other` plan replaces by a way through rows it has and this one has not.

    Both tables number rows as the other plan does; `new` marks the other plan's links that touch such rows.
    """
    answer = np.zeros(len(table), bool)
    onward = defaultdict[int, list[int]](list)
    for source, target in other[new, :2].tolist():
        onward[source].append(target)
    for k in np.flatnonzero(asked).tolist():
        source, target = int(table[k, 0]), int(table[k, 1])
        answer[k] = _leads(source, target, onward)
    return answer


def _leads(source: int, target: int, onward: dict[int, list[int]]) -> bool:
    waiting, seen = [source], {source}
    while waiting:
        for row in onward.get(waiting.pop(), ()):
            if row == target:
                return True
            if row not in seen:
                seen.add(row)
                waiting.append(row)
    return False


def _alike(one: Plan, other: Plan) -> bool:
    """Whether two plans of one pair say the same."""
    single = ("calendar", "start", "finish", "from_finish", "honours_constraints", "retained_logic", "zone")
    if any(getattr(one, name) != getattr(other, name) for name in single):
        return False
    if not np.array_equal(one.data_dates, other.data_dates):  # type: ignore[arg-type]
        return False
    tables = ((one.tasks, other.tasks), (one.links, other.links), (one.assignments, other.assignments))
    return all(np.array_equal(getattr(a, f.name), getattr(b, f.name)) for a, b in tables for f in fields(a))
