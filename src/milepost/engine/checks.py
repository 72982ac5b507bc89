"""How sound a schedule is: the checks of two public standards, each with its threshold and what to do where it fails.

Sources: the DCMA 14-point assessment (Defense Contract Management Agency, "Earned Value Management System Program Analysis
Pamphlet", DCMA-EA PAM 200.1, 2012) and the GAO Schedule Assessment Guide (GAO-16-89G, 2015). What a standard leaves open is ours and
stands in `docs/algorithms/health.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from milepost.engine import yardsticks
from milepost.engine.calendars import DAY
from milepost.engine.delaying import delayed
from milepost.engine.notices import out_of_sequence
from milepost.engine.plan import N_, NONE, Constraint, Ints, Kind, Saying, TaskRow, Unit, say
from milepost.engine.schedule import Schedule
from milepost.engine.yardsticks import Bools, Yard

DCMA, GAO = "DCMA 14-point assessment", "GAO Schedule Assessment Guide"
LONG = 44
"""Working days from which float and duration are high: two months."""
LONG_LAG = 10
"""Working days from which a lag should be a task that somebody watches."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `found` of `total` break the rule, `rows` are theirs; `share` is found ÷ total, or the index where the check is one.

    `passed` is None where the plan does not hold what the check needs; `saying` tells what was found and what to do.
    """

    code: str
    title: Saying
    passed: bool | None
    share: float | None
    threshold: float
    at_least: bool
    found: int
    total: int
    rows: tuple[int, ...]
    saying: Saying
    source: str


@dataclass(frozen=True, slots=True)
class Health:
    """All checks, those of the DCMA first, in the order of their standards."""

    checks: tuple[Check, ...]

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that found more than their threshold allows."""
        return tuple(check for check in self.checks if check.passed is False)


@dataclass(frozen=True, slots=True, eq=False)
class Loads:
    """Who is how much on each of the plan's assignments: a number for the person, per cent, and the most each person gives."""

    person: Ints
    units: Ints
    capacity: dict[int, int]


def health(schedule: Schedule, *, baseline_finish: Ints | None = None, loads: Loads | None = None) -> Health:
    """Check a schedule. `baseline_finish` has an instant or NONE for each row; `loads` stands beside the plan's assignments.

    The critical-path test runs the engine once more with a delayed task.
    """
    yard = Yard(schedule)
    baseline = np.full(len(schedule.start), NONE, np.int64) if baseline_finish is None else baseline_finish
    return Health((*_dcma(yard, baseline), *_gao(yard, loads)))


def _dcma(yard: Yard, baseline: Ints) -> Iterator[Check]:
    tasks, links = yard.tasks, yard.links
    yield _of_tasks(yard, "logic", yard.unlinked, 0.05, _LOGIC, DCMA)
    yield _of_links(yard, "leads", links.lag < 0, 0.0, _LEADS, DCMA)
    yield _of_links(yard, "lags", links.lag > 0, 0.05, _LAGS, DCMA)
    yield _of_links(yard, "relationship_types", links.kind != Kind.FS, 0.10, _TYPES, DCMA)
    hard = np.isin(tasks.constraint, (Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT))
    yield _of_tasks(yard, "hard_constraints", hard, 0.05, _HARD, DCMA)
    yield _of_tasks(yard, "high_float", yard.days(yard.schedule.total_float) > LONG, 0.05, _FLOAT, DCMA)
    yield _of_tasks(yard, "negative_float", yard.schedule.total_float < 0, 0.0, _NEGATIVE, DCMA)
    yield _of_tasks(yard, "high_duration", yard.days(yard.schedule.remaining) > LONG, 0.05, _DURATION, DCMA)
    yield _counted("invalid_dates", yard.misdated, yard.leaf, 0.0, _INVALID, DCMA)
    yield _resources(yard)
    yield _missed(yard, baseline)
    yield _critical_path_test(yard)
    yield _length_index(yard, baseline)
    yield _execution_index(yard, baseline)


def _gao(yard: Yard, loads: Loads | None) -> Iterator[Check]:
    yield _of_tasks(yard, "dangling_start", yard.dangling_start, 0.0, _DANGLING_START, GAO)
    yield _of_tasks(yard, "dangling_finish", yard.dangling_finish, 0.0, _DANGLING_FINISH, GAO)
    yield _of_tasks(yard, "missing_links", yard.isolated, 0.0, _ISOLATED, GAO)
    early = np.zeros(len(yard.leaf), bool)
    early[[notice.row for notice in out_of_sequence(yard.schedule)]] = True
    yield _counted("out_of_sequence", early, yard.leaf, 0.0, _SEQUENCE, GAO)
    yield _over_allocation(yard, loads)
    summary = yard.schedule.network.summary == 1
    yield _of_links(yard, "summary_links", summary[yard.links.predecessor] | summary[yard.links.successor], 0.0, _SUMMARIES, GAO)
    elapsed = yard.links.unit == Unit.ELAPSED
    long = yard.links.lag > np.where(elapsed, LONG_LAG * DAY, LONG_LAG * yard.plan.minutes_per_day)
    yield _of_links(yard, "long_lags", long & (yard.links.unit <= Unit.ELAPSED), 0.0, _LONG_LAGS, GAO)


