"""The process tree: lives and ends as one, brings back a child that died, and leaves nobody behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

TREE = """
import os, signal, sys, time
from pathlib import Path
from milepost.cli import tree

folder = Path(sys.argv[1])

def live(name):
    def main():
        with (folder / name).open("a") as file:
            print(os.getpid(), file=file)
        while True:
            time.sleep(0.05)
    return main

def deaf():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    live("deaf")()

def rest():
    with (folder / "rests").open("a") as file:
        print(os.getpid(), file=file)
    time.sleep(0.2)

children = [tree.Child("a", live("a")), tree.Child("b", live("b")), tree.Child("deaf", deaf), tree.Child("rests", rest)]
sys.exit(tree.keep_running(children, say=print))
"""


class Tree:
    """A running tree; `pids(name)` are those that the child has had so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen([sys.executable, "-c", TREE, str(folder)], start_new_session=True, stdout=subprocess.DEVNULL)

    def pids(self, name: str) -> list[int]:
        file = self.folder / name
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def wait_for(self, name: str, count: int) -> list[int]:
        until = time.monotonic() + 5
        while len(self.pids(name)) < count:
            assert time.monotonic() < until, f"{name} did not come up"
            time.sleep(0.02)
        return self.pids(name)

    def everybody(self) -> list[int]:
        return [self.wait_for(name, 1)[-1] for name in ("a", "b", "deaf")]


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def all_gone(pids: list[int], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while any(map(lives, pids)) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(map(lives, pids))


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Tree]:
    tree = Tree(tmp_path)
    yield tree
    if tree.process.poll() is None:
        os.killpg(tree.process.pid, signal.SIGKILL)
    tree.process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_everybody_within_three_seconds_also_the_deaf(tree: Tree, number: signal.Signals) -> None:
    pids = tree.everybody()
    started = time.monotonic()
    tree.process.send_signal(number)
    assert tree.process.wait(5) == 0
    assert time.monotonic() - started <= 3
    assert all_gone(pids, 0.2)


def test_ctrl_c_at_a_terminal_reaches_the_whole_group_and_still_ends_in_order(tree: Tree) -> None:
    tree.everybody()
    os.killpg(tree.process.pid, signal.SIGINT)
    assert tree.process.wait(5) == 0


def test_a_killed_child_comes_back_and_the_others_stay(tree: Tree) -> None:
    a, b, _ = tree.everybody()
    os.kill(a, signal.SIGKILL)
    assert tree.wait_for("a", 2)[-1] != a
    assert lives(b)
    assert tree.pids("b") == [b]


def test_a_child_that_keeps_dying_comes_back_later_each_time(tree: Tree) -> None:
    tree.everybody()
    pauses = []
    for count in range(2, 5):
        os.kill(tree.pids("a")[-1], signal.SIGKILL)
        killed = time.monotonic()
        tree.wait_for("a", count)
        pauses.append(time.monotonic() - killed)
    assert pauses[0] < pauses[1] < pauses[2]


def test_a_child_that_ends_in_order_is_followed_by_its_like_at_once_each_time(tree: Tree) -> None:
    began = time.monotonic()
    tree.wait_for("rests", 6)
    assert time.monotonic() - began < 4, "the sixth death in a row would be paid for with three seconds alone"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can tie a child's life to its parent's")
def test_children_die_with_a_parent_that_was_killed(tree: Tree) -> None:
    pids = tree.everybody()
    os.kill(tree.process.pid, signal.SIGKILL)
    assert all_gone(pids, 2)
