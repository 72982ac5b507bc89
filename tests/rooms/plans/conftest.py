from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast


@pytest.fixture
def own_store(cast: Cast, settings: Any, tmp_path: Path) -> None:
    """A home that nobody else puts files into: the processes of a run share the usual one."""
    settings.MILEPOST_HOME = tmp_path