Words = tuple[str, str, str]
"""The title, what is said where nothing was found, and what is said where something was."""


def _of_tasks(yard: Yard, code: str, broken: Bools, threshold: float, words: Words, source: str) -> Check:
    """A check of unfinished tasks."""
    return _counted(code, broken, yard.open, threshold, words, source)


def _counted(code: str, broken: Bools, among: Bools, threshold: float, words: Words, source: str) -> Check:
    rows = np.flatnonzero(broken & among)
    return _shared(code, rows.tolist(), len(rows), int(np.count_nonzero(among)), threshold, words, source)


def _of_links(yard: Yard, code: str, broken: Bools, threshold: float, words: Words, source: str) -> Check:
    """A check of links that still count: those into unfinished tasks. Its rows are the tasks they lead to."""
    counting = yard.counting
    rows = np.unique(yard.links.successor[broken & counting])
    found, total = int(np.count_nonzero(broken & counting)), int(np.count_nonzero(counting))
    return _shared(code, rows.tolist(), found, total, threshold, words, source)


def _shared(code: str, rows: list[int], found: int, total: int, threshold: float, words: Words, source: str) -> Check:
    share = found / total if total else 0.0
    title, good, bad = words
    saying = say(bad, count=found, total=total) if found else say(good)
    return Check(code, say(title), share <= threshold, share, threshold, False, found, total, tuple(rows), saying, source)


def _index(code: str, value: float | None, words: Words, rows: tuple[int, ...] = (), **values: object) -> Check:
    """A check that is an index of at least 0.95, or unknown."""
    title, known, unknown = words
    saying = say(unknown) if value is None else say(known, index=f"{value:.2f}", **values)
    passed = None if value is None else value >= 0.95
    return Check(code, say(title), passed, value, 0.95, True, len(rows), 0, rows, saying, DCMA)


def _untold(code: str, words: Words, threshold: float, unknown: str, source: str) -> Check:
    return Check(code, say(words[0]), None, None, threshold, False, 0, 0, (), say(unknown), source)


def _resources(yard: Yard) -> Check:
    if not len(yard.plan.assignments):
        return _untold("resources", _RESOURCES, 0.0, N_("The plan assigns nobody, so this cannot be checked."), DCMA)
    alone = np.ones(len(yard.leaf), bool)
    alone[yard.plan.assignments.task] = False
    return _of_tasks(yard, "resources", alone & (yard.tasks.minutes >= yard.plan.minutes_per_day), 0.0, _RESOURCES, DCMA)


def _missed(yard: Yard, baseline: Ints) -> Check:
    due = yard.due(baseline)
    if not due.any():
        return _untold("missed_tasks", _MISSED, 0.05, N_("No baseline says that something should be finished by now."), DCMA)
    return _counted("missed_tasks", ~yard.complete | (yard.schedule.finish > baseline), due, 0.05, _MISSED, DCMA)


def _critical_path_test(yard: Yard) -> Check:
    """Delay a critical task by 600 working days: the plan's end has to follow it."""
    words = _PATH_TEST
    row = yard.first_critical
    if row is None:
        return _untold("critical_path_test", words, 0.0, N_("Nothing unfinished is critical, so there is no path to test."), DCMA)
    own, end = delayed(yard.schedule, row, 600 * yard.plan.minutes_per_day)
    held = abs(own - end) > yard.plan.minutes_per_day
    days = {"task": TaskRow(row), "asked": round(own / yard.plan.minutes_per_day), "moved": round(end / yard.plan.minutes_per_day)}
    saying = say(words[2] if held else words[1], **days)
    rows = (row,) if held else ()
    return Check("critical_path_test", say(words[0]), not held, float(held), 0.0, False, int(held), 1, rows, saying, DCMA)


def _length_index(yard: Yard, baseline: Ints) -> Check:
    """(length of the critical path + its float to the baseline) ÷ its length, both in working time from the data date on."""
    frozen = baseline[yard.leaf & (baseline != NONE)]
    length = yard.between(yard.now, yard.schedule.end)
    if not len(frozen) or length <= 0:
        return _index("critical_path_length_index", None, _CPLI)
    return _index("critical_path_length_index", (length + yard.between(yard.schedule.end, int(frozen.max()))) / length, _CPLI)


def _execution_index(yard: Yard, baseline: Ints) -> Check:
    """Tasks finished ÷ tasks that the baseline has finished by now."""
    due = yard.due(baseline)
    if not due.any():
        return _index("baseline_execution_index", None, _BEI)
    done = yard.complete & yard.leaf & (baseline != NONE)
    late = tuple(np.flatnonzero(due & ~yard.complete).tolist())
    counts = {"done": int(np.count_nonzero(done)), "due": int(np.count_nonzero(due))}
    return _index("baseline_execution_index", counts["done"] / counts["due"], _BEI, late, **counts)


