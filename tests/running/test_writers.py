"""Eight people who write at once: nobody meets an error, nothing acknowledged is lost, nobody waits long."""

from __future__ import annotations

import json
import time

import pytest

from tests.running.program import Program
from tests.running.writers import Writers, lost


def write_together(program: Program, *, tasks: int, seconds: float) -> Writers:
    planted = program.plant(tasks)
    program.start().started()
    writers = Writers(program, planted, 8).start()
    time.sleep(seconds)
    writers.stop()
    return writers


def test_eight_writers_meet_no_error_and_lose_nothing(program: Program) -> None:
    writers = write_together(program, tasks=100, seconds=3)
    assert writers.broken == []
    assert len(writers.kept) > 20
    assert lost(program.home, writers.kept) == []
    assert json.loads(program.run("check", "--json").stdout)["sound"]


@pytest.mark.slow
def test_eight_writers_for_half_a_minute_on_ten_thousand_tasks(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    seconds = 30
    writers = write_together(program, tasks=10_000, seconds=seconds)
    rate, p95 = len(writers.kept) / seconds, writers.slowest(0.95)
    with capsys.disabled():
        print(f"\n8 writers, 10,000 tasks: {rate:.0f}/s, p95 {p95 * 1000:.0f} ms, worst {writers.slowest(1) * 1000:.0f} ms")
    assert writers.broken == []
    assert lost(program.home, writers.kept) == []
    assert rate >= 150
    assert p95 < 0.3
