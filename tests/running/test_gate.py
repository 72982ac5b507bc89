"""The write gate: one at a time, in the order of arrival, and nobody waits for the dead."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from milepost.config.sqlite.gate import Gate, GateClosed

HOLD_FOR_EVER = "import sys, time; from pathlib import Path; from milepost.config.sqlite.gate import Gate; " + (
    "Gate(Path(sys.argv[1]), 1).enter(); print('in', flush=True); time.sleep(60)"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "milepost.sqlite3.gate"


def test_only_one_is_inside_at_a_time(file: Path) -> None:
    inside, most = [0], [0]

    def write() -> None:
        gate = Gate(file, 5)
        for _ in range(20):
            gate.enter()
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.0005)
            inside[0] -= 1
            gate.leave()
        gate.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 1


def test_those_who_wait_come_in_the_order_they_came(file: Path) -> None:
    holder, order = Gate(file, 5), []
    holder.enter()

    def wait(number: int) -> None:
        gate = Gate(file, 5)
        gate.enter()
        order.append(number)
        gate.close()

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
        time.sleep(0.03)
    holder.leave()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4, 5]


def test_patience_ends_with_a_refusal_and_the_gate_works_afterwards(file: Path) -> None:
    holder, other = Gate(file, 5), Gate(file, 0.1)
    holder.enter()
    with pytest.raises(GateClosed):
        other.enter()
    holder.leave()
    other.enter()
    other.leave()
    holder.enter()
    holder.close()


def test_whoever_is_killed_inside_lets_go(file: Path) -> None:
    killed = subprocess.Popen([sys.executable, "-c", HOLD_FOR_EVER, str(file)], stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "in\n"
    with pytest.raises(GateClosed):
        Gate(file, 0.1).enter()
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    Gate(file, 2).enter()


def test_the_gate_file_is_private(file: Path) -> None:
    Gate(file, 1).enter()
    assert file.stat().st_mode & 0o077 == 0
