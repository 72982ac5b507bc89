"""Placing activities: every schedule can be kept, under every rule, and what nobody can keep is refused by name."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from milepost import engine
from milepost.engine import Impossible, Rule, instance, placement
from tests.engine import instances

SEEDS = range(40)


@pytest.mark.parametrize("make", [instances.plain, instances.wide])
def test_the_checker_accepts_every_schedule_of_every_rule(make) -> None:
    for seed in SEEDS:
        made = make(seed)
        for rule in Rule:
            order = placement.order_of(made, placement.rank(made, rule))
            for starts in (placement.serial(made, order), placement.parallel(made, order)):
                assert instances.faults(made, starts) == []
                assert instances.finish(made, starts) == placement.finishes(made, starts).tolist()


@pytest.mark.parametrize("make", [instances.plain, instances.wide])
def test_justifying_never_costs_and_stays_feasible(make) -> None:
    shorter = 0
    for seed in SEEDS:
        made = make(seed)
        starts = placement.serial(made, np.arange(len(made))[::-1].copy())
        better = placement.justify(made, starts)
        assert instances.faults(made, better) == []
        before, after = (placement.judged(made, s, placement.finishes(made, s), 1) for s in (starts, better))
        assert (after.cost, after.makespan) <= (before.cost, before.makespan)
        shorter += (after.cost, after.makespan) < (before.cost, before.makespan)
    assert shorter > 3


def test_the_plain_form_and_the_wide_one_are_the_same_problem() -> None:
    """Constant capacity written out slot by slot, calendars that are always open, lags of nothing: the same schedules."""
    for seed in SEEDS:
        made = instances.plain(seed)
        horizon = made.horizon
        written = instance(
            made.slots,
            np.repeat(made.capacity, horizon, axis=1),
            arcs=np.column_stack((made.predecessor, made.successor, made.kind, made.lag, made.lag_calendar + 1)),
            demand=[
                (a, made.demand_resource[k], made.demand_units[k])
                for a in range(len(made))
                for k in range(made.demand_first[a], made.demand_first[a + 1])
            ],
            calendar=np.zeros(len(made)),
            open=np.ones((1, horizon)),
        )
        assert made.plain
        assert not written.plain
        assert placement.best(made).starts.tolist() == placement.best(written).starts.tolist()


def test_some_order_of_the_serial_scheme_is_the_shortest_there_is() -> None:
    """All orders of six activities, beside a search through every start of every activity."""
    for seed in range(12):
        made = instances.plain(seed, n=6)
        ends = []
        for order in permutations(range(6)):
            starts = placement.serial(made, np.array(order))
            ends.append(int((starts + made.slots).max()))
        assert min(ends) == instances.shortest(made)
        assert placement.best(made).makespan >= min(ends)


def test_the_users_own_order_is_kept_where_capacity_decides() -> None:
    made = instance([2, 2, 2], [1], demand=[(0, 0, 1), (1, 0, 1), (2, 0, 1)])
    assert placement.serial(made, np.array([2, 0, 1])).tolist() == [2, 4, 0]


def test_priority_goes_before_a_long_way_to_the_end() -> None:
    made = instance([2, 2, 9], [1], arcs=[(0, 2)], demand=[(0, 0, 1), (1, 0, 1)], priority=[0, 5, 0])
    order = placement.order_of(made, placement.rank(made, Rule.PRIORITY))
    assert placement.serial(made, order).tolist() == [2, 0, 4]
    assert placement.best(made, (Rule.LATE_FINISH,)).starts.tolist()[:2] == [0, 2]


def test_closed_slots_interrupt_and_cost_nothing() -> None:
    made = instance([3, 3], [[1] * 20], demand=[(0, 0, 1), (1, 0, 1)], calendar=[0, -1], open=[[1, 1, 0, 0, 1] + [1] * 15])
    starts = placement.serial(made, np.array([0, 1]))
    assert starts.tolist() == [0, 5]
    assert placement.finishes(made, starts).tolist() == [5, 8]


def test_every_activity_says_what_it_waits_for() -> None:
    made = instance([2, 3, 1, 1], [[1] * 4 + [0] * 2 + [1] * 20], arcs=[(0, 2)], demand=[(0, 0, 1), (1, 0, 1), (3, 0, 1)])
    starts = placement.serial(made, np.array([0, 1, 2, 3]))
    waits = placement.waits(made, starts)
    assert starts.tolist() == [0, 6, 2, 2]
    assert waits.arc_from.tolist() == [-1, -1, 0, -1]
    assert waits.resource.tolist() == [-1, 0, -1, 0]
    assert waits.activity.tolist() == [-1, -1, -1, 0]


def test_what_is_late_by_less_weight_waits() -> None:
    made = instance([2, 2], [1], demand=[(0, 0, 1), (1, 0, 1)], due=[2, 2], weight=[1, 3])
    found = engine.improve(made, budget=60)
    assert (found.cost, found.makespan, found.starts.tolist()) == (2, 4, [2, 0])


@pytest.mark.parametrize(
    ("code", "rows", "given"),
    [
        ("circle", (0, 1), {"arcs": [(0, 1), (1, 0)]}),
        ("duration_negative", (1,), {"slots": [1, -1, 1]}),
        ("demand_above_capacity", (2,), {"demand": [(2, 0, 5)]}),
        ("demand_negative", (2,), {"demand": [(2, 0, -1)]}),
        ("beyond_horizon", (1,), {"slots": [1, 2**40, 1]}),
        ("beyond_horizon", (2,), {"arcs": [(0, 2, 0, 2**40)]}),
    ],
)
def test_the_impossible_is_refused_before_anything_is_searched(code: str, rows: tuple[int, ...], given: dict[str, object]) -> None:
    with pytest.raises(Impossible) as refused:
        instance(**{"slots": [1, 1, 1], "capacity": [4], **given})
    assert (refused.value.code, sorted(refused.value.rows)) == (code, list(rows))


def test_a_horizon_without_room_names_who_found_none() -> None:
    made = instance([2, 2], [[1, 1, 1, 0, 0]], demand=[(0, 0, 1), (1, 0, 1)])
    with pytest.raises(Impossible) as refused:
        placement.best(made)
    assert (refused.value.code, refused.value.rows) == ("beyond_horizon", (1,))


def test_columns_that_do_not_fit_together_are_no_instance() -> None:
    with pytest.raises(ValueError, match="one value an activity"):
        instance([1, 1], [1], release=[0])
    with pytest.raises(ValueError, match="an arc refers"):
        instance([1, 1], [1], arcs=[(0, 2)])
    with pytest.raises(ValueError, match="one column a slot"):
        instance([1, 1], [[1, 1, 1]], calendar=[0, 0], open=[[1, 1]])


def test_the_checker_notices() -> None:
    made = instance([2, 2, 2], [1], arcs=[(0, 1)], demand=[(1, 0, 1), (2, 0, 1)], release=[0, 0, 1])
    assert instances.faults(made, np.array([0, 2, 4])) == []
    assert instances.faults(made, np.array([0, 1, 4])) == ["0 -> 1, kind 0, lag 0"]
    assert instances.faults(made, np.array([0, 2, 3])) == ["resource 0 in slot 3"]
    assert instances.faults(made, np.array([0, 4, 0])) == ["2 begins before its release"]
