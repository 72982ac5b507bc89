"""The forecasts of many projects are the same wherever they are worked out, also where a processor dies in the middle."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from milepost.cli.bench.plans import START, make_plan
from milepost.config import environment
from milepost.forecast.snapshot.together import Batch, Case, Drawn, simulated
from milepost.jobs import policy, spreading, tasks
from milepost.jobs.models import Slot
from milepost.jobs.spreading import spread
from tests.cast import NOW
from tests.running.cluster import cluster
from tests.running.going_wrong import die, invert

PROJECTS, EACH = 12, 3


def batches() -> list[Batch]:
    made = [Case(n, make_plan(12, seed=n), START.date(), {None: START.date()}, (), (), 500) for n in range(PROJECTS)]
    return [tuple(made[first : first + EACH]) for first in range(0, PROJECTS, EACH)]


def numbers(drawn: list[Drawn]) -> dict[int, tuple[object, bytes]]:
    found = dict(each for batch in drawn for each in batch)
    return {key: (each.as_json(), each.spreads.packed()) for key, each in found.items() if not isinstance(each, dict)}


@pytest.fixture(scope="module")
def expected() -> dict[int, tuple[object, bytes]]:
    here = numbers([simulated(batch) for batch in batches()])
    assert len(here) == PROJECTS
    return here


def test_a_pool_of_processes_finds_the_same(expected: dict[int, tuple[object, bytes]]) -> None:
    assert numbers(list(spread(simulated, batches(), on="2"))) == expected


def test_a_process_that_is_killed_costs_nothing_but_time(expected: dict[int, tuple[object, bytes]]) -> None:
    drawn = []
    for batch in spread(simulated, batches(), on="2"):
        if not drawn:
            os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)
        drawn.append(batch)
    assert numbers(drawn) == expected


def test_a_dask_cluster_that_loses_a_worker_in_the_middle_finds_the_same(expected: dict[int, tuple[object, bytes]], tmp_path: Path) -> None:
    drawn = []
    with cluster(2, folder=tmp_path) as there:
        for batch in spread(simulated, batches(), on=there.address):
            if not drawn:
                there.lose_one()
            drawn.append(batch)
    assert numbers(drawn) == expected


def test_a_cluster_that_does_not_answer_is_done_without(expected: dict[int, tuple[object, bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "ANSWER_SECONDS", 1)
    assert numbers(list(spread(simulated, batches(), on="tcp://127.0.0.1:9"))) == expected


def test_work_that_kills_every_processor_is_given_up() -> None:
    with pytest.raises(Exception, match="terminated abruptly"):
        list(spread(die, [1], on="1"))


def test_work_that_fails_says_why() -> None:
    with pytest.raises(ZeroDivisionError):
        list(spread(invert, [2, 1, 0], on="1"))


def test_nobody_waits_for_work_in_hand_when_the_worker_ends() -> None:
    began = time.monotonic()
    assert list(spread(time.sleep, [60.0], on="1", going_on=lambda: time.monotonic() < began + 1)) == []
    assert time.monotonic() < began + 20
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("text", ["0", "none", "http://10.0.0.5", "33"])
def test_a_place_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="MILEPOST_FORECASTS_ON"):
        environment.read({"MILEPOST_FORECASTS_ON": text})


@pytest.mark.django_db(transaction=True)
def test_what_is_due_together_is_enqueued_once() -> None:
    slots = {("simulation:1", "5@x"): [1, 5], ("simulation:2", "7@x"): [2, 7]}
    assert policy.enqueue_together(slots, tasks.simulate_together, now=NOW) == 2
    assert policy.enqueue_together(slots, tasks.simulate_together, now=NOW) == 0
    assert policy.enqueue_together({**slots, ("simulation:3", "1@x"): [3, 1]}, tasks.simulate_together, now=NOW) == 1
    assert Slot.objects.count() == 3
