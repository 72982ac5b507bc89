"""The slip ledger keeps one line a working day; its parts, days and sums add up to what the finishes themselves say."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from milepost.forecast import reads, writes
from milepost.kernel.refusal import NotFound
from milepost.plans import writes as planning
from tests.cast import NOW, Cast, Firm

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (NOW + timedelta(days=days) for days in range(4))
EVENING = timedelta(hours=10)


def week(firm: Firm) -> int:
    """Two tasks in a row. Tuesday: nothing was begun. Wednesday: the second grows by a day. Thursday: the first shrinks to an hour."""
    boss = firm.manager.actor
    here = planning.add_project(boss, name="Pier", start_on=NOW.date(), now=NOW)
    dig = planning.add_task(boss, here, name="Dig", duration_minutes=960, now=NOW)
    pour = planning.add_task(boss, here, name="Pour", duration_minutes=960, now=NOW)
    planning.add_link(boss, dig, successor_id=pour, now=NOW)
    closed(here, MONDAY)
    closed(here, TUESDAY)
    planning.record_progress(boss, pour, percent=0, remaining_minutes=1440, now=WEDNESDAY)
    closed(here, WEDNESDAY)
    planning.record_progress(boss, dig, percent=0, remaining_minutes=60, now=THURSDAY)
    closed(here, THURSDAY)
    return here


def closed(here: int, day: datetime) -> None:
    writes.compare(here, now=day)
    writes.keep_facts(here, now=day)


def ledger(firm: Firm, here: int, first: date | None = None, last: date | None = None) -> reads.SlipLedger:
    return reads.slip_ledger(firm.manager.actor, here, first=first, last=last)


def working_days(first: date, last: date) -> int:
    """Counted on the fingers: the cast works from Monday to Friday."""
    step = 1 if last >= first else -1
    days = [first + timedelta(days=step * n) for n in range(1, abs((last - first).days) + 1)]
    return step * sum(day.weekday() < 5 for day in days)


def test_every_day_has_its_line_and_each_begins_where_the_one_before_ended(cast: Cast) -> None:
    lines = ledger(cast.north, week(cast.north)).lines
    assert [(line.since_on, line.as_of) for line in lines] == [
        (day.date(), next_day.date()) for day, next_day in ((MONDAY, TUESDAY), (TUESDAY, WEDNESDAY), (WEDNESDAY, THURSDAY))
    ]
    assert all(line.unbroken for line in lines)
    assert all(line.finish_on == following.before_on for line, following in pairwise(lines))


def test_the_move_of_a_day_is_the_working_days_between_its_two_finishes(cast: Cast) -> None:
    lines = ledger(cast.north, week(cast.north)).lines
    assert [line.minutes for line in lines[:2]] == [480 * working_days(line.before_on, line.finish_on) for line in lines[:2]]
    assert [line.minutes for line in lines[:2]] == [480, 960]
    assert lines[2].minutes == 480 + 60 - 960


def test_parts_add_up_to_days_days_to_the_whole_and_causes_to_the_whole(cast: Cast) -> None:
    found = ledger(cast.north, week(cast.north))
    assert [sum(part.minutes for part in line.parts) for line in found.lines] == [line.minutes for line in found.lines]
    assert found.lines[-1].sum_minutes == sum(line.minutes for line in found.lines) == found.minutes
    assert sum(cause.minutes for cause in found.causes) == found.minutes
    assert {cause.cause for cause in found.causes} >= {"late_start", "longer_work"}


def test_a_period_holds_the_days_asked_for(cast: Cast) -> None:
    here = week(cast.north)
    found = ledger(cast.north, here, WEDNESDAY.date(), WEDNESDAY.date())
    assert [line.as_of for line in found.lines] == [WEDNESDAY.date()]
    assert found.minutes == 960
    assert ledger(cast.north, here, last=NOW.date()).lines == ()


def test_a_day_is_worked_out_anew_until_the_next_one_begins(cast: Cast) -> None:
    here = week(cast.north)
    boss = cast.north.manager.actor
    planning.add_task(boss, here, name="Paint", duration_minutes=9600, now=THURSDAY + EVENING)
    closed(here, THURSDAY)
    lines = ledger(cast.north, here).lines
    assert len(lines) == 3
    assert lines[-1].minutes > 0


def test_what_nobody_recorded_is_not_made_up(cast: Cast) -> None:
    here = week(cast.north)
    planning.add_task(cast.north.manager.actor, here, name="Paint", duration_minutes=9600, now=THURSDAY)
    writes.keep_facts(here, now=THURSDAY)
    closed(here, THURSDAY + timedelta(days=1))
    assert [line.unbroken for line in ledger(cast.north, here).lines] == [True, True, True, False]


def test_nobody_learns_of_a_project_they_may_not_know(cast: Cast) -> None:
    here = week(cast.north)
    with pytest.raises(NotFound):
        reads.slip_ledger(cast.south.owner.actor, here)
