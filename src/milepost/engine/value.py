"""Earned value and earned schedule: what was planned by now, what is done of it, what it cost, and when it will end at this pace.

Everything is counted in one unit, minutes of work or the smallest coin, as the budget is. Sums stay whole numbers, so that those of a
breakdown add up to those of the plan; quotients are exact fractions, and None where there is nothing to divide by.

Sources: ANSI/EIA-748 and the PMI Practice Standard for Earned Value Management (2nd ed., 2011) for the figures; W. Lipke, "Schedule is
Different" (The Measurable News, 2003) and "Earned Schedule" (2009) for ES, SV(t), SPI(t), IEAC(t) and TSPI.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from milepost.engine import twins
from milepost.engine.calendars import DAY, axis
from milepost.engine.network import Network
from milepost.engine.plan import N_, NONE, Ints, Saying, say

HORIZON_DAYS = 40 * 366
_NOTHING_PLANNED = N_("Nothing was planned to be done by now.")
_NOTHING_SPENT = N_("Nothing has been spent yet.")
_NOTHING_DONE = N_("Nothing is done yet, so there is no pace to go by.")
_ALL_SPENT = N_("The whole budget is spent.")
_NO_BUDGET = N_("The baseline holds no budget.")
_NOT_BEGUN = N_("The baseline has not begun.")
_NO_TIME = N_("The baseline's time is over.")


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """What was frozen, one value per row of the plan: instants, NONE where a row was not planned then, and the budget of a task."""

    start: Ints
    finish: Ints
    budget: Ints


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a task, a summary or the plan: budget at completion, planned value, earned value, actual cost."""

    bac: int
    pv: int
    ev: int
    ac: int

    @property
    def sv(self) -> int:
        """Schedule variance: earned less planned."""
        return self.ev - self.pv

    @property
    def cv(self) -> int:
        """Cost variance: earned less spent."""
        return self.ev - self.ac

    @property
    def spi(self) -> Fraction | None:
        """Schedule performance index."""
        return _quotient(self.ev, self.pv)

    @property
    def cpi(self) -> Fraction | None:
        """Cost performance index."""
        return _quotient(self.ev, self.ac)

    @property
    def eac(self) -> Fraction | None:
        """Estimate at completion if the rest costs as what was done did: BAC ÷ CPI."""
        return _quotient(self.bac * self.ac, self.ev)

    @property
    def eac_as_planned(self) -> Fraction:
        """Estimate at completion if the rest costs what was planned: AC + BAC - EV."""
        return Fraction(self.ac + self.bac - self.ev)

    @property
    def eac_with_schedule(self) -> Fraction | None:
        """Estimate at completion if lateness costs too: AC + (BAC - EV) ÷ (CPI × SPI)."""
        left = self.bac - self.ev
        if not left:
            return Fraction(self.ac)
        rest = _quotient(left * self.ac * self.pv, self.ev * self.ev)
        return None if rest is None else self.ac + rest

    @property
    def etc(self) -> Fraction | None:
        """Estimate to complete: EAC - AC."""
        return None if self.eac is None else self.eac - self.ac

    @property
    def vac(self) -> Fraction | None:
        """Variance at completion: BAC - EAC."""
        return None if self.eac is None else self.bac - self.eac

    @property
    def tcpi(self) -> Fraction | None:
        """The index the rest must reach to end within the budget: (BAC - EV) ÷ (BAC - AC); below nothing where the budget is overspent."""
        return _quotient(self.bac - self.ev, self.bac - self.ac)

    @property
    def unknown(self) -> Mapping[str, Saying]:
        """Why a figure is None, by its name."""
        reasons = {"spi": _NOTHING_PLANNED, "cpi": _NOTHING_SPENT, "eac": _NOTHING_DONE, "eac_with_schedule": _NOTHING_DONE}
        reasons |= {"etc": _NOTHING_DONE, "vac": _NOTHING_DONE, "tcpi": _ALL_SPENT}
        return {name: say(text) for name, text in reasons.items() if getattr(self, name) is None}


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """Time in working days of the project's calendar since the baseline's start.

    `planned` is the baseline's duration (PD), `actual` the time gone by (AT), until the last finish where all is done, and `earned`
    the day on which the baseline would have had what is done now (ES).
    """

    planned: Fraction
    actual: Fraction
    earned: Fraction

    @property
    def sv(self) -> Fraction:
        """Schedule variance in time, SV(t): ES - AT. It stays what it is when a late plan ends."""
        return self.earned - self.actual

    @property
    def spi(self) -> Fraction | None:
        """Schedule performance index in time, SPI(t): ES ÷ AT."""
        return _quotient(self.earned, self.actual)

    @property
    def ieac(self) -> Fraction | None:
        """Independent estimate of the duration, IEAC(t): PD ÷ SPI(t)."""
        return _quotient(self.planned * self.actual, self.earned)

    @property
    def tspi(self) -> Fraction | None:
        """The index the rest must reach to end in time: (PD - ES) ÷ (PD - AT); below nothing where the time is over."""
        return _quotient(self.planned - self.earned, self.planned - self.actual)

    @property
    def unknown(self) -> Mapping[str, Saying]:
        """Why a figure is None, by its name."""
        reasons = {"spi": _NOT_BEGUN, "ieac": _NOTHING_DONE, "tspi": _NO_TIME}
        return {name: say(text) for name, text in reasons.items() if getattr(self, name) is None}


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """The figures of a plan as of an instant, by row; those of a summary are the sums of what is below it."""

    budget: Ints
    planned: Ints
    earned: Ints
    spent: Ints
    total: Figures
    time: EarnedSchedule | None
    """None where the baseline holds no budget, which `unknown` then says."""

    def of(self, row: int) -> Figures:
        """The figures of one row."""
        return Figures(int(self.budget[row]), int(self.planned[row]), int(self.earned[row]), int(self.spent[row]))

    @property
    def unknown(self) -> Mapping[str, Saying]:
        """Why there is no earned schedule."""
        return {} if self.time is not None else {"time": say(_NO_BUDGET)}


