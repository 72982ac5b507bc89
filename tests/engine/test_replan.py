"""Calm re-planning of instances: the past stays, caps hold, nothing moves more than right-shift, and on tiny ones nothing moves less."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from milepost.engine import Instance, Ints, instance, placement, replan
from milepost.engine.plan import Impossible
from tests.data import DATA
from tests.engine import instances

SEEDS = range(12)
SHORT = 2100


def planned(made: Instance) -> Ints:
    """The plan before: the best of the placement rules."""
    return placement.best(made).starts


def disturbed(seed: int, n: int = 12, *, wide: bool = False) -> tuple[Instance, Ints, int]:
    """An instance under way: what runs or is next lasts longer, and units are missing for a while."""
    chance = np.random.default_rng(seed)
    made = (instances.wide if wide else instances.plain)(seed, n)
    made = replace(made, weight=np.zeros(len(made), np.int64))
    before = planned(made)
    finish = placement.finishes(made, before)
    now = int(finish.max()) // 3
    near = (made.slots > 0) & (finish > now) & (before < now + 4)
    slots = np.where(near & (chance.random(n) < 0.6), made.slots + 2, made.slots)
    horizon = made.horizon + 60
    capacity = made.capacity if wide else np.repeat(made.capacity, horizon, axis=1)
    capacity = capacity.copy()
    capacity[0, now + 1 : now + 4] //= 2
    frozen = np.where(made.frozen >= 0, made.frozen, np.where(before < now, before, -1))
    return replace(made, slots=slots, capacity=capacity, frozen=frozen, release=np.maximum(made.release, now)), before, now


def without_arcs_into_the_past(made: Instance) -> Instance:
    """What has begun waits for nothing any more."""
    kept = made.frozen[made.successor] < 0
    names = ("predecessor", "successor", "kind", "lag", "lag_calendar")
    return replace(made, **{name: getattr(made, name)[kept] for name in names})


def faults(made: Instance, starts: Ints) -> list[str]:
    """What the independent checker of placement finds; overloads of what has begun are nobody's fault."""
    return [fault for fault in instances.faults(without_arcs_into_the_past(made), starts) if "0 frozen" not in fault]


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_repair_and_plan_are_feasible_and_keep_the_past_and_the_cap(seed: int, wide: bool) -> None:
    made, before, now = disturbed(seed, wide=wide)
    if instances.faults(without_arcs_into_the_past(made), replan.right_shift(made, before, now=now)):
        pytest.skip("what has begun needs more than is left, whatever follows")
    found = replan.replan(made, before, now=now, budget=420)
    assert faults(made, found.starts) == []
    begun = before < now
    assert np.array_equal(found.starts[begun], before[begun])
    assert (found.starts[~begun] >= now).all()
    assert found.end <= found.cap == found.repair_end
    assert found.movement <= found.repair


@pytest.mark.parametrize("seed", SEEDS)
def test_right_shift_begins_nothing_earlier_and_gives_way_only_to_what_was_planned_before(seed: int) -> None:
    made, before, now = disturbed(seed)
    found = replan.right_shift(made, before, now=now)
    assert (found >= before).all()
    order = np.argsort(before, kind="stable")
    for count in range(1, len(made)):
        kept = np.sort(order[:count])
        place = {int(a): k for k, a in enumerate(kept)}
        arcs = [
            (place[a], place[b])
            for a, b in zip(made.predecessor.tolist(), made.successor.tolist(), strict=True)
            if a in place and b in place
        ]
        rows = np.repeat(np.arange(len(made)), np.diff(made.demand_first)).tolist()
        needs = zip(rows, made.demand_resource.tolist(), made.demand_units.tolist(), strict=True)
        demand = [(place[a], r, units) for a, r, units in needs if a in place]
        fewer = instance(made.slots[kept], made.capacity, arcs=arcs, demand=demand, release=made.release[kept], frozen=made.frozen[kept])
        if all(made.slots[kept] > 0):
            assert np.array_equal(replan.right_shift(fewer, before[kept], now=now), found[kept])


