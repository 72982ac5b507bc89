"""Out and in again: nothing that a draft holds is lost on the way, for real files and for made ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from milepost.exchange import msproject
from milepost.kernel.refusal import Refusal
from milepost.kernel.worktime import DayException, OtherWeek, WorkingTime
from milepost.plans.draft import (
    FROZEN_HERE,
    Assignment,
    BaselineDates,
    Calendar,
    Constraint,
    Draft,
    LagUnit,
    Link,
    LinkKind,
    Resource,
    ResourceKind,
    Task,
    TaskType,
)
from milepost.plans.rules import shifts_on
from scripts.make_plan import make_plan
from tests.data import needs_data, plans

START = datetime(2026, 3, 2, 8)
DAY = ((480, 720), (780, 1020))
WEEK = (DAY,) * 5 + ((), ())
FEES = Resource(2, "Fees", ResourceKind.COST)

ORDER = """
UID ID Name Active Manual Type IsNull WBS OutlineNumber OutlineLevel Priority Start Finish Duration DurationFormat Work Stop Resume
EffortDriven Estimated Milestone Summary ExternalTask PercentComplete PercentWorkComplete ActualStart ActualFinish ActualDuration
RemainingDuration ConstraintType CalendarUID ConstraintDate Deadline LevelingDelay LevelingDelayFormat IgnoreResourceCalendar Notes
PredecessorLink Baseline ManualStart ManualFinish ManualDuration
"""
"""The order of a task's elements in the schema of the format, for those that are written."""


def again(draft: Draft) -> Draft:
    return msproject.read(BytesIO(msproject.write(draft)))


@needs_data
@pytest.mark.parametrize("path", plans("**/*.xml"), ids=lambda path: path.stem)
def test_every_real_file_is_the_same_plan_after_going_out_and_in(path: Path) -> None:
    draft = replace(msproject.read(path), losses=())
    assert again(draft) == draft


@needs_data
@pytest.mark.parametrize("path", plans("**/*.mpp"), ids=lambda path: path.stem)
def test_the_own_format_of_ms_project_is_refused_with_the_way_out(path: Path) -> None:
    with pytest.raises(Refusal, match="Save As") as refused:
        msproject.read(path)
    assert refused.value.code == "file_is_mpp"


def everything() -> Draft:
    easter = DayException(date(2026, 4, 3), date(2026, 4, 6), (), "Easter")
    standard = Calendar(1, "Standard", WorkingTime(WEEK, (), (easter,)))
    summer = OtherWeek(date(2026, 7, 1), date(2026, 8, 31), (DAY,) * 4 + ((), (), ()), "Summer")
    on_call = WorkingTime(WEEK, (summer,), (replace(easter, shifts=DAY, name="On call"),))
    begun = Task(10, "Begun", wbs="3", duration_minutes=960, percent=50, percent_work=40, actual_start=START, actual_minutes=480)
    bound = Task(9, "Bound", wbs="2", duration_minutes=30, constraint=Constraint.FNLT, constraint_at=START, deadline_at=START)
    pinned = Task(2, "Pinned", level=2, wbs="P.1", duration_minutes=480, manual=True, manual_start=START, manual_finish=START)
    waiting = Task(4, "Waiting", level=2, wbs="1.2", duration_minutes=2880, elapsed=True, estimated=True, effort_minutes=60)
    return Draft(
        name="Everything <&> “quoted”",
        start=START,
        tasks=(
            Task(1, "Phase", summary=True, wbs="P", notes="two\nlines"),
            pinned,
            replace(waiting, type=TaskType.FIXED_WORK, effort_driven=True),
            replace(bound, calendar=2, priority=1, ignores_resource_calendars=True),
            replace(begun, remaining_minutes=480, stop_at=START, resume_at=START, levelling_delay_minutes=90),
            Task(11, "Off", wbs="4", milestone=True, active=False, external=True, saved_start=START, saved_finish=START),
        ),
        links=(
            Link(2, 4, LinkKind.SS, -240),
            Link(2, 9, LinkKind.FF, 1440, LagUnit.ELAPSED),
            Link(4, 9, LinkKind.SF, -50, LagUnit.PERCENT),
            Link(9, 10, LinkKind.FS, 25, LagUnit.ELAPSED_PERCENT),
        ),
        calendars=(standard, Calendar(2, "Ana", on_call, base=1, of_resource=True)),
        calendar=1,
        resources=(Resource(1, "Ana", initials="A", email="ana@example.com", group="G", units=250, calendar=2), FEES),
        assignments=(Assignment(1, 10, 1, 33, 100, 20, 80, 15, START, START),),
        baselines=(BaselineDates(0, 10, START, START, 960, 100), BaselineDates(10, 10, None, None)),
        finish=datetime(2026, 9, 1, 17),
        from_finish=True,
        minutes_per_day=450,
        minutes_per_week=2250,
        days_per_month=21,
        status_on=date(2026, 3, 6),
        honours_constraints=False,
    )


