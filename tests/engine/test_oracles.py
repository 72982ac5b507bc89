"""Independent schedulers that are slow and obvious: search on a grid of hours, and the longest path of networkx."""

from __future__ import annotations

from datetime import datetime, timedelta

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.forecast import snapshot
from milepost.kernel.worktime import WorkingTime
from milepost.plans.draft import Constraint, Draft, LagUnit, Link, LinkKind, Task
from tests.engine.plans import AS_OF, START, WEEKS, drafts

HOUR = timedelta(hours=1)


def open_hours(time: WorkingTime) -> list[datetime]:
    """The starts of all open hours from a week before the plan for twenty weeks."""
    hours = set()
    for number in range(-8, 140):
        day = datetime(2026, 3, 2) + timedelta(days=number)
        shifts = next((e.shifts for e in time.exceptions if e.first <= day.date() <= e.last), time.week[day.weekday()])
        hours |= {day + timedelta(minutes=m) for a, b in shifts for m in range(a, b, 60)}
    return sorted(hours)


HOURS = {uid: open_hours(time) for uid, time in WEEKS.items()}


class Grid:
    """Brute force: the first hour of a task's calendar at which every link and bound holds; the last one, backwards."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.tasks = {task.uid: task for task in draft.tasks}

    def hours(self, task: Task) -> list[datetime]:
        return HOURS[task.calendar or 1]

    def finish(self, task: Task, at: datetime) -> datetime:
        worked = [hour for hour in self.hours(task) if hour >= at][: task.duration_minutes // 60]
        return worked[-1] + HOUR if worked else at

    def lagged(self, link: Link, at: datetime, sign: int = 1) -> datetime:
        lag = link.lag * sign
        if link.unit is LagUnit.ELAPSED:
            return at + timedelta(minutes=lag)
        hours = self.hours(self.tasks[link.successor])
        if lag > 0:
            return [hour for hour in hours if hour >= at][: lag // 60][-1] + HOUR
        return [hour for hour in hours if hour < at][lag // 60 :][0] if lag else at

    def idle(self, task: Task, since: datetime, until: datetime) -> bool:
        """Whether nobody could work on the task between two instants, so that they are one working instant."""
        return not any(since <= hour < until for hour in self.hours(task))

    def early(self) -> dict[int, tuple[datetime, datetime]]:
        found: dict[int, tuple[datetime, datetime]] = {}
        for task in self.draft.tasks:
            found[task.uid] = next(
                (hour, self.finish(task, hour)) for hour in self.hours(task) if self.allowed(task, hour, self.finish(task, hour), found)
            )
        return found

    def allowed(self, task: Task, start: datetime, finish: datetime, found: dict[int, tuple[datetime, datetime]]) -> bool:
        if start < START or (task.constraint is Constraint.SNET and task.constraint_at and start < task.constraint_at):
            return False
        if task.constraint is Constraint.FNET and task.constraint_at and not self.reaches(task, finish, task.constraint_at):
            return False
        for link in (link for link in self.draft.links if link.successor == task.uid):
            before = found[link.predecessor][link.kind in (LinkKind.FS, LinkKind.FF)]
            wanted = self.lagged(link, before)
            if link.kind in (LinkKind.FS, LinkKind.SS):
                if start < wanted:
                    return False
            elif not self.reaches(task, finish, wanted):
                return False
        return True

    def reaches(self, task: Task, finish: datetime, wanted: datetime) -> bool:
        return finish >= wanted or self.idle(task, finish, wanted)


WHOLE = st.integers(1, 20)


@settings(max_examples=60, deadline=None)
@given(drafts(calendars=4, most=5, constrained=True), st.data())
def test_early_dates_are_the_first_hours_at_which_everything_holds(draft: Draft, data: st.DataObject) -> None:
    tasks = tuple(Task(**{**_fields(t), "duration_minutes": t.duration_minutes or 60 * data.draw(WHOLE)}) for t in draft.tasks)
    plan = Draft(**{**_fields(draft), "tasks": tasks})
    conclusion = snapshot.conclude(plan, as_of=AS_OF)
    assert {t.uid: (conclusion.task(t.uid).start, conclusion.task(t.uid).finish) for t in tasks} == Grid(plan).early()


def _fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}  # type: ignore[attr-defined]


@settings(max_examples=100, deadline=None)
@given(drafts(most=7))
def test_working_minutes_are_the_longest_paths_of_networkx(draft: Draft) -> None:
    """On a clock that never stops, early starts are longest paths from a source and late starts from a sink."""
    plan = Draft(**{**_fields(draft), "calendar": 4, "tasks": tuple(Task(**{**_fields(t), "calendar": 4}) for t in draft.tasks)})
    minutes = {task.uid: task.duration_minutes for task in plan.tasks}
    graph = nx.DiGraph()
    graph.add_nodes_from(["source", *minutes])
    for uid in minutes:
        graph.add_edge("source", uid, length=0)
    for link in plan.links:
        length = link.lag
        length += minutes[link.predecessor] if link.kind in (LinkKind.FS, LinkKind.FF) else 0
        length -= minutes[link.successor] if link.kind in (LinkKind.FF, LinkKind.SF) else 0
        graph.add_edge(link.predecessor, link.successor, length=-length)
    shortest = nx.single_source_bellman_ford_path_length(graph, "source", weight="length")
    conclusion = snapshot.conclude(plan, as_of=AS_OF)
    for uid in minutes:
        assert conclusion.task(uid).early_start == START + timedelta(minutes=-shortest[uid])
    end = max(-shortest[uid] + minutes[uid] for uid in minutes)
    back = graph.reverse()
    back.remove_node("source")
    for uid in minutes:
        back.add_edge("sink", uid, length=-minutes[uid])
    tails = nx.single_source_bellman_ford_path_length(back, "sink", weight="length")
    for uid in minutes:
        assert conclusion.task(uid).late_start == START + timedelta(minutes=end + tails[uid])