@pytest.mark.parametrize("seed", SEEDS)
def test_where_nothing_is_disturbed_nothing_moves(seed: int) -> None:
    made = instances.plain(seed)
    before = planned(made)
    found = replan.replan(made, before, now=int(before.max()) // 2, budget=SHORT)
    assert np.array_equal(found.starts, before)
    assert found.movement == found.repair == found.tries == 0


def least_movement(made: Instance, before: Ints, now: int, cap: int) -> int:
    """The optimum, by trying everything."""
    free = np.flatnonzero(made.frozen < 0)
    best = 10**9
    arcs = without_arcs_into_the_past(made)
    for places in product(*(range(now, cap - int(made.slots[a]) + 1) for a in free)):
        starts = np.where(made.frozen >= 0, made.frozen, 0)
        starts[free] = places
        movement = int(abs(starts - before).sum())
        if movement < best and not instances.faults(arcs, starts):
            best = movement
    return best


@pytest.mark.parametrize("seed", range(8))
def test_on_tiny_instances_nothing_moves_less(seed: int) -> None:
    chance = np.random.default_rng(seed)
    slots = chance.integers(1, 4, 5)
    arcs = [(i, j) for j in range(5) for i in range(j) if chance.random() < 0.2]
    made = instance(slots, np.full((1, 20), 3), arcs=arcs, demand=[(a, 0, int(chance.integers(1, 4))) for a in range(5)])
    before = planned(made)
    capacity = made.capacity.copy()
    capacity[0, 2:4] = 1
    frozen = np.where(before < 1, before, -1)
    late = replace(made, slots=np.where(before < 1, slots + 1, slots), capacity=capacity, frozen=frozen, release=np.full(5, 1))
    cap = int(replan.replan(late, before, now=1, budget=21).cap)
    assert replan.replan(late, before, now=1, budget=SHORT).movement == least_movement(late, before, 1, cap)


def test_a_later_cap_never_moves_more() -> None:
    made, before, now = disturbed(3, 24)
    repair_end = replan.replan(made, before, now=now, budget=21).repair_end
    trades = replan.trade_off(made, before, [repair_end + 4, repair_end, repair_end + 2], now=now, budget=420)
    assert [trade.cap for trade in trades] == [repair_end, repair_end + 2, repair_end + 4]
    assert trades[0].movement >= trades[1].movement >= trades[2].movement


def test_a_promise_caps_one_activity() -> None:
    """Two wait for a machine that is away; the one that was promised goes first, though the other was planned first."""
    made = instance([2, 2], np.array([[0, 0, 0, 1, 1, 1, 1, 1, 1, 1]]), demand=[(0, 0, 1), (1, 0, 1)])
    before = np.array([1, 3])
    assert replan.replan(made, before, now=1, budget=210).starts.tolist() == [3, 5]
    promised = replan.replan(made, before, now=1, latest=np.array([100, 5]), budget=210)
    assert promised.starts.tolist() == [5, 3]


def test_a_cap_before_the_earliest_end_is_refused_and_that_end_is_named() -> None:
    made = instance([4, 4], np.array([[1] * 20]), demand=[(0, 0, 1), (1, 0, 1)])
    with pytest.raises(Impossible) as refused:
        replan.replan(made, np.array([0, 4]), cap=7, begun=np.zeros(2))
    assert refused.value.code == "cap_below_possible"
    assert refused.value.saying.values["earliest"] == 8


def test_a_cap_before_the_repair_is_kept_where_another_order_can() -> None:
    """Right-shift lets the short one wait for the long one; the cap asks for the other order."""
    made = instance([3, 1, 4], np.array([[1] * 20]), arcs=[(1, 2)], demand=[(0, 0, 1), (1, 0, 1)])
    before, begun = np.array([0, 3, 4]), np.zeros(3)
    assert replan.replan(made, before, begun=begun).end == 8
    assert replan.replan(made, before, begun=begun, cap=5, budget=210).starts.tolist() == [1, 0, 1]


def test_a_plan_before_of_another_length_is_refused() -> None:
    with pytest.raises(Impossible) as refused:
        replan.replan(instance([1, 1], []), np.array([0]))
    assert refused.value.code == "plan_before_of_other_length"


def test_a_repair_beyond_the_horizon_is_refused_by_name() -> None:
    made = instance([3, 3], np.array([[1, 1, 1, 1, 1]]), demand=[(0, 0, 1), (1, 0, 1)])
    with pytest.raises(Impossible) as refused:
        replan.replan(made, np.array([0, 3]), begun=np.zeros(2))
    assert (refused.value.code, refused.value.rows) == ("beyond_horizon", (1,))


def test_what_the_plan_before_did_not_hold_moves_for_free_and_weights_count() -> None:
    made = instance([2, 2, 2], np.array([[1] * 20]), demand=[(a, 0, 1) for a in range(3)])
    added = replan.replan(made, np.array([-1, 0, 2]), budget=210)
    assert added.movement == 0
    assert added.starts.tolist() == [4, 0, 2]
    wanted = np.array([0, 0, 6])
    for heavy in (0, 1):
        weight = np.where(np.arange(3) == heavy, 5, 1)
        found = replan.replan(made, wanted, begun=np.zeros(3), weight=weight, budget=210)
        assert found.starts[heavy] == 0


def test_the_same_question_gets_the_same_answer() -> None:
    made, before, now = disturbed(5, 24)
    one, two = (replan.replan(made, before, now=now, budget=630) for _ in range(2))
    assert np.array_equal(one.starts, two.starts)


def test_the_search_can_be_stopped_and_keeps_the_best() -> None:
    made, before, now = disturbed(3, 24)
    told: list[replan.Calmed] = []

    def stop(at: replan.Calmed) -> bool:
        told.append(at)
        return len(told) < 2

    found = replan.replan(made, before, now=now, budget=10**9, progress=stop)
    assert len(told) == 2
    assert found.tries == told[-1].tries
    assert faults(made, found.starts) == []


def test_compiled_and_plain_loops_agree() -> None:
    made, before, now = disturbed(7, 14, wide=True)
    answers = []
    for fast in (replan.LOOPS.plain(), replan.LOOPS.compiled()):
        task = replan._Task(made, before, now, None, None)
        task.fast = fast
        placed = task.repair()
        task.aim = task.aim._replace(latest=np.full(len(made), int(placed.finish.max())))
        found = replan._Found(placed.start, placed.finish, task.moved(placed.start))
        answers.append(replan._Chains(task, found, 1, None).run(105, None, found.movement)[0].start)
    assert np.array_equal(*answers)


@pytest.mark.skipif(not (DATA / "psplib").is_dir(), reason=f"PSPLIB is not at {DATA / 'psplib'} (set MILEPOST_DATA)")
def test_on_a_psplib_instance_much_less_moves_than_by_right_shift() -> None:
    from scripts import bench_replan as bench

    made = bench.read(DATA / "psplib" / "j60" / "j6021_1.sm")
    case = bench.disturbed(made, planned(made), 1)
    found = replan.replan(case.made, case.before, now=case.now, budget=8400)
    assert instances.faults(without_arcs_into_the_past(case.made), found.starts) == []
    assert found.movement < 0.8 * found.repair
