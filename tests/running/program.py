"""The installed program as a real process tree in a home of its own, and people who speak to it over HTTP."""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import httpx
import psutil

ROOT = Path(__file__).resolve().parents[2]
MILEPOST = Path(sys.executable).with_name("milepost")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Planted:
    """What `seed.py` put into an empty database."""

    token: str
    project_id: int
    task_ids: list[int]


@dataclass
class Program:
    """`milepost up` with its own home and port. `more` are further environment variables."""

    home: Path
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The machine's, without what tests or this machine set for Milepost, Django and Python."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("MILEPOST_", "DJANGO_", "PYTHON"))}
        return {**own, "MILEPOST_HOME": str(self.home), "MILEPOST_PORT": str(self.port), **self.more}

    def start(self, *words: str) -> Program:
        log = (self.home.parent / f"{self.home.name}.log").open("a")
        command = [str(MILEPOST), *(words or ("up",))]
        self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, text=True, start_new_session=True)
        return self

    def started(self, seconds: float = 30) -> float:
        """Waits until the first page answers; gives back how long that took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            assert self.running.poll() is None, f"milepost ended with {self.running.returncode}: {self.log}"
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return time.monotonic() - began
            except httpx.TransportError:
                pass
            time.sleep(0.02)
        raise AssertionError(f"milepost did not come up: {self.log}")

    @property
    def running(self) -> subprocess.Popen[str]:
        assert self.process is not None
        return self.process

    @property
    def log(self) -> str:
        return (self.home.parent / f"{self.home.name}.log").read_text()[-4000:]

    def tree(self) -> list[psutil.Process]:
        """Parent first, then its children: the web servers, the worker."""
        parent = psutil.Process(self.running.pid)
        return [parent, *sorted(parent.children(recursive=True), key=lambda child: child.pid)]

    def children(self, name: str) -> list[psutil.Process]:
        """Those of the tree that are called so: milepost-web, milepost-worker."""
        return [process for process in self.tree() if process.name() == name]

    def stop(self, number: int = signal.SIGTERM, seconds: float = 10) -> float:
        """Sends the signal to the parent; gives back how long the end took."""
        tree, began = self.tree(), time.monotonic()
        self.running.send_signal(number)
        self.running.wait(seconds)
        psutil.wait_procs(tree[1:], timeout=seconds)
        return time.monotonic() - began

    def kill_everything(self) -> None:
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def run(self, *words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Another command of the program in the same home."""
        return subprocess.run([str(MILEPOST), *words], env=self.environment, input=stdin, capture_output=True, text=True, timeout=120)

    def plant(self, tasks: int) -> Planted:
        """A workspace, its owner with a token, and a plan of `tasks` tasks, before the program is started. Made once, then copied."""
        seed = planted_home(tasks)
        shutil.copytree(seed, self.home)
        return Planted(**json.loads((seed / "planted.json").read_text()))

    def plant_here(self, tasks: int) -> str:
        """The same, made in this home and on the database that is set for it; gives back what the seed printed."""
        command = [sys.executable, "-m", "tests.running.seed", str(tasks)]
        seeding = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=300)
        assert seeding.returncode == 0, seeding.stderr
        return seeding.stdout.splitlines()[-1]

    def api(self, token: str, **options: Any) -> httpx.Client:
        return httpx.Client(base_url=f"{self.url}/api", headers={"Authorization": f"Bearer {token}"}, timeout=30, **options)


@cache
def planted_home(tasks: int) -> Path:
    """A home that `seed.py` has filled, for copying."""

    def plant(program: Program) -> None:
        planted = program.plant_here(tasks)
        (program.home / "planted.json").write_text(planted)

    return _filled(f"planted-{tasks}", plant)


@cache
def demo_home() -> Path:
    """A home with the demo firm, for copying."""

    def load(program: Program) -> None:
        program.start("up", "--demo").started(240)
        _until_all_is_worked_out(program)
        program.stop()

    return _filled("demo", load)


def _until_all_is_worked_out(program: Program) -> None:
    """Likely dates and levelled plans of all projects, so that no copy works them out again."""
    owner = next(each["email"] for each in json.loads(program.run("demo", "--json").stdout)["accounts"] if each["role"] == "owner")
    token = program.run("token", owner).stdout.strip()
    with program.api(token) as api:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            found = [api.get(f"/projects/{project['id']}/runs").json() for project in api.get("/projects").json()["items"]]
            if all(len(runs) >= 2 and all(run["state"] not in ("waiting", "running") for run in runs) for runs in found):
                return
            time.sleep(1)


def _filled(name: str, fill: Callable[[Program], None]) -> Path:
    """The first of a run's processes that needs it fills it for all."""
    program, folder = Program(_folder_of_this_run() / name), _folder_of_this_run()
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / f"{name}.filled").exists():
            fill(program)
            (folder / f"{name}.filled").touch()
    return program.home


@cache
def _folder_of_this_run() -> Path:
    """The tests say which, see tests/conftest.py; a benchmark has one of its own."""
    if given := os.environ.get("MILEPOST_TEST_PLANTED"):
        return Path(given)
    folder = Path(mkdtemp(prefix="milepost-planted-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class Stream:
    """An open `/events` stream, read in the background; `ended` is set when the server has closed it."""

    def __init__(self, program: Program, token: str) -> None:
        self.events: list[dict[str, int]] = []
        self.opened, self.ended = threading.Event(), threading.Event()
        self._request = {"url": f"{program.url}/events", "headers": {"Authorization": f"Bearer {token}"}}
        threading.Thread(target=self._read, daemon=True).start()
        assert self.opened.wait(10), "the stream did not open"

    def _read(self) -> None:
        try:
            with httpx.stream("GET", **self._request, timeout=60) as answer:  # type: ignore[arg-type]
                assert answer.status_code == 200, answer.status_code
                for line in answer.iter_lines():
                    self.opened.set()
                    if line.startswith("data:"):
                        self.events.append(json.loads(line[5:]))
        except httpx.TransportError:
            pass
        finally:
            self.ended.set()

    def wait_for(self, seconds: float, **values: int) -> float:
        """Waits for an event with these values; gives back how long it took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if any(values.items() <= event.items() for event in list(self.events)):
                return time.monotonic() - began
            time.sleep(0.002)
        raise AssertionError(f"no event with {values} in {self.events[-5:]}")


def running(program: Program) -> Iterator[Program]:
    """Ends what is still running when a test is over."""
    try:
        yield program
    finally:
        if program.process is not None and program.process.poll() is None:
            program.kill_everything()
