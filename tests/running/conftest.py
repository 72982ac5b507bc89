from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.program import Planted, Program, running


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """The program in an empty home, not started yet."""
    yield from running(Program(tmp_path / "home"))


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, Planted]]:
    """One that runs, with a plan of 20 tasks: for all who leave program, accounts and tokens as they are."""
    for program in running(Program(tmp_path_factory.mktemp("served") / "home")):
        planted = program.plant(20)
        program.start().started()
        yield program, planted
