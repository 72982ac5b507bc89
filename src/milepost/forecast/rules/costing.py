"""What a plan costs: work at the rates of those who do it, and what costs money beside it. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from milepost.plans.draft import Assignment, Draft, ResourceKind, Task

CENT = Decimal("0.01")
NOTHING = Decimal(0)
PER_HOUR = 60


@dataclass(frozen=True, slots=True)
class Sum:
    """Money that is spent and money that is still to come, in one currency."""

    spent: Decimal = NOTHING
    coming: Decimal = NOTHING

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.spent + other.spent, self.coming + other.coming)

    @property
    def total(self) -> Decimal:
        """What it costs in the end."""
        return self.spent + self.coming


@dataclass(frozen=True, slots=True)
class Rates:
    """What an hour of somebody costs: from each day of `from_on`, in order, what stands in its place of `per_hour`."""

    from_on: tuple[date, ...]
    per_hour: tuple[Decimal, ...]

    def on(self, day: date) -> Decimal:
        """The rate of a day; before the first one, the first."""
        return self.per_hour[max(0, bisect_right(self.from_on, day) - 1)]


@dataclass(frozen=True, slots=True)
class Fixed:
    """What costs money beside work: `paid` where that is known, with the task whose end it falls due with, by uid."""

    amount: Decimal
    paid: Decimal | None
    task: int | None


@dataclass(frozen=True, slots=True)
class Work:
    """Minutes of work of one assignment: done, and left."""

    done: int
    left: int


@dataclass(frozen=True, slots=True)
class Costed:
    """What a plan costs: by task and by member of the team, both by uid, and what costs money beside work.

    `unpriced` are the minutes of work of those of whom nobody said what an hour costs.
    """

    by_task: Mapping[int, Sum]
    by_member: Mapping[int, Sum]
    fixed: Sum
    unpriced: Mapping[int, int]

    @property
    def work(self) -> Sum:
        return sum(self.by_member.values(), Sum())

    @property
    def everything(self) -> Sum:
        return self.work + self.fixed


def costed(draft: Draft, starts: Mapping[int, date], rates: Mapping[int, Rates], fixed: Iterable[Fixed]) -> Costed:
    """Each assignment's work at the rate of the day on which its task starts, to the cent; work left out of the plan costs nothing.

    `rates` are those of the team by uid. What was not paid yet counts with its planned amount, what was paid with what was paid.
    """
    tasks = {task.uid: task for task in draft.tasks if task.active and not task.summary}
    people = {member.uid for member in draft.resources if member.kind is ResourceKind.WORK}
    by_task: dict[int, Sum] = {}
    by_member: dict[int, Sum] = {}
    unpriced: dict[int, int] = {}
    for line in draft.assignments:
        task = tasks.get(line.task)
        if task is None or line.resource not in people:
            continue
        took = worked(task, line)
        if line.resource not in rates:
            unpriced[line.resource] = unpriced.get(line.resource, 0) + took.done + took.left
            continue
        per_hour = rates[line.resource].on(starts[task.uid])
        price = Sum(_price(took.done, per_hour), _price(took.left, per_hour))
        by_task[task.uid] = by_task.get(task.uid, Sum()) + price
        by_member[line.resource] = by_member.get(line.resource, Sum()) + price
    beside = (Sum(coming=each.amount) if each.paid is None else Sum(spent=each.paid) for each in fixed)
    return Costed(by_task, by_member, sum(beside, Sum()), unpriced)


def worked(task: Task, line: Assignment) -> Work:
    """What an assignment has taken and will take: as it was recorded, else as much of its work as the task is done.

    Where nobody measured the work, it is the share of the task's duration that somebody gives to it.
    """
    work = line.work_minutes or task.duration_minutes * line.units // 100
    left = line.remaining_work_minutes if line.remaining_work_minutes is not None else work * (100 - min(100, task.percent)) // 100
    done = line.actual_work_minutes or work - work * (100 - min(100, task.percent)) // 100
    return Work(done, left)


def _price(minutes: int, per_hour: Decimal) -> Decimal:
    return (per_hour * minutes / PER_HOUR).quantize(CENT, ROUND_HALF_EVEN)


def by_phase(draft: Draft, by_task: Mapping[int, Sum]) -> list[tuple[int, Sum]]:
    """The costs of tasks by what stands at the top of the outline, by uid, in the plan's order; what costs nothing is left out."""
    found: dict[int, Sum] = {}
    top = min((task.level for task in draft.tasks), default=1)
    phase = 0
    for task in draft.tasks:
        phase = task.uid if task.level == top else phase
        if task.uid in by_task:
            found[phase] = found.get(phase, Sum()) + by_task[task.uid]
    return list(found.items())


def in_currency(known: Mapping[int, Sequence[tuple[date, Decimal, str]]], currency: str) -> dict[int, Rates]:
    """The rates of those who are paid in this currency, the oldest first. Another currency is no price here."""
    own = {uid: [rate for rate in rates if rate[2] == currency] for uid, rates in known.items()}
    return {uid: Rates(tuple(on for on, _, _ in rates), tuple(price for _, price, _ in rates)) for uid, rates in own.items() if rates}
