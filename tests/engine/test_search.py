"""The search for a short schedule: feasible, as short as there is where that is known, never below a bound, the same again."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from milepost import engine
from milepost.cli.bench import psplib
from milepost.engine import Instance, instance, placement, search, search_kernels
from milepost.engine.layout import Ints
from milepost.engine.search import Improved
from tests.data import DATA, needs_data
from tests.engine import instances

BUDGET = 400


def known(name: str) -> int:
    """The best known makespan of a PSPLIB instance."""
    rows = (line.split(",") for line in (DATA / "psplib" / "best_known.csv").read_text().splitlines())
    return next(int(row[3]) for row in rows if row[1] == name)


def shuffled(made: Instance, seed: int) -> tuple[Instance, Ints]:
    """The same plain instance with its activities in another order, and where each went."""
    to = np.array(random.Random(seed).sample(range(len(made)), len(made)))
    slots = np.empty_like(made.slots)
    slots[to] = made.slots
    rows = np.repeat(np.arange(len(made)), np.diff(made.demand_first))
    return instance(
        slots,
        made.capacity,
        arcs=np.column_stack((to[made.predecessor], to[made.successor])),
        demand=np.column_stack((to[rows], made.demand_resource, made.demand_units)),
    ), to


@pytest.mark.parametrize("make", [instances.plain, instances.wide])
def test_what_is_found_can_be_kept_and_is_what_it_says(make) -> None:
    for seed in range(25):
        made = make(seed)
        found = engine.improve(made, budget=BUDGET)
        ends = instances.finish(made, found.starts)
        late = [max(0, end - due) * weight for end, due, weight in zip(ends, made.due.tolist(), made.weight.tolist(), strict=True)]
        assert instances.faults(made, found.starts) == []
        assert found.finish.tolist() == ends
        assert (found.makespan, found.cost) == (max(ends), sum(late))
        assert found.lower_bound <= found.makespan
        assert found.proved is (found.cost == 0 and found.lower_bound == found.makespan)


def test_small_instances_end_as_short_as_there_is() -> None:
    for seed in range(15):
        made = instances.plain(seed, n=6)
        shortest = instances.shortest(made)
        assert engine.improve(made, budget=BUDGET).makespan == shortest
        assert search.lower_bound(made) <= shortest


def test_the_search_is_never_behind_the_rules_it_began_from() -> None:
    for seed in range(10):
        for made in (instances.plain(seed, n=30), instances.wide(seed, n=30, horizon=600)):
            first, found = placement.best(made), engine.improve(made, budget=BUDGET)
            assert (found.cost, found.makespan) <= (first.cost, first.makespan)


@pytest.mark.parametrize("make", [instances.plain, instances.wide])
def test_one_thread_and_two_find_the_same(make) -> None:
    made = make(3, n=40, **({"horizon": 900} if make is instances.wide else {}))
    one, two, again = (engine.improve(made, budget=2 * BUDGET, seed=7, threads=threads) for threads in (1, 2, 2))
    assert one.starts.tolist() == two.starts.tolist() == again.starts.tolist()
    assert one.schedules == two.schedules


def test_another_seed_walks_another_way() -> None:
    made = instances.plain(5, n=40)
    starts = {tuple(engine.improve(made, budget=BUDGET, seed=seed).starts.tolist()) for seed in range(1, 7)}
    assert len(starts) > 1


def test_the_order_of_the_rows_changes_no_bound_and_nothing_that_is_proved() -> None:
    for seed in range(10):
        made = instances.plain(seed)
        other, to = shuffled(made, seed)
        here, there = engine.improve(made, budget=BUDGET), engine.improve(other, budget=BUDGET)
        assert here.lower_bound == there.lower_bound
        assert instances.faults(other, there.starts) == []
        assert instances.faults(made, there.starts[to]) == []
        assert not here.proved or here.makespan == there.makespan


def test_the_search_ends_when_it_is_told_to() -> None:
    made = instances.plain(2, n=60)
    told: list[Improved] = []
    found = engine.improve(made, budget=10**9, progress=lambda now: told.append(now) or len(told) < 3)
    assert len(told) == 3
    assert [now.schedules for now in told] == sorted(now.schedules for now in told)
    assert told[-1].schedules == found.schedules < 10**9


def test_it_goes_on_from_a_schedule_it_is_given() -> None:
    made = instances.plain(9, n=40)
    good = engine.improve(made, budget=20 * BUDGET)
    assert engine.improve(made, budget=1, start=good.starts).makespan == good.makespan


def test_nothing_to_place_is_placed_at_once() -> None:
    found = engine.improve(instance([], [1]))
    assert (found.makespan, found.proved, len(found.starts)) == (0, True, 0)


def test_work_over_capacity_is_a_bound() -> None:
    made = instance([3, 3, 3, 1], [2], arcs=[(0, 3), (1, 3), (2, 3)], demand=[(0, 0, 2), (1, 0, 2), (2, 0, 2)])
    assert search.lower_bound(made) == 10
    assert engine.improve(made, budget=20).proved


def test_the_compiled_walks_are_their_plain_twins() -> None:
    for compiled, plain in ((search.LOOPS.compiled(), search.LOOPS.plain()),):
        made = instances.plain(4, n=20)
        numbered = search.tight_of(made)
        assert numbered is not None
        found = []
        for twin in (compiled, plain):
            best, at, marks = np.zeros(20, np.int64), np.zeros(20, np.int64), np.zeros(3, np.int64)
            random, state = np.array([17], np.int64), np.zeros(2, np.int64)
            head, tail = np.zeros(20, np.int64), np.zeros(20, np.int64)
            longest = twin.dates(numbered.tight, head, tail)
            twin.begin(numbered.tight, longest - tail, best, at, marks)
            twin.walk(numbered.tight, best, at, marks, random, state, 200, 0)
            energy = twin.energy_bound(numbered.tight.slots, numbered.units[0], numbered.capacity[0], head, tail)
            found.append([longest, energy, *best, *at, *marks, *random, *state])
        assert found[0] == found[1]


def test_the_compiled_wide_walk_is_its_plain_twin() -> None:
    made = instances.wide(4)
    first = placement.best(made)
    found = []
    for twin in (search.LOOPS.compiled(), search.LOOPS.plain()):
        start, finish, state = first.starts.copy(), first.finish.copy(), np.zeros(2, np.int64)
        twin.walk_wide(made.form, start, finish, np.array([5], np.int64), state, 60, 0)
        found.append([*start, *finish, *state])
    assert found[0] == found[1]


def test_random_numbers_stay_within_what_is_asked_and_reach_all_of_it() -> None:
    random = np.array([1], np.int64)
    assert {search_kernels.drawn(random, 7) for _ in range(300)} == set(range(7))


@needs_data
@pytest.mark.parametrize("name", ["j301_1", "j305_1", "j601_1", "j1201_1"])
def test_instances_of_the_library_come_near_the_best_known(name: str) -> None:
    made = psplib.read(next((DATA / "psplib").glob(f"*/{name}.sm")))
    found = engine.improve(made, budget=4000)
    assert instances.faults(made, found.starts) == []
    assert known(name) <= found.makespan <= known(name) * 1.05


@needs_data
@pytest.mark.slow
def test_no_instance_of_the_library_ends_below_what_is_known_to_be_possible() -> None:
    for path in sorted(Path(DATA / "psplib").glob("*/*.sm")):
        made = psplib.read(path)
        found = engine.improve(made, budget=2000)
        assert instances.faults(made, found.starts) == []
        assert found.lower_bound <= known(path.stem)
        rows = (line.split(",") for line in (DATA / "psplib" / "best_known.csv").read_text().splitlines())
        assert found.makespan >= next(int(row[2]) for row in rows if row[1] == path.stem)
