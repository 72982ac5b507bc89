"""Calendars of the file to working time: weeks, other weeks, exceptions, each merged with the calendar it is based on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from lxml import etree

from milepost.exchange.msproject import recurrence
from milepost.exchange.msproject.codes import SUNDAY_FIRST
from milepost.exchange.msproject.fields import Fields
from milepost.exchange.msproject.losses import Losses
from milepost.exchange.msproject.stream import children, local_texts
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say
from milepost.kernel.worktime import DayException, OtherWeek, Shift, WorkingTime
from milepost.plans.draft import Calendar

Shifts = tuple[Shift, ...]
WEEKDAYS = range(7)
MOST_EXCEPTIONS, MOST_MERGED = 100_000, 400_000
"""In one calendar; and over all of them, those that each takes from its base included."""


@dataclass(slots=True)
class OwnWeek:
    first: date
    last: date
    days: dict[int, Shifts]
    name: str


@dataclass(slots=True)
class OwnCalendar:
    """A calendar as the file says it, before its base is looked up. `days` holds only the days the file speaks of."""

    uid: int
    name: str
    base: int | None
    of_resource: bool
    days: dict[int, Shifts] = field(default_factory=dict)
    weeks: list[OwnWeek] = field(default_factory=list)
    exceptions: list[DayException] = field(default_factory=list)


def read_calendar(element: etree._Element, hours: Shifts, losses: Losses) -> OwnCalendar:
    """One `Calendar` element; `hours` is the working day where a working day names none."""
    fields = Fields(local_texts(element), _named)
    uid = fields.uid()
    if uid is None:
        raise Refusal("uid_missing", say("{where} has no number (UID). Save the file again in MS Project.", where=_named(fields.texts)))
    base = fields.uid("BaseCalendarUID")
    own = OwnCalendar(uid, fields.text("Name", 255) or str(uid), base, not fields.flag("IsBaseCalendar", absent=base is None))
    old_exceptions: list[DayException] = []
    for day in children(element, "WeekDays", "WeekDay"):
        weekday = _weekday(day)
        if weekday is None:
            _add_exceptions(old_exceptions, day, own, hours, losses)
        else:
            own.days[weekday] = _shifts(day, own, hours)
    own.weeks += [week for found in children(element, "WorkWeeks", "WorkWeek") for week in _other_week(found, own, hours)]
    for found in children(element, "Exceptions", "Exception"):
        _add_exceptions(own.exceptions, found, own, hours, losses)
    own.exceptions = own.exceptions or old_exceptions
    return own


def merged(found: Mapping[int, OwnCalendar], hours: Shifts, losses: Losses) -> tuple[Calendar, ...]:
    """Every calendar with what it takes from its base filled in, in the order of the file."""
    times: dict[int, WorkingTime] = {}
    total = 0
    for own in found.values():
        for each in reversed(_line(own, found, losses)):
            if each.uid not in times:
                times[each.uid] = _over(times.get(each.base if each.base is not None else -1), each, hours, losses)
                total += len(times[each.uid].exceptions)
                if total > MOST_MERGED:
                    raise _too_many_exceptions()
    return tuple(Calendar(own.uid, own.name, times[own.uid], _base(own, found), own.of_resource) for own in found.values())


def _line(own: OwnCalendar, found: Mapping[int, OwnCalendar], losses: Losses) -> list[OwnCalendar]:
    line = [own]
    while (base := line[-1].base) is not None and base in found:
        if any(each.uid == base for each in line):
            losses.add("calendar_circle", own.name)
            line[-1].base = None
            break
        line.append(found[base])
    return line


def _base(own: OwnCalendar, found: Mapping[int, OwnCalendar]) -> int | None:
    return own.base if own.base in found else None


def _over(base: WorkingTime | None, own: OwnCalendar, hours: Shifts, losses: Losses) -> WorkingTime:
    if base is None:
        missing = [day for day in WEEKDAYS if day not in own.days]
        if missing and own.days:
            losses.add("calendar_day_assumed", own.name, len(missing))
        base = WorkingTime(week=(hours,) * 5 + ((), ()))
    week = tuple(own.days.get(day, base.week[day]) for day in WEEKDAYS)
    taken = [
        OtherWeek(each.first, each.last, tuple(own.days.get(day, each.week[day]) for day in WEEKDAYS), each.name)
        for each in base.other_weeks
    ]
    added = [OtherWeek(each.first, each.last, tuple(each.days.get(day, week[day]) for day in WEEKDAYS), each.name) for each in own.weeks]
    return WorkingTime(week, tuple(taken + added), laid_over(base.exceptions, own.exceptions))


def laid_over(under: Iterable[DayException], over: Iterable[DayException]) -> tuple[DayException, ...]:
    """Both, in order of days and without overlap: where two speak of the same day, the later in `over` wins, `under` last."""
    kept: list[DayException] = []
    for each in [*under, *over]:
        if kept and kept[-1].last >= each.first:
            _cut_in(kept, each)
        else:
            kept.append(each)
    return tuple(kept)


def _cut_in(kept: list[DayException], each: DayException) -> None:
    low = bisect_left(kept, each.first, key=lambda other: other.last)
    high = low
    pieces: list[DayException] = []
    while high < len(kept) and kept[high].first <= each.last:
        pieces += _outside(kept[high], each)
        high += 1
    before = [piece for piece in pieces if piece.first < each.first]
    after = [piece for piece in pieces if piece.first > each.last]
    kept[low:high] = [*before, each, *after]


def _outside(under: DayException, over: DayException) -> Iterator[DayException]:
    if under.first < over.first:
        yield DayException(under.first, over.first - timedelta(1), under.shifts, under.name)
    if under.last > over.last:
        yield DayException(over.last + timedelta(1), under.last, under.shifts, under.name)


def _weekday(day: etree._Element) -> int | None:
    number = Fields(local_texts(day), _named).whole("DayType", 0, 0, 7)
    return SUNDAY_FIRST[number - 1] if number else None


def _shifts(day: etree._Element, own: OwnCalendar, hours: Shifts) -> Shifts:
    if not _fields(day, own).flag("DayWorking"):
        return ()
    spoken = [_shift(_fields(found, own)) for found in children(day, "WorkingTimes", "WorkingTime")]
    return joined(shift for shift in spoken if shift is not None) or hours


def _shift(fields: Fields) -> Shift | None:
    first, last = fields.clock("FromTime"), fields.clock("ToTime")
    if first is None or last is None:
        return None
    return (first, last if last > first else last + 1440)


def joined(shifts: Iterable[Shift]) -> Shifts:
    """In order, and overlapping ones as one."""
    kept: list[Shift] = []
    for first, last in sorted(shifts):
        if kept and first < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(last, kept[-1][1]))
        else:
            kept.append((first, last))
    return tuple(kept)


def _other_week(element: etree._Element, own: OwnCalendar, hours: Shifts) -> Iterator[OwnWeek]:
    days = _days(element, own)
    if days is None:
        return
    spoken = {
        weekday: _shifts(day, own, hours) for day in children(element, "WeekDays", "WeekDay") if (weekday := _weekday(day)) is not None
    }
    yield OwnWeek(*days, spoken, _fields(element, own).text("Name", 255))


def _add_exceptions(to: list[DayException], element: etree._Element, own: OwnCalendar, hours: Shifts, losses: Losses) -> None:
    fields = _fields(element, own)
    days = _days(element, own)
    if days is None:
        losses.add("exception_without_days", f"{own.name}: {fields.text('Name', 80)}")
        return
    shifts = _shifts(element, own, hours)
    name = fields.text("Name", 255)
    to += [DayException(first, last, shifts, name) for first, last in recurrence.spans(fields, *days)]
    if len(to) > MOST_EXCEPTIONS:
        raise _too_many_exceptions()


def _days(element: etree._Element, own: OwnCalendar) -> tuple[date, date] | None:
    period = next(children(element, "TimePeriod"), None)
    fields = _fields(element, own)
    spoken = _fields(period, own) if period is not None else None
    first = spoken.on("FromDate") if spoken else fields.on("EnteredStartDate")
    last = spoken.on("ToDate") if spoken else fields.on("EnteredFinishDate")
    if first is None or (last is not None and last < first):
        return None
    return first, last or first


def _fields(element: etree._Element, own: OwnCalendar) -> Fields:
    return Fields(local_texts(element), lambda _: _calendar_named(own.name))


def _named(texts: Mapping[str, str | None]) -> Sentence:
    return _calendar_named((texts.get("Name") or texts.get("UID") or "?").strip()[:80])


def _calendar_named(name: str) -> Sentence:
    return say("The calendar “{name}”", name=name)


def _too_many_exceptions() -> Refusal:
    return Refusal(
        "too_many_exceptions",
        say(
            "The calendars hold more than {most} exceptions. Delete those of past years in MS Project and save the file again.",
            most=MOST_EXCEPTIONS,
        ),
    )
