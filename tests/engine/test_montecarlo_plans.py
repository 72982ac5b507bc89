"""Simulations of plans as people send them: real files, work in progress, dates that are imposed, and every refusal by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from milepost import engine
from milepost.engine import montecarlo, twins
from milepost.exchange.sandbox import read_in_sandbox
from milepost.forecast import snapshot
from milepost.kernel.refusal import Refusal
from milepost.plans.draft import Constraint, Draft, Link, Task
from tests import data
from tests.engine.plans import AS_OF, CALENDARS, START

UNIFORM = engine.Shape.UNIFORM


def network(*tasks: Task, links: tuple[Link, ...] = (), as_of: date = AS_OF, **more: Any) -> engine.Network:
    return snapshot.prepare(Draft("Known", START, tasks, links, CALENDARS, 1, **more), as_of=as_of).network


def wide(net: engine.Network, **more: Any) -> engine.Spread:
    """Every task takes between half as long and twice as long."""
    planned = net.plan.tasks.minutes
    return engine.Spread(np.full(len(planned), UNIFORM, np.int64), planned // 2, planned, planned * 2, **more)


def exact(net: engine.Network) -> bool:
    """Whether, with no spread, every finish is that of the critical path, to the working minute of the task's calendar."""
    schedule = engine.scheduled(net)
    found = engine.simulate(net, engine.certain(len(net.summary)), trials=3, threads=1)
    run = montecarlo._prepared(net, engine.certain(len(net.summary)), (), (), 1, 1)
    rows = np.flatnonzero(run.ground.place >= 0)
    instants = run.course.instants(run.planned[run.ground.place[rows]].astype(np.int64), False)
    calendar = np.full(len(rows), run.ground.nodes.calendar[0]) if net.uniform else net.float_calendar[rows]
    works = []
    for column in (instants, schedule.finish[rows]):
        works.append(np.empty(len(rows), np.int64))
        twins.chosen(net.size).works_at(run.ground.axis, calendar, column, works[-1])
    return bool(np.array_equal(*works) and np.all(found.finish == schedule.finish) and np.all(found.ends == schedule.end))


@data.needs_data
@pytest.mark.parametrize("path", data.plans(), ids=lambda path: path.name)
def test_without_spread_a_real_plan_keeps_its_critical_path(path: Path) -> None:
    try:
        draft = read_in_sandbox(path)
        net = snapshot.prepare(draft, as_of=draft.status_on or draft.start.date()).network
    except Refusal:
        pytest.skip("this file is refused, as others test")
    assert exact(net)


@pytest.mark.parametrize("calendars", [1, 4])
def test_without_spread_a_made_plan_keeps_its_critical_path(calendars: int) -> None:
    from milepost.cli.bench.plans import make_plan, on_one_calendar

    made = make_plan(300)
    assert exact(snapshot.prepare(made if calendars == 4 else on_one_calendar(made), as_of=AS_OF).network)


def test_work_that_is_done_never_moves_and_work_in_progress_varies_by_what_remains() -> None:
    done = Task(1, "Done", duration_minutes=480, percent=100, actual_start=START, actual_finish=datetime(2026, 3, 2, 17))
    going = Task(2, "Going", duration_minutes=4800, percent=50, actual_start=START, remaining_minutes=2400)
    fresh = Task(3, "Fresh", duration_minutes=4800)
    net = network(done, going, fresh, as_of=date(2026, 3, 9))
    found = engine.simulate(net, wide(net), trials=4000)
    low, high = engine.simulate(net, wide(net), trials=4000).finish[[0, 3]]
    assert low[0] == high[0] == engine.minute(datetime(2026, 3, 2, 17))
    assert 0 < high[1] - low[1] < high[2] - low[2]
    assert found.criticality[0] == 0
    assert low[1] > engine.minute(datetime(2026, 3, 9, 17))


def test_imposed_dates_and_dates_set_by_hand_hold_in_every_trial() -> None:
    at = datetime(2026, 3, 9, 8)
    imposed = Task(1, "Imposed", duration_minutes=480, constraint=Constraint.MSO, constraint_at=at)
    by_hand = Task(2, "By hand", duration_minutes=480, manual=True, manual_start=at, manual_finish=datetime(2026, 3, 10, 17))
    before = Task(3, "Not before", duration_minutes=0, constraint=Constraint.FNET, constraint_at=datetime(2026, 3, 20, 12))
    net = network(imposed, by_hand, before)
    found = engine.simulate(net, wide(net), trials=500)
    assert found.finish[0, 0] >= engine.minute(datetime(2026, 3, 9, 12))
    assert set(found.finish[:, 1].tolist()) == {engine.minute(datetime(2026, 3, 10, 17))}
    assert set(found.finish[:, 2].tolist()) == {engine.minute(datetime(2026, 3, 20, 12))}


def test_what_is_wanted_late_begins_when_planned_and_not_later() -> None:
    late = Task(1, "Late", duration_minutes=480, constraint=Constraint.ALAP)
    long = Task(2, "Long", duration_minutes=4800)
    net = network(late, long)
    assert exact(net)
    found = engine.simulate(net, wide(net), trials=1000)
    assert found.finish[0, 0] >= engine.scheduled(net).start[0]


def test_a_plan_from_its_finish_keeps_its_starts() -> None:
    net = network(
        Task(1, "One", duration_minutes=960, constraint=Constraint.ALAP),
        Task(2, "Two", duration_minutes=480, constraint=Constraint.ALAP),
        links=(Link(1, 2),),
        from_finish=True,
        finish=datetime(2026, 3, 20, 17),
    )
    assert exact(net)
    found = engine.simulate(net, wide(net), trials=2000)
    assert found.probability(engine.minute(datetime(2026, 3, 20, 17))).share < 0.5


