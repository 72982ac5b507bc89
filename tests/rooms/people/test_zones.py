"""A person's hours are meant on their own clock, and two weeks may take turns."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.kernel.refusal import Refusal
from milepost.kernel.worktime import DayException, OtherWeek, Shift, WorkingTime
from milepost.people import reads, rules, writes
from milepost.plans.rules.worktime import shifts_on
from tests.cast import NOW, Cast

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Auckland", "Asia/Kolkata")
FIRST, LAST = date(2026, 3, 1), date(2026, 4, 30)
DAY = timedelta(days=1)


def test_nine_in_new_york_is_three_in_berlin_and_two_while_only_one_clock_has_changed() -> None:
    time = WorkingTime((((540, 1020),),) * 5 + ((), ()))
    seen = rules.on_wall(time, "America/New_York", "Europe/Berlin", FIRST, LAST)
    assert shifts_on(seen, date(2026, 3, 4)) == ((900, 1380),)
    assert shifts_on(seen, date(2026, 3, 11)) == ((840, 1320),)
    assert shifts_on(seen, date(2026, 4, 8)) == ((900, 1380),)


def test_a_holiday_in_tokyo_takes_the_evening_before_off_in_berlin_and_keeps_its_name() -> None:
    time = WorkingTime((((360, 840),),) * 7, exceptions=(DayException(date(2026, 3, 20), date(2026, 3, 20), (), "Equinox"),))
    seen = rules.on_wall(time, "Asia/Tokyo", "Europe/Berlin", FIRST, LAST)
    assert (shifts_on(seen, date(2026, 3, 18)), shifts_on(seen, date(2026, 3, 19))) == (((1320, 1800),), ())
    assert shifts_on(seen, date(2026, 3, 20)) == ((1320, 1800),)


shifts = st.sampled_from([(), ((540, 1020),), ((0, 300), (600, 900)), ((1320, 1800),), ((480, 720), (780, 1000))])
weeks = st.tuples(*[shifts] * 7)
spans = st.dates(FIRST, LAST).flatmap(lambda first: st.tuples(st.just(first), st.dates(first, LAST)))


@given(weeks, weeks, spans, spans, st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_every_shift_stands_at_the_wall_when_it_begins_there(week, other, away, another, own, wall) -> None:  # type: ignore[no-untyped-def]
    time = WorkingTime(week, (OtherWeek(*another, other),), (DayException(*away),))
    seen = rules.on_wall(time, own, wall, FIRST, LAST)
    expected: dict[date, list[Shift]] = {}
    for n in range(-3, (LAST - FIRST).days + 4):
        meant = FIRST + DAY * n
        noon = datetime(meant.year, meant.month, meant.day, 12, tzinfo=ZoneInfo(own))
        ahead = noon.astimezone(ZoneInfo(wall)).replace(tzinfo=None) - noon.replace(tzinfo=None)
        for start, end in shifts_on(time, meant):
            begins = datetime(meant.year, meant.month, meant.day) + timedelta(minutes=start) + ahead
            minute = begins.hour * 60 + begins.minute
            expected.setdefault(begins.date(), []).append((minute, minute + end - start))
    for n in range((LAST - FIRST).days + 1):
        assert shifts_on(seen, FIRST + DAY * n) == tuple(sorted(expected.get(FIRST + DAY * n, [])))


def test_two_weeks_take_turns_from_a_day_on(cast: Cast) -> None:
    firm = cast.north
    late = [[[840, 1320]]] * 5 + [[], []]
    person = writes.set_working_week(
        firm.manager.actor, firm.member_person_id, week=None, second_week=late, second_from=date(2026, 3, 12), version=1, now=NOW
    )
    assert person.second_from == date(2026, 3, 9)
    time = reads.working_time([person.id], date(2026, 3, 1), date(2026, 3, 31))[person.id]
    begins = {day: shifts_on(time, date(2026, 3, day))[0][0] for day in (4, 11, 18, 25)}
    assert begins == {4: 540, 11: 840, 18: 540, 25: 840}


def test_a_second_week_needs_a_day(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        writes.set_working_week(cast.north.manager.actor, cast.north.member_person_id, week=None, second_week=[[]] * 7, version=1, now=NOW)
    assert refused.value.code == "second_week_when"


def test_a_zone_that_is_none_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        writes.add_person(cast.north.manager.actor, name="Nell", zone="Mars/Base", now=NOW)
    assert refused.value.code == "zone_unknown"


def test_the_holidays_of_a_person_have_names(cast: Cast) -> None:
    firm = cast.north
    person = reads.person(firm.manager.actor, firm.other_person_id)
    found = reads.holidays(firm.manager.actor, person, date(2026, 10, 1), date(2026, 10, 31))
    assert [holiday.on for holiday in found] == [date(2026, 10, 26)]
    assert found[0].name
