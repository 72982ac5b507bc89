"""`kill -9` of everything, at any moment: what was acknowledged is there, nothing is half there, and it is up again at once."""

from __future__ import annotations

import json
import random
import time

import pytest

from tests.running.program import Program
from tests.running.writers import Writers, lost


def kill_and_look(program: Program, times: int) -> tuple[Writers, list[float]]:
    """Kills the tree `times` times while four people write; gives back them and how long each new start took."""
    planted, chance, starts = program.plant(100), random.Random(times), []
    program.start().started()
    writers = Writers(program, planted, 4).start()
    for _ in range(times):
        time.sleep(chance.uniform(0.05, 1.2))
        program.kill_everything()
        starts.append(program.start().started())
    time.sleep(0.3)
    writers.stop()
    return writers, starts


def check(program: Program, writers: Writers) -> None:
    assert len(writers.kept) > 0
    assert lost(program.home, writers.kept) == []
    assert json.loads(program.run("check", "--json").stdout)["sound"], "something is half there"
    assert [broken for broken in writers.broken if broken.startswith("5")] == []


def test_a_kill_loses_nothing(program: Program) -> None:
    writers, _ = kill_and_look(program, 1)
    check(program, writers)


@pytest.mark.slow
def test_forty_kills_lose_nothing_and_it_is_up_again_within_five_seconds(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    writers, starts = kill_and_look(program, 40)
    with capsys.disabled():
        print(f"\n40 × kill -9: {len(writers.kept)} acknowledged, {len(lost(program.home, writers.kept))} lost, ", end="")
        print(f"up again after {sorted(starts)[20]:.1f} s (median), {max(starts):.1f} s (worst)")
    check(program, writers)
    assert max(starts) < 5
