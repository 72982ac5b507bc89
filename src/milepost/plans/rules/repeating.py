"""Recurring tasks: on which days something comes back."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count, takewhile

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.rules.texts import LAST_DAY, check_day

MOST_TIMES = 200
FARTHEST_APART = 366


class Rhythm(StrEnum):
    """In which unit something comes back."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every `every` days, weeks or months from `first_on` on, until a day or so many times, at most `MOST_TIMES`.

    `weekdays` (0 is Monday) hold for weeks; without any it is that of the first day. `month_day` holds for months: 31 means
    the last day of a shorter month; without one it is that of the first day.
    """

    every: int
    rhythm: Rhythm
    first_on: date
    weekdays: tuple[int, ...] = ()
    month_day: int | None = None
    until_on: date | None = None
    times: int | None = None


def check_repeat(rule: Repeat) -> None:
    """Refuses a rule that never comes back, never ends, or names days that no calendar has."""
    check_day(rule.first_on, field="first_on")
    if not 1 <= rule.every <= FARTHEST_APART:
        raise Refusal("repeat_apart", say("Between every 1 and every {most}, please.", most=FARTHEST_APART), field="every")
    if not set(rule.weekdays) <= set(range(7)):
        raise Refusal("weekday_unknown", say("A week has seven days, Monday is 0."), field="weekdays")
    if rule.month_day is not None and not 1 <= rule.month_day <= 31:
        raise Refusal("month_day_unknown", say("A month has the days 1 to 31."), field="month_day")
    _check_end(rule)


def _check_end(rule: Repeat) -> None:
    if rule.until_on is None and rule.times is None:
        raise Refusal("repeat_endless", say("Say until when, or how many times."), field="until_on")
    if rule.times is not None and not 1 <= rule.times <= MOST_TIMES:
        raise Refusal("repeat_times", say("Between 1 and {most} times, please.", most=MOST_TIMES), field="times")
    if rule.until_on is not None and rule.until_on < rule.first_on:
        raise Refusal("repeat_ends_early", say("It ends before it begins."), field="until_on")


def days(rule: Repeat, next_open: Callable[[date], date]) -> list[date]:
    """The days on which it comes back, each moved to the next working day by `next_open`, two on the same day being one.

    Refused: more than `MOST_TIMES`, and a rule that comes to no day at all.
    """
    found: dict[date, None] = {}
    for day in takewhile(lambda each: rule.until_on is None or each <= rule.until_on, _rhythm(rule)):
        if len(found) == (rule.times or MOST_TIMES + 1):
            break
        found[next_open(day)] = None
    if len(found) > MOST_TIMES:
        raise Refusal("repeat_too_often", say("That is more than {most} times. Say an earlier end.", most=MOST_TIMES), field="until_on")
    if not found:
        raise Refusal("repeat_never", say("There is no such day between the first and the last."), field="until_on")
    return list(found)


def _rhythm(rule: Repeat) -> Iterator[date]:
    by_rhythm = {Rhythm.DAY: _daily, Rhythm.WEEK: _weekly, Rhythm.MONTH: _monthly}
    later = (day for day in by_rhythm[rule.rhythm](rule) if day >= rule.first_on)
    return takewhile(lambda day: day <= LAST_DAY, later)


def _daily(rule: Repeat) -> Iterator[date]:
    return (rule.first_on + timedelta(days=rule.every * number) for number in range((LAST_DAY - rule.first_on).days // rule.every + 1))


def _weekly(rule: Repeat) -> Iterator[date]:
    wanted = sorted(set(rule.weekdays)) or [rule.first_on.weekday()]
    monday = rule.first_on - timedelta(days=rule.first_on.weekday())
    weeks = range((LAST_DAY - monday).days // (7 * rule.every) + 1)
    return (monday + timedelta(days=7 * rule.every * week + weekday) for week in weeks for weekday in wanted)


def _monthly(rule: Repeat) -> Iterator[date]:
    wanted = rule.month_day or rule.first_on.day
    for number in count(rule.first_on.year * 12 + rule.first_on.month - 1, rule.every):
        year, month = number // 12, number % 12 + 1
        if year > LAST_DAY.year:
            return
        yield date(year, month, min(wanted, monthrange(year, month)[1]))
