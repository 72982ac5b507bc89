"""A draft and the firm's past for the engine's simulation, and what it found as a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import sqrt

import numpy as np

from milepost import engine
from milepost.engine import reasons
from milepost.forecast.rules import moment
from milepost.forecast.rules.columns import last_day
from milepost.forecast.rules.simulation import WHOLE, Bar, Driver, Finished, Kept, RiskCost, Simulation, Spreads
from milepost.forecast.snapshot.calendars import project_time, working_days
from milepost.forecast.snapshot.planning import planned
from milepost.forecast.snapshot.speaking import refusal, spoken
from milepost.kernel.say import Sentence, say
from milepost.plans.draft import Draft, Link, ResourceKind, Task

Progress = Callable[[float], bool]
WITH_PROJECT, WITH_PERSON = 0.2, 0.1
"""How much of a task's variance it shares with all tasks of the project, and with all tasks of the people on it."""
BEST, WORST = 0.75, 1.5
"""The case nobody gave, where somebody gave the other, in parts of the likely length."""
MOST_CRITICAL = 25
"""Tasks that are told by how often the finish hung on them."""
_MIDNIGHT = time(0)


class Cancelled(Exception):
    """The simulation was told to stop before it had an answer."""


@dataclass(frozen=True, slots=True)
class Risk:
    """An event that happens with `probability` (0 to 1) and makes each of the tasks `uids` `minutes` longer and `factor` times as long."""

    id: int
    name: str
    probability: float
    uids: tuple[int, ...]
    minutes: int = 0
    factor: float = 1.0


