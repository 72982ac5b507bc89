"""CP-SAT proves small instances, gives bounds for others, and never contradicts brute force."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import permutations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost import engine
from milepost.cli.bench import psplib
from milepost.engine import proof, solving
from tests.data import DATA, needs_data


def _fits(made: engine.Instance, starts: np.ndarray) -> bool:
    """Whether starts keep every arc and every capacity, slot by slot."""
    ends = starts + made.slots
    if any(starts[j] < ends[i] for i, j in zip(made.predecessor, made.successor, strict=True)):
        return False
    used = np.zeros((len(made.capacity), int(ends.max(initial=0)) + 1), np.int64)
    for a in range(len(made)):
        for k in range(made.demand_first[a], made.demand_first[a + 1]):
            used[made.demand_resource[k], starts[a] : ends[a]] += made.demand_units[k]
    return bool(np.all(used <= made.capacity[:, :1]))


def _best_by_force(made: engine.Instance) -> int:
    """The least makespan over all orders of serial placement, which contain an optimal one."""
    best = 10**6
    for order in permutations(range(len(made))):
        starts = np.full(len(made), -1, np.int64)
        for a in order:
            before = made.predecessor[made.successor == a]
            if np.any(starts[before] < 0):
                break
            starts[a] = max((starts[i] + made.slots[i] for i in before), default=0)
            while not _fits_so_far(made, starts, a):
                starts[a] += 1
        else:
            best = min(best, int((starts + made.slots).max(initial=0)))
    return best


def _fits_so_far(made: engine.Instance, starts: np.ndarray, a: int) -> bool:
    placed = [b for b in range(len(made)) if starts[b] >= 0]
    for t in range(int(starts[a]), int(starts[a] + made.slots[a])):
        at_work = [b for b in placed if starts[b] <= t < starts[b] + made.slots[b]]
        for k in range(made.demand_first[a], made.demand_first[a + 1]):
            r = made.demand_resource[k]
            total = sum(
                int(made.demand_units[q])
                for b in at_work
                for q in range(made.demand_first[b], made.demand_first[b + 1])
                if made.demand_resource[q] == r
            )
            if total > made.capacity[r, 0]:
                return False
    return True


@st.composite
def instances(draw: st.DrawFn) -> engine.Instance:
    count = draw(st.integers(2, 5))
    slots = draw(st.lists(st.integers(1, 4), min_size=count, max_size=count))
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    arcs = draw(st.lists(st.sampled_from(pairs), max_size=3, unique=True))
    demand = [(a, 0, draw(st.integers(0, 2))) for a in range(count)]
    return engine.instance(slots, [2], arcs=arcs, demand=demand)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances())
def test_what_is_proved_is_the_best_there_is(made: engine.Instance) -> None:
    best = _best_by_force(made)
    beaten = proof.prove(made, upper=best + 1, deterministic=2)
    assert beaten.proved
    assert beaten.lower_bound == best
    assert beaten.starts is not None
    assert _fits(made, beaten.starts)
    assert int((beaten.starts + made.slots).max()) == best
    assert proof.prove(made, upper=best, deterministic=2) == (best, None, True)


@pytest.mark.parametrize("threads", [1, 2])
def test_search_and_proof_together_know_when_there_is_nothing_better(threads: int) -> None:
    made = engine.instance([2] * 3, [3], demand=[(a, 0, 2) for a in range(3)])
    assert engine.improve(made).proved is False
    found = solving.solve(made, seconds=20, threads=threads)
    assert (found.makespan, found.lower_bound, found.proved) == (6, 6, True)


@needs_data
def test_a_shorter_schedule_found_beside_a_proof_is_kept_and_no_bound_is_above_it() -> None:
    made = psplib.read(DATA / "psplib" / "j60" / "j609_5.sm")
    found = solving.solve(made, seconds=0.5)
    assert 76 <= found.lower_bound <= found.makespan == int((found.starts + made.slots).max())
    assert _fits(made, found.starts)


@needs_data
def test_a_proof_can_be_stopped() -> None:
    made = psplib.read(DATA / "psplib" / "j60" / "j6013_1.sm")
    stop = proof.Stop()
    with ThreadPoolExecutor(1) as pool:
        proving = pool.submit(proof.prove, made, upper=112, seconds=600, stop=stop)
        while not proving.done():
            stop()
            wait([proving], 0.01)
    assert not proving.result().proved


def test_too_little_time_still_gives_a_bound() -> None:
    made = engine.instance([3] * 12, [2], demand=[(a, 0, 1) for a in range(12)], arcs=[(0, 1), (1, 2)])
    found = proof.prove(made, upper=40, deterministic=1e-9)
    assert 9 <= found.lower_bound <= 18


def test_a_promise_that_costs_comes_before_the_makespan() -> None:
    made = engine.instance([4, 2], [1], demand=[(0, 0, 1), (1, 0, 1)], due=[4, 2], weight=[1, 5])
    found = proof.prove(made, upper=100, deterministic=2)
    assert found.starts is not None
    assert found.starts.tolist() == [2, 0]


def test_frozen_work_and_closed_slots_are_left_out_of_what_there_is() -> None:
    opens = np.array([[1, 1, 0, 1, 1, 1, 1, 1]])
    made = engine.instance([2, 3], [1], demand=[(0, 0, 1), (1, 0, 1)], frozen=[0, -1], calendar=[0, 0], open=opens)
    found = proof.prove(made, upper=9, deterministic=2)
    assert found.starts is not None
    assert found.starts.tolist() == [0, 3]


def test_nothing_loads_the_solver_before_a_proof_is_wanted() -> None:
    words = "import sys; from milepost import engine; from milepost.engine import proof; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0


@pytest.mark.parametrize("late", [0, 1])
def test_an_upper_bound_below_the_critical_path_is_hopeless_at_once(late: int) -> None:
    made = engine.instance([3, 3], [1], arcs=[(0, 1)])
    assert proof.prove(made, upper=6 - late) == (6 - late, None, True)
