"""Laws that hold for every plan, tried on random ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from milepost.forecast import snapshot
from milepost.forecast.rules import Conclusion, TaskDates
from milepost.kernel.worktime import WorkingTime
from milepost.plans.draft import Calendar, Constraint, Draft, LagUnit, Link, LinkKind, Task
from tests.engine.plans import AS_OF, CALENDARS, OFFICE, START, drafts

LAWS = settings(max_examples=60, deadline=None)


def conclude(draft: Draft) -> Conclusion:
    return snapshot.conclude(draft, as_of=draft.start.date())


def dates(draft: Draft) -> dict[int, TaskDates]:
    conclusion = conclude(draft)
    return {task.uid: conclusion.task(task.uid) for task in draft.tasks}


def early(draft: Draft) -> dict[int, tuple[object, object]]:
    return {uid: (task.start, task.finish) for uid, task in dates(draft).items()}


@LAWS
@given(drafts(calendars=4, constrained=True), st.integers(1, 60))
def test_a_plan_moved_by_weeks_is_the_same_plan_weeks_later(draft: Draft, weeks: int) -> None:
    by = timedelta(weeks=weeks)
    plain = replace(draft, calendars=tuple(replace(c, time=replace(c.time, exceptions=())) for c in draft.calendars))
    moved = replace(
        plain,
        start=plain.start + by,
        tasks=tuple(replace(t, constraint_at=t.constraint_at + by if t.constraint_at else None) for t in plain.tasks),
    )
    assert {uid: (a + by, b + by) for uid, (a, b) in early(plain).items()} == early(moved)  # type: ignore[operator]


@LAWS
@given(drafts(calendars=4, constrained=True), st.randoms())
def test_the_order_and_the_numbers_of_tasks_change_no_date(draft: Draft, chance: object) -> None:
    shuffled = list(draft.tasks)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    number = {task.uid: 1000 - task.uid for task in draft.tasks}
    other = replace(
        draft,
        tasks=tuple(replace(t, uid=number[t.uid]) for t in shuffled),
        links=tuple(replace(k, predecessor=number[k.predecessor], successor=number[k.successor]) for k in reversed(draft.links)),
    )
    found = dates(other)
    for uid, task in dates(draft).items():
        assert replace(found[number[uid]], uid=uid, driver=task.driver) == task


INSTANTS = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
FLOATS = ("total_float_minutes", "free_float_minutes")


@LAWS
@given(drafts(constrained=True), st.lists(st.booleans(), min_size=7, max_size=7))
def test_one_calendar_split_in_two_that_say_the_same_changes_nothing(draft: Draft, second: list[bool]) -> None:
    """The one-calendar passes count in working minutes, the others in instants: they agree on every column.

    A milestone between an end of work and the next beginning may stand under either name.
    """
    same = WorkingTime((((480, 600), (600, 720), (780, 1020)),) * 5 + ((), ()))
    split = replace(
        draft,
        calendars=(*draft.calendars, Calendar(9, "The same", same)),
        tasks=tuple(replace(t, calendar=9 if second[t.uid - 1] else 1) for t in draft.tasks),
    )
    one, two = conclude(draft), conclude(split)
    milestone = [t.duration_minutes == 0 for t in draft.tasks]
    for name in INSTANTS:
        first, other = (np.where(milestone, opening(getattr(each.columns, name)), getattr(each.columns, name)) for each in (one, two))
        assert np.array_equal(first, other), name
    for name in FLOATS:
        assert np.array_equal(getattr(one.columns, name), getattr(two.columns, name)), name


def opening(at: np.ndarray[tuple[int], np.dtype[np.int64]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Noon as one o'clock, five o'clock as eight on the next weekday; other instants as they are. In minutes since 1970, a Thursday."""
    day, minute = np.divmod(at, 1440)
    on = day + np.where((day + 3) % 7 == 4, 3, 1)
    return np.select([minute == 720, minute == 1020], [at + 60, on * 1440 + 480], at)


@LAWS
@given(drafts(kinds=(LinkKind.FS,)), st.integers(1, 20))
def test_a_lag_is_a_task_in_between(draft: Draft, hours: int) -> None:
    assume(draft.links)
    first, *rest = draft.links
    lagged = replace(draft, links=(replace(first, lag=hours * 60), *rest))
    gap = Task(99, "A gap", duration_minutes=hours * 60, calendar=1)
    stuffed = replace(draft, tasks=(*draft.tasks, gap), links=(Link(first.predecessor, 99), Link(99, first.successor), *rest))
    long = {t.uid for t in draft.tasks if t.duration_minutes}
    found = early(stuffed)
    assert {uid: span for uid, span in early(lagged).items() if uid in long} == {uid: found[uid] for uid in long}


@LAWS
@given(drafts(calendars=4, constrained=True, kinds=(LinkKind.FS,)))
def test_a_link_that_follows_from_others_changes_nothing(draft: Draft) -> None:
    plain = replace(draft, links=tuple(replace(k, lag=0, unit=LagUnit.WORKING) for k in draft.links))
    for one in plain.links:
        for two in plain.links:
            if one.successor == two.predecessor:
                more = replace(plain, links=(*plain.links, Link(one.predecessor, two.successor)))
                assert early(more) == early(plain)