def test_a_summary_ends_with_the_last_below_it() -> None:
    net = network(
        Task(1, "Phase", level=1, summary=True),
        Task(2, "Short", level=2, duration_minutes=480),
        Task(3, "Long", level=2, duration_minutes=960),
        Task(4, "Apart", level=1, duration_minutes=4800),
    )
    found = engine.simulate(net, wide(net), trials=3000, promises=[engine.Promise(engine.minute(datetime(2026, 3, 4, 12)), 0)])
    assert np.all(found.finish[:, 0] >= np.maximum(found.finish[:, 1], found.finish[:, 2]))
    assert 0 < found.kept[0].share < 1
    assert found.criticality.tolist() == [0, 0, 0, 1]


def test_progress_is_told_and_may_stop_the_simulation() -> None:
    net = network(Task(1, "One", duration_minutes=480))
    told: list[float] = []
    engine.simulate(net, wide(net), trials=10_000, progress=lambda share: told.append(share) is None)
    assert told == sorted(told)
    assert told[-1] == 1
    with pytest.raises(engine.Stopped):
        engine.simulate(net, wide(net), trials=10_000, progress=lambda share: False)


def test_what_progress_raises_goes_up() -> None:
    net = network(Task(1, "One", duration_minutes=480))

    def broken(share: float) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        engine.simulate(net, wide(net), progress=broken)


def test_a_plan_without_tasks_ends_when_it_begins() -> None:
    net = network()
    found = engine.simulate(net, engine.certain(0), trials=10)
    assert set(found.ends.tolist()) == {engine.scheduled(net).end}


ONE = Task(1, "One", duration_minutes=480)


def spread(shape: int, low: int, likely: int, high: int, **more: Any) -> engine.Spread:
    return engine.Spread(*(np.array([value], np.int64) for value in (shape, low, likely, high)), **more)


def tried(**options: Any) -> engine.Simulated:
    net = network(ONE)
    return engine.simulate(net, options.pop("spread", None) or wide(net), **options)


REFUSED: dict[str, tuple[str, Callable[[], object]]] = {
    "the best case above the likely one": ("estimate_low_above_likely", lambda: spread(engine.Shape.PERT, 900, 800, 1000)),
    "the likely case above the worst one": ("estimate_likely_above_high", lambda: spread(engine.Shape.TRIANGULAR, 100, 800, 700)),
    "the best case above the worst one": ("estimate_backwards", lambda: spread(UNIFORM, 900, 0, 100)),
    "a negative estimate": ("estimate_negative", lambda: spread(engine.Shape.PERT, -1, 800, 1000)),
    "a lognormal that begins at nothing": ("estimate_zero", lambda: spread(engine.Shape.LOGNORMAL, 0, 0, 100)),
    "an estimate of centuries": ("beyond_horizon", lambda: spread(UNIFORM, 0, 0, 200 * 366 * 1440)),
    "a distribution nobody knows": ("shape_unknown", lambda: spread(17, 1, 2, 3)),
    "a discrete task without values": ("estimate_missing", lambda: spread(engine.Shape.DISCRETE, 0, 0, 0)),
    "chances that do not add up": (
        "probability_out_of_range",
        lambda: spread(engine.Shape.DISCRETE, 0, 0, 0, discrete={0: ((480, 0.5), (960, 0.4))}),
    ),
    "a discrete value below nothing": ("estimate_negative", lambda: spread(engine.Shape.DISCRETE, 0, 0, 0, discrete={0: ((-1, 1.0),)})),
    "a discrete row that is not there": ("row_unknown", lambda: spread(0, 0, 0, 0, discrete={7: ((480, 1.0),)})),
    "a weight above one": ("weight_out_of_range", lambda: spread(0, 0, 0, 0, factors=(engine.Factor("f", (0,), (1.5,)),))),
    "weights that share more than all": (
        "weight_out_of_range",
        lambda: spread(0, 0, 0, 0, factors=(engine.Factor("f", (0,), (0.9,)), engine.Factor("g", (0,), (0.9,)))),
    ),
    "a factor of a row that is not there": ("row_unknown", lambda: spread(0, 0, 0, 0, factors=(engine.Factor("f", (4,), (0.5,)),))),
    "no trials": ("trials_out_of_range", lambda: tried(trials=0)),
    "a spread for another plan": ("row_unknown", lambda: tried(spread=engine.certain(5))),
    "a probability above one": ("probability_out_of_range", lambda: tried(risks=[engine.Risk("r", 1.2, (0,))])),
    "a probability below nothing": ("probability_out_of_range", lambda: tried(risks=[engine.Risk("r", -0.1, (0,))])),
    "a risk to a row that is not there": ("row_unknown", lambda: tried(risks=[engine.Risk("r", 0.5, (3,))])),
    "a risk that turns time back": ("impact_out_of_range", lambda: tried(risks=[engine.Risk("r", 0.5, (0,), factor=-1)])),
    "a promise of a row that is not there": ("row_unknown", lambda: tried(promises=[engine.Promise(0, 9)])),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_simulated_is_refused_by_name(name: str) -> None:
    code, attempt = REFUSED[name]
    with pytest.raises(engine.Impossible) as refused:
        attempt()
    assert refused.value.code == code
    assert refused.value.saying.text


def test_columns_of_the_wrong_shape_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="one length"):
        replace(spread(0, 0, 0, 0), low=np.zeros(2, np.int64))