def value(network: Network, baseline: Baseline, *, at: int, spent: Ints, percent: Ints | None = None) -> Value:
    """Earned value and earned schedule of a plan at the instant `at`.

    `spent` is what each task cost so far, in the unit of the budget. `percent` is how much of each is done, 0 to 100; where it is not
    given, the share of the duration that is done. A budget accrues evenly over the working time of its task between its baseline
    dates; one without length at its finish. Raises ValueError where a column has another length than the plan or a share is none.
    """
    _check(network, baseline, spent, percent)
    leaf = (network.summary == 0) & (network.plan.tasks.active == 1)
    planned = leaf & (baseline.start != NONE) & (baseline.finish != NONE)
    phased = _Phased(network, baseline, np.where(planned, baseline.budget, 0), np.array([at]))
    parts = {
        "budget": phased.budget,
        "planned": phased.by(at),
        "earned": _earned(network, phased.budget, percent),
        "spent": np.where(leaf, spent, 0),
    }
    total = Figures(*(int(column.sum()) for column in parts.values()))
    rolled = {name: _rolled_up(network, column) for name, column in parts.items()}
    return Value(**rolled, total=total, time=_in_time(network, phased, total, at))


def planned_by(network: Network, baseline: Baseline, instants: Ints) -> Ints:
    """What the baseline has planned of the whole plan by each of some instants, in the unit of the budget: the curve of PV."""
    leaf = (network.summary == 0) & (network.plan.tasks.active == 1)
    planned = leaf & (baseline.start != NONE) & (baseline.finish != NONE)
    budget = np.where(planned, baseline.budget, 0)
    if not len(instants) or not budget.any():
        return np.zeros(len(instants), np.int64)
    phased = _Phased(network, baseline, budget, np.array([instants.min(), instants.max()]))
    return np.array([phased.by(at).sum() for at in instants.tolist()], np.int64)


def after_days(network: Network, begin: int, days: Fraction) -> int | None:
    """The instant at which `days` working days of the project's calendar have gone by since `begin`; None beyond the horizon."""
    span = 14 + 2 * ceil(days)
    while span <= HORIZON_DAYS:
        found = _Days(network, begin, begin + span * DAY)
        if len(found.ends) > days:
            return found.after(days)
        span *= 2
    return None


def _check(network: Network, baseline: Baseline, spent: Ints, percent: Ints | None) -> None:
    count = len(network.plan.tasks)
    columns = [baseline.start, baseline.finish, baseline.budget, spent, *([] if percent is None else [percent])]
    if any(len(column) != count for column in columns):
        raise ValueError("one value for each row of the plan")
    if percent is not None and count and not (percent.min() >= 0 and percent.max() <= 100):
        raise ValueError("per cent done is 0 to 100")
    if count and baseline.budget.min() < 0:
        raise ValueError("a budget is not negative")


