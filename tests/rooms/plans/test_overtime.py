"""Overtime: who works longer for a while, what that does to when they work, and taking it back."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.kernel.worktime import OFFICE_DAY, OFFICE_WEEK, DayException, OtherWeek, WorkingTime
from milepost.plans import reads, rules, writes
from milepost.plans.draft import Draft, Overtime
from milepost.plans.edits import EndOvertime, WorkOvertime
from milepost.plans.overtime import in_overtime, longer
from tests.cast import NOW, Cast, Firm

FIRST, LAST = date(2026, 3, 9), date(2026, 3, 20)
NIGHT = ((22 * 60, 30 * 60),)


def agree(firm: Firm, *, first: date = FIRST, last: date = LAST, minutes: int = 0, saturdays: bool = False) -> None:
    edit = WorkOvertime((firm.resource_id,), first, last, minutes, saturdays)
    writes.edit_plan(firm.manager.actor, firm.project_id, edits=[edit], now=NOW)


def worked(firm: Firm, on: date) -> int:
    """Minutes that the firm's first team member works on a day."""
    plan = reads.draft_with_people(firm.project_id, NOW.date())
    return minutes_on(plan, plan.resources[0].uid, on)


def minutes_on(plan: Draft, resource: int, on: date) -> int:
    member = next(each for each in plan.resources if each.uid == resource)
    time = next(each.time for each in plan.calendars if each.uid == member.calendar)
    return sum(end - begin for begin, end in rules.shifts_on(time, on))


def test_days_are_longer_while_it_lasts(cast: Cast) -> None:
    agree(cast.north, minutes=90)
    days = [date(2026, 3, 6), FIRST, date(2026, 3, 14), LAST, date(2026, 3, 23)]
    assert [worked(cast.north, day) for day in days] == [480, 570, 0, 570, 480]


def test_saturdays_have_the_hours_of_the_last_working_day_before(cast: Cast) -> None:
    agree(cast.north, saturdays=True)
    assert [worked(cast.north, date(2026, 3, day)) for day in (7, 9, 14, 15, 21)] == [0, 480, 480, 0, 0]


def test_what_is_agreed_twice_adds_up(cast: Cast) -> None:
    agree(cast.north, minutes=60)
    agree(cast.north, minutes=30, last=date(2026, 3, 10))
    assert [worked(cast.north, date(2026, 3, day)) for day in (9, 10, 11)] == [570, 570, 540]


def test_holidays_and_other_weeks_keep_their_meaning() -> None:
    summer = OtherWeek(date(2026, 3, 16), date(2026, 4, 30), (OFFICE_DAY,) * 4 + ((), (), ()))
    free = DayException(date(2026, 3, 10), date(2026, 3, 10), name="Feast")
    time = longer(WorkingTime(OFFICE_WEEK, (summer,), (free,)), Overtime(1, FIRST, LAST, minutes=60))
    days = (9, 10, 13, 16, 20, 23)
    assert [sum(end - begin for begin, end in rules.shifts_on(time, date(2026, 3, day))) for day in days] == [540, 0, 540, 540, 0, 480]


def test_a_day_ends_at_midnight_and_a_night_shift_as_it_did() -> None:
    late = WorkingTime((((840, 1380),),) * 5 + ((), ()))
    assert longer(late, Overtime(1, FIRST, LAST, minutes=120)).other_weeks[0].week[0] == ((840, 1440),)
    nights = WorkingTime((NIGHT,) * 5 + ((), ()))
    assert longer(nights, Overtime(1, FIRST, LAST, minutes=120)).other_weeks[0].week[0] == NIGHT


def test_put_in_twice_it_counts_once(cast: Cast) -> None:
    """What a scenario tries comes instead of what the plan knows, and taking all of it out leaves the calendars as they were."""
    agree(cast.north, minutes=60)
    plan = reads.draft_with_people(cast.north.project_id, NOW.date())
    assert in_overtime(plan, plan.overtime) == plan
    without = in_overtime(plan, ())
    for held in reads.overtime(cast.north.manager.actor, cast.north.project_id):
        writes.edit_plan(cast.north.manager.actor, cast.north.project_id, edits=[EndOvertime(held.id)], now=NOW)
    assert without == reads.draft_with_people(cast.north.project_id, NOW.date())


def test_it_is_told_undone_and_done_again(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    before = reads.draft_with_people(firm.project_id, NOW.date())
    agree(firm, minutes=60)
    (line, *_) = reads.history(boss, firm.project_id)
    assert (line.change.verb, line.change.kind) == ("agreed", "overtime")
    assert (line.change.after["overtime_minutes"], line.change.after["last"]) == (60, "2026-03-20")
    after = reads.draft_with_people(firm.project_id, NOW.date())
    writes.undo(boss, firm.project_id, now=NOW)
    assert reads.draft_with_people(firm.project_id, NOW.date()) == before
    writes.redo(boss, firm.project_id, now=NOW)
    assert reads.draft_with_people(firm.project_id, NOW.date()) == after
    writes.edit_plan(boss, firm.project_id, edits=[EndOvertime(reads.overtime(boss, firm.project_id)[0].id)], now=NOW)
    assert worked(firm, FIRST) == 480


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"last": date(2026, 3, 6), "minutes": 60}, "overtime_ends_before"),
        ({"minutes": 481}, "overtime_too_long"),
        ({"minutes": -1}, "overtime_too_long"),
        ({}, "overtime_unclear"),
        ({"minutes": 60, "saturdays": True}, "overtime_unclear"),
        ({"first": date(1900, 1, 1), "minutes": 60}, "day_far_away"),
    ],
)
def test_what_cannot_be_meant_is_refused(cast: Cast, said: dict[str, object], code: str) -> None:
    before = reads.overtime(cast.north.manager.actor, cast.north.project_id)
    with pytest.raises(Refusal) as refused:
        agree(cast.north, **said)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert reads.overtime(cast.north.manager.actor, cast.north.project_id) == before


def test_nobody_and_who_is_not_of_the_team_is_refused(cast: Cast) -> None:
    north, boss = cast.north, cast.north.manager.actor
    with pytest.raises(Refusal) as refused:
        writes.edit_plan(boss, north.project_id, edits=[WorkOvertime((), FIRST, LAST, 60)], now=NOW)
    assert refused.value.code == "overtime_of_nobody"
    for edit in (WorkOvertime((cast.south.resource_id,), FIRST, LAST, 60), EndOvertime(cast.south.overtime_id), EndOvertime(2**40)):
        with pytest.raises(NotFound):
            writes.edit_plan(boss, north.project_id, edits=[edit], now=NOW)


@pytest.mark.parametrize("who", ["member", "client"])
def test_only_who_may_change_the_plan_agrees_on_it(cast: Cast, who: str) -> None:
    actor = cast.north.everybody[who].actor
    for edit in (WorkOvertime((cast.north.resource_id,), FIRST, LAST, 60), EndOvertime(cast.north.overtime_id)):
        with pytest.raises(NotAllowed):
            writes.edit_plan(actor, cast.north.project_id, edits=[edit], now=NOW)


def test_only_who_may_know_the_project_sees_it(cast: Cast) -> None:
    assert [each.minutes for each in reads.overtime(cast.north.member.actor, cast.north.project_id)] == [60]
    with pytest.raises(NotAllowed):
        reads.overtime(cast.north.client.actor, cast.north.project_id)
    with pytest.raises(NotFound):
        reads.overtime(cast.south.manager.actor, cast.north.project_id)
