"""Foreign bytes are read by a child that can do nothing else, and that never outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from milepost.config import environment
from milepost.exchange import msproject, sandbox
from milepost.kernel.refusal import Refusal
from scripts.make_plan import make_plan
from tests.doors.exchange.plans import mspdi, task

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.xml"
    path.write_bytes(msproject.write(make_plan(400)))
    return path


def confined(code: str, size: int = 0) -> subprocess.CompletedProcess[str]:
    """What a child may still do once it is confined."""
    cage = f"sandbox.confine(os.getppid(), memory=sandbox.memory({size}), processor_seconds=60, wall_seconds=240)"
    words = f"import os\nfrom milepost.exchange import sandbox\n{cage}\n{textwrap.dedent(code)}"
    return subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_the_child_says_the_same_as_the_reader(plan: Path) -> None:
    assert sandbox.read_in_sandbox(plan) == msproject.read(plan)


def test_what_was_lost_comes_through_as_sentences(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(mspdi(task(1, "Dredge", "<Cost>12</Cost>")))
    assert sandbox.read_in_sandbox(path).losses == msproject.read(path).losses


def test_a_refusal_comes_back_as_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(mspdi(task(4, "Pour", "<Start>soon</Start>")))
    with pytest.raises(Refusal) as refused:
        sandbox.read_in_sandbox(path)
    assert (refused.value.code, refused.value.field, refused.value.details) == ("date_not_readable", "Start", {"uid": "4"})
    assert refused.value.sentence.translated(lambda text: text) == str(refused.value.sentence)


def test_progress_comes_through(plan: Path) -> None:
    told: list[float] = []
    sandbox.read_in_sandbox(plan, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_the_name_of_an_upload_stands_in_for_a_missing_title(tmp_path: Path) -> None:
    path = tmp_path / "3f786850e387550f"
    path.write_bytes(mspdi(task()).replace(b"<Title>Harbour</Title>", b""))
    assert sandbox.read_in_sandbox(path, name="North pier\0.xml").name == "North pier"


def test_a_file_over_the_limit_is_refused_before_it_is_read(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_IMPORT_MB", "1")
    os.truncate(plan, 1_000_001)
    with pytest.raises(Refusal) as refused:
        sandbox.read_in_sandbox(plan)
    assert refused.value.code == "file_too_large"


def test_the_program_and_the_sandbox_have_the_same_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MILEPOST_IMPORT_MB", raising=False)
    assert environment.read({}).largest_plan_bytes == sandbox.most_bytes()


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "open('/tmp/milepost-left-behind', 'w')",
        "import socket; socket.socket()",
        "os.pipe()",
        "import subprocess; subprocess.run(['true'])",
    ],
)
def test_the_child_opens_no_file_no_socket_and_starts_nothing(attempt: str) -> None:
    run = confined(attempt)
    assert run.returncode != 0
    assert "OSError" in run.stderr or "ImportError" in run.stderr or "Errno" in run.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits address space")
def test_the_child_gets_little_memory() -> None:
    assert "MemoryError" in confined("bytearray(600_000_000)").stderr


def test_the_child_knows_neither_django_nor_the_engine() -> None:
    words = (
        "import sys, milepost.exchange.sandbox; print([name for name in ('django', 'numba', 'numpy', 'pydantic') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    """The parent of a child that waits for bytes is killed; the child is gone a moment later."""
    words = """
    import os, subprocess, sys
    from milepost.exchange import sandbox
    waiting, _ = os.pipe()
    with sandbox._child(os.fdopen(waiting, "rb"), "x", 0, 1000) as child:
        print(child.pid, flush=True)
        child.wait()
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(words)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(1.5)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert gone(child)


def gone(process: int) -> bool:
    for _ in range(50):
        try:
            if Path(f"/proc/{process}/stat").read_text().split(")")[1].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
def test_a_plan_of_ten_thousand_tasks_takes_seconds(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    path.write_bytes(msproject.write(make_plan(10_000)))
    before = sum(os.times()[:4])
    draft = sandbox.read_in_sandbox(path)
    assert sum(1 for each in draft.tasks if not each.summary) == 10_000
    assert sum(os.times()[:4]) - before < 5