def test_a_plan_with_everything_in_it() -> None:
    assert again(everything()) == everything()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_made_plan_is_the_same_after_going_out_and_in(seed: int) -> None:
    once = again(make_plan(300, seed=seed))
    assert again(once) == once
    assert once.losses == ()


def test_the_computed_dates_are_the_ones_in_the_file() -> None:
    draft = Draft("Harbour", START, tasks=(Task(1, "Dredge", duration_minutes=480, saved_start=START),), assignments=())
    dates = {1: (datetime(2026, 5, 4, 8), datetime(2026, 5, 4, 17))}
    found = msproject.read(BytesIO(msproject.write(draft, dates=dates))).tasks[0]
    assert (found.saved_start, found.saved_finish) == dates[1]


def test_elements_stand_in_the_order_of_the_schema() -> None:
    from lxml import etree

    pinned = Task(
        2, "Pinned", manual=True, manual_start=START, manual_finish=START, constraint=Constraint.MSO, constraint_at=START, notes="x"
    )
    full = replace(pinned, stop_at=START, resume_at=START, actual_start=START, actual_finish=START, remaining_minutes=0, deadline_at=START)
    full = replace(full, saved_start=START, saved_finish=START)
    draft = Draft("Harbour", START, (Task(1, "Dredge"), full), (Link(1, 2),), baselines=(BaselineDates(0, 2, START, START),))
    rows = list(etree.fromstring(msproject.write(draft)).iter("{*}Task"))
    assert [etree.QName(child).localname for child in rows[-1]] == ORDER.split()


def test_a_baseline_frozen_here_takes_a_free_number_the_newest_first() -> None:
    frozen = tuple(BaselineDates(number, 1, datetime(2026, 3, number + 1, 8), None) for number in (0, FROZEN_HERE, FROZEN_HERE + 1))
    draft = Draft("Harbour", START, (Task(1, "Dredge"),), baselines=frozen)
    found = {each.number: each.start for each in again(draft).baselines}
    assert found == {0: frozen[0].start, 1: frozen[2].start, 2: frozen[1].start}


def test_a_night_shift_is_cut_at_midnight_as_the_format_wants_it() -> None:
    nights = Calendar(1, "Nights", WorkingTime(week=(((1320, 1800),),) * 5 + ((), ())))
    week = again(Draft("Harbour", START, calendars=(nights,), calendar=1)).calendars[0].time.week
    assert week == (((1320, 1440),), *((((0, 360), (1320, 1440)),) * 4), ((0, 360),), ())


def open_minutes(time: WorkingTime, first: date, days: int) -> set[int]:
    """Every minute that is worked in so many days, counted from the first midnight; what begins the evening before included."""
    start = [(number, shifts_on(time, first + timedelta(days=number))) for number in range(-1, days)]
    worked = {number * 1440 + minute for number, shifts in start for begin, end in shifts for minute in range(begin, end)}
    return {minute for minute in worked if 0 <= minute < days * 1440}


