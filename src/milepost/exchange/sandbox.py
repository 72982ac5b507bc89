"""Foreign bytes are read in a child process that can do nothing else: little memory, little time, no file, no socket, no process.

The file is the child's standard input. Its standard output is a line `progress SHARE` now and then, and last a line
`draft LENGTH` or `refusal LENGTH` with that many bytes of JSON. The child ends when its parent does.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pydantic_core import to_json

from milepost.exchange import msproject
from milepost.exchange.msproject.stream import too_large
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import packed, say, unpacked
from milepost.plans.draft import Draft, Task

if TYPE_CHECKING:
    from pydantic import TypeAdapter

MEGABYTE = 1_000_000
PROCESSOR_SECONDS, WALL_SECONDS = 60, 240
"""For files of any size; a plan of 10,000 tasks needs two. The wall is further away, since a busy machine may make it wait."""

Progress = Callable[[float], None]


def most_bytes() -> int:
    """The size of the largest file that is read: `MILEPOST_IMPORT_MB` megabytes, 150 where it is not set."""
    return int(os.environ.get("MILEPOST_IMPORT_MB") or 150) * MEGABYTE


def read_in_sandbox(path: Path | str, *, name: str = "", progress: Progress | None = None) -> Draft:
    """The plan in the file at `path`, read by a child process.

    `name` is the file's name where `path` is not (an upload); `progress` is called with the share read, 0 to 1. Refuses
    what `msproject.read` refuses, `file_too_large` before a byte is read, and `file_too_demanding` where the child
    reaches one of its limits.
    """
    place = Path(path)
    limit = most_bytes()
    with place.open("rb") as source:
        size = os.fstat(source.fileno()).st_size
        if size > limit:
            raise too_large(limit)
        with _child(source, name or place.name, size, limit) as child:
            return _listen(child, longest_answer(size), progress)


def memory(size: int) -> int:
    """Bytes of address space for a file of `size` bytes: small files cannot ask for much."""
    return 400 * MEGABYTE + 10 * size


def longest_answer(size: int) -> int:
    """Bytes of JSON that the child may answer to a file of `size` bytes; more is not taken."""
    return 64 * MEGABYTE + 8 * size


@contextmanager
def _child(source: BinaryIO, name: str, size: int, limit: int) -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-P", "-s", "-m", "milepost.exchange.sandbox", name.replace("\0", ""), str(size), str(limit), str(os.getpid())]
    root = str(Path(__file__).resolve().parents[2])
    surroundings = {"PYTHONPATH": root, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    child = subprocess.Popen(words, stdin=source, stdout=subprocess.PIPE, env=surroundings, cwd="/")  # noqa: S603 (no shell)
    watch = threading.Timer(WALL_SECONDS, child.kill)
    watch.daemon = True
    watch.start()
    try:
        yield child
    finally:
        watch.cancel()
        child.kill()
        child.communicate()


def _listen(child: subprocess.Popen[bytes], longest: int, progress: Progress | None) -> Draft:
    answers = child.stdout
    if answers is None:
        raise AssertionError("the child's output is a pipe")
    for line in answers:
        word, _, rest = line.decode("ascii", errors="replace").partition(" ")
        if word == "progress" and progress is not None:
            progress(float(rest))
        elif word in {"draft", "refusal"} and int(rest) > longest:
            raise _too_demanding()
        elif word == "draft":
            return _drafts().validate_json(answers.read(int(rest)))
        elif word == "refusal":
            raise _refusal(answers.read(int(rest)))
    raise _too_demanding() if child.wait() < 0 else _unexpected()


@cache
def _drafts() -> TypeAdapter[Draft]:
    from pydantic import TypeAdapter  # half of the child's start, which only writes

    return TypeAdapter(Draft)


def _refusal(answer: bytes) -> Refusal:
    kept = json.loads(answer)
    return Refusal(kept["code"], unpacked(kept["sentence"]), field=kept["field"], details=kept["details"])


def _too_demanding() -> Refusal:
    return Refusal(
        "file_too_demanding",
        say(
            "Reading the file needed more time or memory than a plan of its size ever does, so it was stopped. Save it again in MS Project."
        ),
    )


def _unexpected() -> Refusal:
    return Refusal(
        "file_unexpected",
        say("The file holds something that Milepost does not know how to read. Save it again in MS Project, or tell us of it."),
    )


def main(name: str, size: int, limit: int, parent: int) -> None:
    """The child: reads standard input, answers on standard output."""
    to_json(Draft("", datetime(2000, 1, 1), tasks=(Task(0, ""),)))  # what it imports on first use cannot be opened later
    gc.disable()  # nothing lives long enough here to be worth collecting
    confine(parent, memory=memory(size), processor_seconds=PROCESSOR_SECONDS, wall_seconds=WALL_SECONDS)
    answers = sys.stdout.buffer
    try:
        draft = msproject.read(sys.stdin.buffer, name=name, size=size, most_bytes=limit, progress=_reporting(answers))
        _answer(answers, "draft", to_json(draft))
    except Refusal as refusal:
        _answer(answers, "refusal", _packed(refusal))
    except MemoryError:
        _answer(answers, "refusal", _packed(_too_demanding()))


def _reporting(answers: BinaryIO) -> Progress:
    told = -1

    def report(share: float) -> None:
        nonlocal told
        if int(share * 100) > told:
            told = int(share * 100)
            answers.write(b"progress %.2f\n" % share)
            answers.flush()

    return report


def _packed(refusal: Refusal) -> bytes:
    kept = {"code": refusal.code, "sentence": packed(refusal.sentence), "field": refusal.field, "details": refusal.details}
    return json.dumps(kept, default=str).encode()


def _answer(answers: BinaryIO, word: str, body: bytes) -> None:
    answers.write(f"{word} {len(body)}\n".encode())
    answers.write(body)
    answers.flush()


def confine(parent: int, *, memory: int, processor_seconds: int, wall_seconds: int) -> None:
    """This process may from now on use so many bytes and seconds, open nothing, write no file, and ends with its `parent`."""
    import resource

    _die_with(parent)
    signal.alarm(wall_seconds)
    limits = {resource.RLIMIT_CPU: processor_seconds, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0, resource.RLIMIT_NOFILE: 3}
    if sys.platform == "linux":  # macOS knows this limit and refuses to set it
        limits[resource.RLIMIT_AS] = memory
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


def _die_with(parent: int) -> None:
    if sys.platform == "linux":
        death_signal = 1
        ctypes.CDLL(None).prctl(death_signal, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