def simulate(
    draft: Draft,
    *,
    as_of: date,
    promises: Mapping[int | None, date] | None = None,
    history: Sequence[Finished] = (),
    risks: Sequence[Risk] = (),
    trials: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """Try `draft`, as it stands on the day `as_of`, `trials` times with other lengths of its tasks.

    `promises` are promised days by uid, None for the whole plan; one is kept if the work ends on that day or before. `history` is
    what the firm finished, in order. `progress` is told the share done and answers whether to go on; where it does not, Cancelled is
    raised, and what it raises itself goes up. Raises Refusal like `conclude`, and for a risk or a promise that cannot be.
    """
    rows = {task.uid: row for row, task in enumerate(draft.tasks)}
    try:
        plan, _ = planned(draft, as_of)
        network = engine.compiled(plan)
        basis = _Basis.of(draft, network, history)
        found = engine.simulate(
            network,
            basis.spread,
            trials=trials,
            seed=seed,
            risks=[engine.Risk(r.name, r.probability, tuple(rows.get(uid, -1) for uid in r.uids), r.minutes, r.factor) for r in risks],
            promises=[engine.Promise(_end_of(on), -1 if uid is None else rows.get(uid, -2)) for uid, on in (promises or {}).items()],
            progress=progress,
            threads=threads,
        )
    except engine.Impossible as impossible:
        raise refusal(impossible, draft) from impossible
    except engine.Stopped as stopped:
        raise Cancelled from stopped
    return _value(draft, as_of, found, basis, promises or {}, risks)


def warm() -> None:
    """Load the loops, and compile them where that was never done on this machine: about half a minute, once."""
    day, tasks = datetime(2026, 1, 5, 9), (Task(1, "One", duration_minutes=60), Task(2, "Two", duration_minutes=60, elapsed=True))
    for last in (1, 2):
        simulate(Draft("Warm", day, tasks[:last], tuple([Link(1, 2)][: last - 1])), as_of=day.date(), trials=1, threads=1)


def _end_of(on: date) -> int:
    return engine.minute(datetime.combine(on, _MIDNIGHT) + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class _Basis:
    """What is drawn, and what it rests on."""

    spread: engine.Spread
    people: tuple[int, ...]
    """uid of the person behind each shared factor after the project's."""
    given: int
    learnt: int
    assumed: int
    finished: int

    @classmethod
    def of(cls, draft: Draft, network: engine.Network, history: Sequence[Finished]) -> _Basis:
        firm = engine.calibrated([outcome(each) for each in history])
        whose = _people(draft)
        names = {resource.uid: _groups(resource.email or resource.name, resource.group) for resource in draft.resources}
        shape, low, high = (np.zeros(len(draft.tasks), np.int64) for _ in range(3))
        minutes = network.plan.tasks.minutes
        given = learnt = assumed = 0
        for row, task in enumerate(draft.tasks):
            if network.summary[row] or not minutes[row]:
                continue
            if task.best_minutes is not None or task.worst_minutes is not None:
                shape[row], given = engine.Shape.PERT, given + 1
                low[row], high[row] = _three_points(task, int(minutes[row]))
                continue
            habit = firm.habit([group for uid in whose.get(task.uid, ()) for group in names[uid]])
            learnt, assumed = learnt + (habit.tasks > 0), assumed + (habit.tasks == 0)
            shape[row] = engine.Shape.LOGNORMAL
            low[row], high[row] = (max(1, habit.minutes(int(minutes[row]), chance)) for chance in (0.1, 0.9))
        factors, people = _shared(draft, whose)
        spread = engine.Spread(shape, low, minutes, high, factors=factors)
        return cls(spread, people, given, learnt, assumed, firm.firm.tasks)


def outcome(each: Finished) -> engine.Outcome:
    groups = (*_groups(each.person, each.role), *((("kind", each.kind),) if each.kind else ()))
    return engine.Outcome(each.estimated_minutes, each.actual_minutes, groups)


def _groups(person: str, role: str) -> tuple[tuple[str, str], ...]:
    return tuple((kind, name) for kind, name in (("person", person), ("role", role)) if name)


def _three_points(task: Task, likely: int) -> tuple[int, int]:
    """Best and worst case around the length that is likely now, which reports of progress may have moved beyond them."""
    best = round(likely * BEST) if task.best_minutes is None else task.best_minutes
    worst = round(likely * WORST) if task.worst_minutes is None else task.worst_minutes
    return min(best, likely), max(worst, likely)


def _people(draft: Draft) -> dict[int, tuple[int, ...]]:
    """uids of the people on each task."""
    working = {resource.uid for resource in draft.resources if resource.kind is ResourceKind.WORK}
    whose: dict[int, tuple[int, ...]] = {}
    for each in draft.assignments:
        if each.resource in working and each.resource not in whose.get(each.task, ()):
            whose[each.task] = (*whose.get(each.task, ()), each.resource)
    return whose


def _shared(draft: Draft, whose: Mapping[int, tuple[int, ...]]) -> tuple[tuple[engine.Factor, ...], tuple[int, ...]]:
    """The project's factor over every task, and one for each person over that person's tasks."""
    count = len(draft.tasks)
    project = engine.Factor("project", tuple(range(count)), (sqrt(WITH_PROJECT),) * count)
    of_person: dict[int, list[tuple[int, float]]] = {}
    for row, task in enumerate(draft.tasks):
        people = whose.get(task.uid, ())
        for uid in people:
            of_person.setdefault(uid, []).append((row, sqrt(WITH_PERSON / len(people))))
    factors = [
        engine.Factor(f"person {uid}", tuple(row for row, _ in own), tuple(weight for _, weight in own)) for uid, own in of_person.items()
    ]
    return (project, *factors), tuple(of_person)


def _value(
    draft: Draft, as_of: date, found: engine.Simulated, basis: _Basis, promises: Mapping[int | None, date], risks: Sequence[Risk]
) -> Simulation:
    p10, p50, p80, p90 = found.finish
    low, high = (last_day(moment(found.end[bound, 2])) for bound in (1, 2))
    together = Kept(None, None, found.together.share, found.together.error) if len(promises) > 1 else None
    return Simulation(
        as_of=as_of,
        trials=found.trials,
        seed=found.seed,
        spreads=Spreads(found.network.plan.tasks.id, p10, p50, p80, p90, np.rint(found.criticality * WHOLE).astype(np.int64)),
        planned=moment(found.planned),
        **{f"p{percent}": moment(at) for percent, at in zip(engine.PERCENTS, found.end[0], strict=True)},
        error_days=working_days(project_time(draft), low, high) / 2,
        kept=tuple(Kept(uid, on, each.share, each.error) for (uid, on), each in zip(promises.items(), found.kept, strict=True)),
        together=together,
        drivers=tuple(_driver(draft, found, each, basis.people, risks) for each in found.drivers),
        bars=_bars(found),
        notes=tuple(_notes(basis)),
        risks=tuple(_costs(draft, found, list(promises), risks)),
        critical=_critical(found),
    )


def _critical(found: engine.Simulated) -> tuple[int, ...]:
    """Uids of the tasks on which the finish hung most often; of equals the plan's order."""
    share = np.where(found.network.summary, 0.0, found.criticality)
    rows = np.argsort(-share, kind="stable")[:MOST_CRITICAL]
    return tuple(int(found.network.plan.tasks.id[row]) for row in rows if share[row] > 0)


def _costs(draft: Draft, found: engine.Simulated, promised: Sequence[int | None], risks: Sequence[Risk]) -> Iterator[RiskCost]:
    """What each risk costs; what chance alone may have brought about costs nothing, and no risk brings anything forward."""
    working, whole = project_time(draft), promised.index(None) if None in promised else None
    likely = engine.PERCENTS.index(80)
    for each in found.risks:
        without, low, high = (last_day(moment(at)) for at in each.end_without[:, likely])
        later, error_days = working_days(working, without, last_day(moment(found.end[0, likely]))), working_days(working, low, high) / 2
        less = None if whole is None else each.kept_less[whole]
        swing = round(_sure(each.swing, each.error))
        yield RiskCost(
            id=risks[each.index].id,
            days=round(_sure(later, error_days)),
            error_days=error_days,
            share=None if less is None else _sure(less.share, less.error),
            error=None if less is None else less.error,
            swing_minutes=_rounded(swing, found.network.plan.minutes_per_day) if swing else 0,
        )


def _sure(value: float, error: float) -> float:
    """Nothing, where no more than chance stands behind it."""
    return value if value > error else 0


def _bars(found: engine.Simulated) -> tuple[Bar, ...]:
    days, counts = np.unique((found.ends - 1) // 1440, return_counts=True)
    return tuple(Bar(moment(day * 1440).date(), count) for day, count in zip(days.tolist(), counts.tolist(), strict=True))


def _driver(draft: Draft, found: engine.Simulated, each: engine.Driver, people: Sequence[int], risks: Sequence[Risk]) -> Driver:
    kind, uid, name, text = _named(draft, each, people, risks)
    swing = round(each.swing)
    length = spoken(reasons.duration(found.network.plan, _rounded(abs(swing), found.network.plan.minutes_per_day)), draft)
    sentence = Sentence(text.text, {**text.values, "time": length})
    return Driver(kind, uid, name, each.share, swing, round(each.error), sentence)


def _named(draft: Draft, each: engine.Driver, people: Sequence[int], risks: Sequence[Risk]) -> tuple[str, int | None, str, Sentence]:
    """Kind, uid, name and the sentence of what decides the finish, the time still open."""
    if each.kind == "task":
        task = draft.tasks[each.index]
        text = say("How long “{task}” takes: between a good and a bad case of it the finish moves by {time}.", task=task.name)
        return "task", task.uid, task.name, text
    if each.kind == "risk":
        name = risks[each.index].name
        return "risk", None, name, say("Whether “{risk}” happens: if it does, the finish moves by {time}.", risk=name)
    if each.index == 0:
        text = say("How well the work as a whole was estimated: between a good and a bad case of it the finish moves by {time}.")
        return "project", None, "", text
    name = next(resource.name for resource in draft.resources if resource.uid == people[each.index - 1])
    text = say("How fast {person} gets on: between a good and a bad case of it the finish moves by {time}.", person=name)
    return "person", None, name, text


def _rounded(minutes: int, day: int) -> int:
    """No finer than it is known: whole days from two days on, else whole hours."""
    unit = day if minutes >= 2 * day else 60
    return max(1, round(minutes / unit)) * unit


def _notes(basis: _Basis) -> list[Sentence]:
    total = basis.given + basis.learnt + basis.assumed
    notes = []
    if basis.given:
        text = say("{count} of {total} tasks vary between the best and the worst case given for them.", count=basis.given, total=total)
        notes.append(text)
    if basis.learnt:
        notes.append(_experience(basis, total))
    if basis.assumed:
        notes.append(_assumption(basis.assumed, total))
    if total:
        notes.append(say("Tasks of one project go well or badly together to some extent, tasks of one person more so."))
    return notes


def _experience(basis: _Basis, total: int) -> Sentence:
    return say(
        "{count} of {total} tasks vary as {finished} finished tasks of the firm did against their estimates.",
        count=basis.learnt,
        total=total,
        finished=basis.finished,
    )


def _assumption(count: int, total: int) -> Sentence:
    return say(
        "For {count} of {total} tasks nobody gave a best and a worst case, and there is no history to learn from. They were taken to "
        "last between two thirds of their estimate and one and a half times as long, 8 times in 10.",
        count=count,
        total=total,
    )
