"""Working time to calendars of the file: a base calendar whole, another one as what differs from its base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from lxml import etree

from milepost.exchange.msproject.calendars import laid_over
from milepost.exchange.msproject.codes import SUNDAY_FIRST
from milepost.exchange.msproject.elements import add, clock
from milepost.exchange.msproject.nights import cut_at_midnight
from milepost.kernel.worktime import DayException, OtherWeek, Shift, Week, WorkingTime
from milepost.plans.draft import Calendar

DAILY = 1
NOTHING = WorkingTime(week=((),) * 7)


def write_calendars(home: etree._Element, calendars: Iterable[Calendar], project_calendar: int) -> None:
    """Every calendar into the element `home`; a resource's without a base is written as based on the project's."""
    known = {calendar.uid: replace(calendar, time=cut_at_midnight(calendar.time)) for calendar in calendars}
    for calendar in known.values():
        base = calendar.base if calendar.base in known else None
        if base is None and calendar.of_resource and calendar.uid != project_calendar:
            base = project_calendar
        _write(etree.SubElement(home, "Calendar"), calendar, known[base] if base is not None else None)


def _write(element: etree._Element, calendar: Calendar, base: Calendar | None) -> None:
    add(element, "UID", calendar.uid)
    add(element, "Name", calendar.name or f"Calendar {calendar.uid}")
    add(element, "IsBaseCalendar", int(not calendar.of_resource))
    add(element, "BaseCalendarUID", base.uid if base else -1)
    own, under = calendar.time, base.time if base else NOTHING
    days = {day: own.week[day] for day in range(7) if base is None or own.week[day] != under.week[day]}
    if days:
        _write_days(etree.SubElement(element, "WeekDays"), days)
    exceptions = _own_exceptions(own, under)
    if exceptions:
        _write_exceptions(etree.SubElement(element, "Exceptions"), exceptions)
    weeks = [each for each in own.other_weeks if each not in under.other_weeks]
    if weeks:
        _write_weeks(etree.SubElement(element, "WorkWeeks"), weeks)


def _own_exceptions(own: WorkingTime, under: WorkingTime) -> list[DayException]:
    taken = set(under.exceptions)
    restored = [day for each in under.exceptions for day in _ordinary_days(each, own)]
    covered = laid_over(restored, own.exceptions)
    return [each for each in covered if each not in taken]


def _ordinary_days(each: DayException, own: WorkingTime) -> Iterator[DayException]:
    """The days of a base's exception on which this calendar keeps its ordinary week."""
    if each in own.exceptions or any(other.first <= each.first and each.last <= other.last for other in own.exceptions):
        return
    for number in range((each.last - each.first).days + 1):
        day = each.first + timedelta(number)
        yield DayException(day, day, _week_on(day, own)[day.weekday()])


def _week_on(day: date, own: WorkingTime) -> Week:
    return next((other.week for other in reversed(own.other_weeks) if other.first <= day <= other.last), own.week)


def _write_days(home: etree._Element, days: Mapping[int, Iterable[Shift]]) -> None:
    for number, day in enumerate(SUNDAY_FIRST, 1):
        if day in days:
            element = etree.SubElement(home, "WeekDay")
            add(element, "DayType", number)
            _write_shifts(element, days[day])


def _write_exceptions(home: etree._Element, exceptions: Iterable[DayException]) -> None:
    for each in exceptions:
        element = etree.SubElement(home, "Exception")
        add(element, "EnteredByOccurrences", 0)
        _write_period(element, each.first, each.last)
        add(element, "Occurrences", (each.last - each.first).days + 1)
        add(element, "Name", each.name)
        add(element, "Type", DAILY)
        _write_shifts(element, each.shifts)


def _write_weeks(home: etree._Element, weeks: Iterable[OtherWeek]) -> None:
    for each in weeks:
        element = etree.SubElement(home, "WorkWeek")
        _write_period(element, each.first, each.last)
        add(element, "Name", each.name)
        _write_days(etree.SubElement(element, "WeekDays"), dict(enumerate(each.week)))


def _write_period(element: etree._Element, first: date, last: date) -> None:
    period = etree.SubElement(element, "TimePeriod")
    add(period, "FromDate", f"{first.isoformat()}T00:00:00")
    add(period, "ToDate", f"{last.isoformat()}T23:59:00")


def _write_shifts(element: etree._Element, shifts: Iterable[Shift]) -> None:
    spoken = list(shifts)
    add(element, "DayWorking", int(bool(spoken)))
    if spoken:
        home = etree.SubElement(element, "WorkingTimes")
        for first, last in spoken:
            shift = etree.SubElement(home, "WorkingTime")
            add(shift, "FromTime", clock(first))
            add(shift, "ToTime", clock(last))