def _earned(network: Network, budget: Ints, percent: Ints | None) -> Ints:
    tasks = network.plan.tasks
    done = (network.complete == 1) | (tasks.over == 1)
    if percent is not None:
        return np.where(done, budget, budget * percent // 100)
    whole = np.maximum(1, tasks.done + tasks.remaining)
    return np.where(done, budget, budget * np.minimum(tasks.done, whole) // whole)


def _rolled_up(network: Network, column: Ints) -> Ints:
    """Summaries hold the sum of what is below them."""
    summed, parent = column.copy(), network.plan.tasks.parent
    for row in range(len(summed) - 1, -1, -1):
        if parent[row] >= 0:
            summed[parent[row]] += summed[row]
    return summed


class _Phased:
    """A budget spread over working time."""

    def __init__(self, network: Network, baseline: Baseline, budget: Ints, at: Ints) -> None:
        self.start, self.finish, self.budget = baseline.start, baseline.finish, budget
        self.counts = budget > 0
        named = np.concatenate((baseline.start[self.counts], baseline.finish[self.counts], at))
        self.first, self.last = int(named.min()) // DAY - 1, int(named.max()) // DAY + 1
        self.axis = axis(network.recipes, self.first, self.last, network.plan.zone)
        self.fast = twins.chosen(network.size)
        self.calendar = np.zeros(len(budget), np.int64)
        leaves = network.node >= 0
        self.calendar[leaves] = network.nodes.calendar[network.node[leaves]]
        self.calendars, self.own = np.unique(self.calendar, return_inverse=True)
        self.since = self._work(self.calendar, self.start)
        self.whole = self._work(self.calendar, self.finish) - self.since

    def _work(self, calendar: Ints, at: Ints) -> Ints:
        out = np.empty(len(at), np.int64)
        self.fast.works_at(self.axis, calendar, at, out)
        return out

    def by(self, at: int) -> Ints:
        """What each row's baseline has planned by the instant `at`, which is one walk a calendar however many rows."""
        worked = self._work(self.calendars, np.full(len(self.calendars), at, np.int64))[self.own]
        gone = np.clip(worked - self.since, 0, np.maximum(0, self.whole))
        spread = self.budget * gone // np.maximum(1, self.whole)
        return np.where(self.counts, np.where((at >= self.finish) | (self.whole <= 0), self.budget * (at >= self.finish), spread), 0)


def _in_time(network: Network, phased: _Phased, total: Figures, at: int) -> EarnedSchedule | None:
    if not total.bac:
        return None
    begin, end = int(phased.start[phased.counts].min()), int(phased.finish[phased.counts].max())
    finished = network.plan.tasks.actual_finish[(network.complete == 1) & phased.counts]
    if total.ev == total.bac and len(finished):
        at = min(at, int(finished.max()))
    days = _Days(network, begin, max(end, at))
    planned = days.until(end)
    earned = planned if total.ev >= total.bac else _earned_by(phased, days, total.ev)
    return EarnedSchedule(planned, days.until(at), min(earned, planned))


def _earned_by(phased: _Phased, days: _Days, ev: int) -> Fraction:
    """The last whole day by which the baseline had no more than is earned now, and the share of the next that is earned too."""
    low, high = 0, len(days.ends)
    while low < high:
        middle = (low + high + 1) // 2
        if int(phased.by(days.end(middle)).sum()) <= ev:
            low = middle
        else:
            high = middle - 1
    had = int(phased.by(days.end(low)).sum())
    if low == len(days.ends) or had >= ev:  # also where more is planned before the first day has gone by than is earned now
        return Fraction(low)
    return low + Fraction(ev - had, int(phased.by(days.end(low + 1)).sum()) - had)


class _Days:
    """Working days of the project's calendar since the baseline's start; `ends` are the instants at which they end."""

    def __init__(self, network: Network, begin: int, end: int) -> None:
        plan = network.plan
        ax = axis((plan.calendars[plan.calendar],), begin // DAY, end // DAY + 1)
        inside = ax.end > begin
        opens, self.closes = np.maximum(ax.start[inside], begin), ax.end[inside]
        self.day, last = np.unique((self.closes - 1) // DAY, return_index=True)
        self.opens, self.lengths, self.begin = opens, self.closes - opens, begin
        self.first = np.append(last, len(opens))
        self.ends = self.closes[self.first[1:] - 1] if len(opens) else self.closes

    def end(self, number: int) -> int:
        """The instant at which so many days have gone by."""
        return int(self.ends[number - 1]) if number else self.begin

    def after(self, days: Fraction) -> int:
        """The instant at which so many days have gone by, the last one by its share of working minutes."""
        whole = int(days)
        a, b = int(self.first[whole]), int(self.first[whole + 1])
        gone = round((days - whole) * int(self.lengths[a:b].sum()))
        if not gone:
            return self.end(whole)
        before = np.cumsum(self.lengths[a:b])
        shift = int(np.searchsorted(before, gone))
        return int(self.closes[a + shift] - (before[shift] - gone))

    def until(self, at: int) -> Fraction:
        """Days from the baseline's start until `at`, the last one by its share of working minutes."""
        whole = int(np.searchsorted(self.ends, at, side="right"))
        if at <= self.begin or whole == len(self.ends):
            return Fraction(0 if at <= self.begin else whole)
        a, b = int(self.first[whole]), int(self.first[whole + 1])
        gone = int(np.clip(at - self.opens[a:b], 0, self.lengths[a:b]).sum())
        return whole + Fraction(gone, int(self.lengths[a:b].sum()))


def _quotient(above: int | Fraction, below: int | Fraction) -> Fraction | None:
    return Fraction(above) / Fraction(below) if below else None
