from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.program import Program, running


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """The program in an empty home, web and worker, as somebody finds it who has just installed it."""
    for started in running(Program(tmp_path / "home").start("up")):
        started.started(120)
        yield started