def test_a_night_before_a_holiday_and_the_night_of_an_exception_are_whole_in_the_file() -> None:
    night: tuple[tuple[int, int], ...] = ((1320, 1800),)
    off = DayException(date(2026, 4, 2), date(2026, 4, 6), (), "Easter")
    long_night = DayException(date(2026, 4, 15), date(2026, 4, 15), ((1200, 1900),), "Stocktaking")
    summer = OtherWeek(date(2026, 4, 20), date(2026, 4, 26), (DAY,) * 7, "Days for once")
    nights = Calendar(1, "Nights", WorkingTime((night,) * 5 + ((), ()), (summer,), (off, long_night)))
    day = Calendar(2, "Ana", WorkingTime((DAY,) * 7), base=1, of_resource=True)
    draft = Draft("Harbour", START, calendars=(nights, day), calendar=1, resources=(Resource(1, "Ana", calendar=2),))
    found = again(draft).calendars
    for was, now in zip(draft.calendars, found, strict=True):
        assert open_minutes(now.time, date(2026, 3, 30), 35) == open_minutes(was.time, date(2026, 3, 30), 35)
    assert {each.name for each in found[0].time.exceptions} == {"Easter", "Stocktaking", ""}
    assert again(replace(draft, calendars=found)).calendars == found


def team_task(**fields: object) -> Draft:
    task = replace(Task(1, "Dredge", duration_minutes=960), **fields)  # type: ignore[arg-type]
    people = (Resource(1, "Ana"), Resource(2, "Bo"), Resource(3, "Gravel", ResourceKind.MATERIAL))
    lines = (Assignment(1, 1, 1, 100, 960, 700), Assignment(2, 1, 2, 50, 480), Assignment(3, 1, 3, 100, 40))
    return Draft("Harbour", START, (task,), resources=people, assignments=lines)


def work(draft: Draft) -> list[tuple[int, int, int | None]]:
    return [(line.work_minutes, line.actual_work_minutes, line.remaining_work_minutes) for line in again(draft).assignments]


def test_work_done_and_left_in_the_file_is_what_was_reported_of_the_task() -> None:
    assert work(team_task(percent=25, remaining_minutes=720)) == [(960, 240, 720), (480, 120, 360), (40, 0, None)]
    assert work(team_task(percent=100, remaining_minutes=0)) == [(960, 960, 0), (480, 480, 0), (40, 0, None)]


def test_a_report_that_takes_work_back_leaves_none_done_in_the_file() -> None:
    assert work(team_task(percent=0, remaining_minutes=960))[0] == (960, 0, 960)


def test_what_a_file_said_of_a_persons_work_is_not_touched() -> None:
    draft = team_task(percent=25)
    said = tuple(replace(line, remaining_work_minutes=line.work_minutes // 3) for line in draft.assignments)
    assert again(replace(draft, assignments=said)).assignments == said


def test_somebody_who_works_on_a_holiday_of_the_base_still_does_afterwards() -> None:
    base = Calendar(1, "Standard", WorkingTime(WEEK, (), (DayException(date(2026, 5, 1), date(2026, 5, 1)),)))
    busy = Calendar(2, "Ana", WorkingTime(WEEK), base=1, of_resource=True)
    draft = Draft("Harbour", START, calendars=(base, busy), calendar=1, resources=(Resource(1, "Ana", calendar=2),))
    found = again(draft).calendars[1].time.exceptions
    assert found == (DayException(date(2026, 5, 1), date(2026, 5, 1), DAY),)


def test_characters_that_xml_cannot_hold_are_dropped() -> None:
    assert again(Draft("Har\x00bour", START, (Task(1, "Dre\x08dge \ud800"),))).tasks[0].name == "Dredge"
