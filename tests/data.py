"""The larger data sets, which lie beside the project and are not part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("MILEPOST_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"the plans to test with are not at {DATA} (set MILEPOST_DATA)")


def plans(pattern: str = "**/*.xml") -> list[Path]:
    """The plan files whose path below `plans/` matches, in a fixed order; none where the data is absent."""
    return sorted((DATA / "plans").glob(pattern))
