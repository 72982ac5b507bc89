from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.program import Program, running


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """The program in an empty home, not started yet."""
    yield from running(Program(tmp_path / "home"))