@LAWS
@given(drafts(kinds=(LinkKind.FS, LinkKind.SS, LinkKind.FF)))
def test_the_reversed_network_mirrors_early_and_late(draft: Draft) -> None:
    """On a clock that never stops: what is early forwards is late backwards."""
    forwards = replace(
        draft,
        tasks=tuple(replace(t, calendar=4) for t in draft.tasks),
        calendar=4,
        links=tuple(replace(k, lag=abs(k.lag), kind=LinkKind.FS) for k in draft.links),
    )
    turned = replace(forwards, links=tuple(replace(k, predecessor=k.successor, successor=k.predecessor) for k in forwards.links))
    one, two = conclude(forwards), conclude(turned)
    assert one.finish == two.finish
    for task in forwards.tasks:
        a, b = one.task(task.uid), two.task(task.uid)
        assert a.early_start - START == two.finish - b.late_finish
        assert a.late_finish - START == two.finish - b.early_start


@LAWS
@given(drafts(calendars=4, kinds=(LinkKind.FS, LinkKind.SS)), st.integers(1, 7), st.integers(1, 10))
def test_a_longer_task_makes_nothing_earlier(draft: Draft, uid: int, hours: int) -> None:
    assume(uid <= len(draft.tasks))
    longer = replace(draft, tasks=tuple(replace(t, duration_minutes=t.duration_minutes + hours * 60 * (t.uid == uid)) for t in draft.tasks))
    before, after = dates(draft), dates(longer)
    assert all(after[u].start >= before[u].start or not before[u].finish > before[u].start for u in before if u != uid)
    assert conclude(longer).finish >= conclude(draft).finish


@LAWS
@given(drafts(calendars=4, constrained=True))
def test_floats_are_never_negative_without_an_imposed_date_and_free_is_part_of_total(draft: Draft) -> None:
    conclusion = conclude(draft)
    columns = conclusion.columns
    assert (columns.total_float_minutes >= 0).all()
    assert (columns.free_float_minutes >= 0).all()
    assert (columns.free_float_minutes <= columns.total_float_minutes).all()
    assert (columns.start <= columns.finish).all()
    assert (columns.early_start <= columns.late_start).all()
    assert any(dates_.finish == conclusion.finish and dates_.critical for dates_ in (conclusion.task(t.uid) for t in draft.tasks))


def test_an_elapsed_lag_that_ends_in_a_break_costs_no_float() -> None:
    """It ends when work ends before the break as well as when it goes on after it: one instant of work with two names."""
    tasks = (Task(1, "A", duration_minutes=240, calendar=1), Task(2, "B", duration_minutes=60, calendar=1))
    plan = Draft("Lunch", START, tasks, (Link(1, 2, LinkKind.FF, 60, LagUnit.ELAPSED),), CALENDARS, 1)
    assert conclude(plan).columns.total_float_minutes.tolist() == [0, 0]


@LAWS
@given(drafts(calendars=4, constrained=True), st.integers(1, 7))
def test_a_task_started_late_keeps_the_end_and_a_minute_later_moves_it(draft: Draft, uid: int) -> None:
    assume(uid <= len(draft.tasks))
    conclusion = conclude(draft)
    late = conclusion.task(uid).late_start

    def begun(at: datetime) -> Conclusion:
        task = draft.tasks[uid - 1]
        if task.constraint is Constraint.FNET:
            return conclusion
        tasks = tuple(replace(t, constraint=Constraint.SNET, constraint_at=at) if t.uid == uid else t for t in draft.tasks)
        return conclude(replace(draft, tasks=tasks))

    assert begun(late).finish == conclusion.finish
    if draft.tasks[uid - 1].duration_minutes and draft.tasks[uid - 1].constraint is not Constraint.FNET:
        assert begun(late + timedelta(minutes=1)).finish > conclusion.finish


@LAWS
@given(drafts(calendars=4, constrained=True))
def test_each_date_has_a_reason_and_each_driver_is_a_link(draft: Draft) -> None:
    conclusion = conclude(draft)
    pairs = {(link.predecessor, link.successor) for link in draft.links}
    for task in draft.tasks:
        assert str(conclusion.why(task.uid)).endswith(".")
        driver = conclusion.task(task.uid).driver
        assert driver is None or (driver, task.uid) in pairs


@LAWS
@given(drafts(calendars=4, constrained=True))
def test_a_preview_says_what_a_fresh_conclusion_would(draft: Draft) -> None:
    prepared = snapshot.prepare(draft, as_of=AS_OF)
    changed = {task.uid: task.duration_minutes + 120 for task in draft.tasks if task.duration_minutes}
    fresh = conclude(replace(draft, tasks=tuple(replace(t, duration_minutes=changed.get(t.uid, 0)) for t in draft.tasks)))
    preview = prepared.conclude(changed)
    assert all(preview.task(t.uid) == fresh.task(t.uid) for t in draft.tasks)
    assert CALENDARS[0].time.week[0] == OFFICE