def _over_allocation(yard: Yard, loads: Loads | None) -> Check:
    if loads is None or not len(loads.person):
        return _untold("over_allocation", _OVER, 0.0, N_("The plan assigns nobody, so this cannot be checked."), GAO)
    over = yardsticks.overloaded(yard, loads.person, loads.units, loads.capacity)
    return _of_tasks(yard, "over_allocation", over, 0.0, _OVER, GAO)


_LOGIC = (
    N_("Links"),
    N_("Every unfinished task waits for something and is waited for."),
    N_("{count} of {total} unfinished tasks have no predecessor or no successor, so their delay shows nowhere. Link them."),
)
_LEADS = (
    N_("Leads"),
    N_("No link has a lead."),
    N_("{count} of {total} links have a lead (a negative lag). Split the task ahead and link to the part that is really needed."),
)
_LAGS = (
    N_("Lags"),
    N_("No link has a lag."),
    N_("{count} of {total} links have a lag. Where something happens in that time, make it a task."),
)
_TYPES = (
    N_("Kinds of links"),
    N_("Every link is finish-to-start."),
    N_("{count} of {total} links are not finish-to-start. At most one in ten should be, because the others are harder to follow."),
)
_HARD = (
    N_("Hard constraints"),
    N_("No unfinished task is held at a date."),
    N_("{count} of {total} unfinished tasks are held at a date, whatever happens before them. Use a deadline instead."),
)
_FLOAT = (
    N_("High float"),
    N_("No unfinished task has more than 44 working days of float."),
    N_("{count} of {total} unfinished tasks have more than 44 working days of float. Look whether a successor is missing."),
)
_NEGATIVE = (
    N_("Negative float"),
    N_("No unfinished task has negative float."),
    N_("{count} of {total} unfinished tasks are too late for a date that somebody set. Move that date, or win the time back."),
)
_DURATION = (
    N_("High duration"),
    N_("No unfinished task has more than 44 working days left."),
    N_("{count} of {total} unfinished tasks have more than 44 working days left. Split them, so that their progress can be seen."),
)
_INVALID = (
    N_("Invalid dates"),
    N_("What was done lies in the past and what is left in the future."),
    N_("{count} of {total} tasks have done work in the future or work left in the past. Report their progress, or correct it."),
)
_RESOURCES = (
    N_("People"),
    N_("Somebody is on every unfinished task of a day or more."),
    N_("{count} of {total} unfinished tasks last a day or more and have nobody to do them. Assign somebody."),
)
_MISSED = (
    N_("Missed tasks"),
    N_("What the baseline has finished by now was finished in time."),
    N_("{count} of {total} tasks that the baseline has finished by now are late or were finished late. Look what holds them."),
)
_PATH_TEST = (
    N_("Critical path test"),
    N_("“{task}” was delayed by {asked} working days as a test, and the finish followed it."),
    N_("“{task}” was delayed by {asked} working days as a test, but the finish moved by {moved}. Look for a held date or a missing link."),
)
_CPLI = (
    N_("Critical path length index"),
    N_("The index is {index}; below 0.95 the baseline's finish is hardly to be kept."),
    N_("There is no baseline to compare the finish with."),
)
_BEI = (
    N_("Baseline execution index"),
    N_("{done} tasks are finished where the baseline has {due}: the index is {index}, and should be 0.95 at least."),
    N_("No baseline says that something should be finished by now."),
)
_DANGLING_START = (
    N_("Starts that wait for nothing"),
    N_("Every start that could wait for something does."),
    N_("{count} of {total} unfinished tasks are linked to only by their finish, so nothing says when they begin. Link their start."),
)
_DANGLING_FINISH = (
    N_("Finishes that nothing waits for"),
    N_("Every finish that something could wait for is waited for."),
    N_("{count} of {total} unfinished tasks are waited for only at their start, so nobody sees if they take longer. Link their finish."),
)
_ISOLATED = (
    N_("Tasks without any link"),
    N_("No unfinished task stands alone."),
    N_("{count} of {total} unfinished tasks have no link at all. Link them to what they need and to what needs them."),
)
_SEQUENCE = (
    N_("Out of sequence"),
    N_("Nothing began before what it waits for was finished."),
    N_("{count} of {total} tasks began before what they wait for was finished. Correct the link or the reported date."),
)
_OVER = (
    N_("Over-allocation"),
    N_("Nobody is on more than they can do at a time."),
    N_("{count} of {total} unfinished tasks are done by somebody who is on too much at that time. Level the plan, or assign others."),
)
_SUMMARIES = (
    N_("Links of summaries"),
    N_("No summary has a link."),
    N_("{count} of {total} links lead to or from a summary. Link the tasks below it, so that the reason of a date can be seen."),
)
_LONG_LAGS = (
    N_("Long lags"),
    N_("No lag is longer than 10 working days."),
    N_("{count} of {total} links have a lag of more than 10 working days. Make the waiting a task that somebody watches."),
)
