"""Calendars of a file as working time: weeks, exceptions, recurring ones, what is taken from a base."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.kernel.worktime import DayException, WorkingTime
from milepost.plans.draft import Draft
from tests.doors.exchange.plans import losses, mspdi, read, task

DAY = ((480, 720), (780, 1020))
STANDARD = "".join(
    f"<WeekDay><DayType>{day}</DayType><DayWorking>{int(1 < day < 7)}</DayWorking>"
    + (
        "<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>"
        "<WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes>"
        if 1 < day < 7
        else ""
    )
    + "</WeekDay>"
    for day in range(1, 8)
)


def calendar(uid: int = 1, *, days: str = STANDARD, more: str = "", base: int = -1) -> str:
    return (
        f"<Calendar><UID>{uid}</UID><Name>C{uid}</Name><IsBaseCalendar>{int(base < 0)}</IsBaseCalendar>"
        f"<BaseCalendarUID>{base}</BaseCalendarUID><WeekDays>{days}</WeekDays>{more}</Calendar>"
    )


def exception(fields: str, *, first: str = "2026-04-03", last: str = "2026-04-03") -> str:
    period = f"<TimePeriod><FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate></TimePeriod>"
    return f"<Exceptions><Exception>{period}{fields}<DayWorking>0</DayWorking></Exception></Exceptions>"


def read_with(*calendars: str, person: int | None = None) -> Draft:
    people = (
        ""
        if person is None
        else f"<Resources><Resource><UID>1</UID><Name>Ana</Name><CalendarUID>{person}</CalendarUID></Resource></Resources>"
    )
    return read(mspdi(task(1), before=f"<CalendarUID>1</CalendarUID><Calendars>{''.join(calendars)}</Calendars>", after=people))


def time_of(*calendars: str, uid: int = 1, person: int | None = None) -> WorkingTime:
    return next(each.time for each in read_with(*calendars, person=person).calendars if each.uid == uid)


def days_off(fields: str, first: str, last: str) -> list[date]:
    return [each.first for each in time_of(calendar(more=exception(fields, first=first, last=last))).exceptions]


def test_the_week_begins_on_monday() -> None:
    assert time_of(calendar()).week == (DAY,) * 5 + ((), ())


def test_a_shift_until_midnight_and_one_across_it() -> None:
    night = (
        "<WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes>"
        "<WorkingTime><FromTime>22:00:00</FromTime><ToTime>06:00:00</ToTime></WorkingTime>"
        "<WorkingTime><FromTime>14:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"
    )
    assert time_of(calendar(days=night)).week[0] == ((840, 1800),), "shifts that overlap are one"


def test_a_range_of_days_off_is_one_exception() -> None:
    found = time_of(calendar(more=exception("<Name>Summer</Name><Type>1</Type>", first="2026-08-03", last="2026-08-14")))
    assert found.exceptions == (DayException(date(2026, 8, 3), date(2026, 8, 14), (), "Summer"),)


def test_the_old_way_of_writing_exceptions_counts_only_where_the_new_one_is_absent() -> None:
    old = (
        "<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod><FromDate>2026-05-01T00:00:00</FromDate>"
        "<ToDate>2026-05-01T23:59:59</ToDate></TimePeriod></WeekDay>"
    )
    assert [each.first for each in time_of(calendar(days=STANDARD + old)).exceptions] == [date(2026, 5, 1)]
    both = time_of(calendar(days=STANDARD + old, more=exception("<Type>1</Type>")))
    assert [each.first for each in both.exceptions] == [date(2026, 4, 3)]


@pytest.mark.parametrize(
    ("fields", "first", "last", "days"),
    [
        ("<Type>1</Type><Period>3</Period>", "2026-04-01", "2026-04-08", [(4, 1), (4, 4), (4, 7)]),
        ("<Type>2</Type><Month>11</Month><MonthDay>25</MonthDay>", "2026-01-01", "2027-12-31", [(12, 25), (12, 25)]),
        ("<Type>3</Type><Month>10</Month><MonthItem>7</MonthItem><MonthPosition>3</MonthPosition>", "2026-01-01", "2026-12-31", [(11, 26)]),
        ("<Type>4</Type><MonthDay>31</MonthDay><Period>1</Period>", "2026-01-01", "2026-05-31", [(1, 31), (3, 31), (5, 31)]),
        ("<Type>5</Type><MonthItem>4</MonthItem><MonthPosition>4</MonthPosition>", "2026-04-01", "2026-05-31", [(4, 27), (5, 25)]),
        ("<Type>6</Type><DaysOfWeek>36</DaysOfWeek><Period>2</Period>", "2026-04-06", "2026-04-24", [(4, 7), (4, 10), (4, 21), (4, 24)]),
        ("<Type>8</Type><Period>2</Period>", "2026-04-02", "2026-04-07", [(4, 2), (4, 6)]),
    ],
    ids=[
        "every third day",
        "yearly by day",
        "Thanksgiving",
        "the 31st",
        "last Monday",
        "every other Tuesday and Friday",
        "every other workday",
    ],
)
def test_recurring_exceptions_fall_on_their_days(fields: str, first: str, last: str, days: list[tuple[int, int]]) -> None:
    assert [(day.month, day.day) for day in days_off(fields, first, last)] == days


def test_a_persons_calendar_takes_what_it_does_not_say_from_its_base() -> None:
    friday_off = "<WeekDay><DayType>6</DayType><DayWorking>0</DayWorking></WeekDay>"
    leave = exception("<Name>Leave</Name><Type>1</Type>", first="2026-04-02", last="2026-04-07")
    found = time_of(
        calendar(more=exception("<Name>Good Friday</Name><Type>1</Type>")),
        calendar(2, days=friday_off, more=leave, base=1),
        uid=2,
        person=2,
    )
    assert found.week == (DAY,) * 4 + ((), (), ())
    assert [each.name for each in found.exceptions] == ["Leave"], "the later says what holds, and days never stand twice"


def test_a_holiday_that_is_only_partly_covered_keeps_its_other_days() -> None:
    holiday = exception("<Name>Break</Name><Type>1</Type>", first="2026-12-24", last="2026-12-31")
    own = exception("<Name>Move</Name><Type>1</Type>", first="2026-12-28", last="2026-12-29")
    found = time_of(calendar(more=holiday), calendar(2, days="", more=own, base=1), uid=2, person=2)
    assert [(each.first.day, each.last.day, each.name) for each in found.exceptions] == [
        (24, 27, "Break"),
        (28, 29, "Move"),
        (30, 31, "Break"),
    ]


def test_another_week_for_a_while() -> None:
    summer = (
        "<WorkWeeks><WorkWeek><TimePeriod><FromDate>2026-07-01T00:00:00</FromDate><ToDate>2026-08-31T23:59:00</ToDate></TimePeriod>"
        "<Name>Summer</Name><WeekDays><WeekDay><DayType>6</DayType><DayWorking>0</DayWorking></WeekDay></WeekDays></WorkWeek></WorkWeeks>"
    )
    (week,) = time_of(calendar(more=summer)).other_weeks
    assert (week.first, week.last, week.name) == (date(2026, 7, 1), date(2026, 8, 31), "Summer")
    assert week.week == (DAY,) * 4 + ((), (), ())


def test_a_file_without_calendars_gets_the_hours_of_its_settings_and_says_so() -> None:
    hours = "<DefaultStartTime>09:00:00</DefaultStartTime><DefaultFinishTime>18:00:00</DefaultFinishTime><MinutesPerDay>480</MinutesPerDay>"
    draft = read(mspdi(task(1), before=hours))
    assert draft.calendars[0].time.week[0] == ((540, 780), (840, 1080))
    assert draft.calendar == draft.calendars[0].uid
    assert "calendar_assumed" in losses(draft)


def test_a_calendar_that_is_not_there_is_replaced_and_said() -> None:
    draft = read(mspdi(task(1, "Dredge", "<CalendarUID>44</CalendarUID>")))
    assert draft.tasks[0].calendar is None
    assert losses(draft)["calendar_missing"] == (1, "Dredge")


def test_calendars_based_on_each_other_are_read_on_their_own() -> None:
    assert losses(read_with(calendar(1, base=2), calendar(2, base=1), person=2))["calendar_circle"][0] == 1


def test_calendars_of_resources_that_are_not_there_are_left_out() -> None:
    assert [each.uid for each in read_with(calendar(), calendar(2, days="", base=1)).calendars] == [1]
