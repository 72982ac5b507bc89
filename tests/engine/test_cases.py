"""Each file under `cases` is a claim about the engine, and this test holds it to it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from milepost.forecast import snapshot
from milepost.forecast.rules import Conclusion
from milepost.kernel.refusal import Refusal
from tests.engine import casebook

CORRECT, REFUSED = casebook.cases("correct"), casebook.cases("refused")


def _span(start: datetime, finish: datetime) -> str:
    return f"{start.isoformat(' ', 'minutes')} → {finish.isoformat(' ', 'minutes')}"


def _said(conclusion: Conclusion, uid: int) -> dict[str, Any]:
    dates = conclusion.task(uid)
    return {
        "dates": _span(dates.start, dates.finish),
        "late": _span(dates.late_start, dates.late_finish),
        "total": f"{dates.total_float_minutes / 60:g}h",
        "free": f"{dates.free_float_minutes / 60:g}h",
        "why": str(conclusion.why(uid)),
    }


@pytest.mark.parametrize("path", CORRECT, ids=lambda path: path.stem)
def test_a_plan_gets_the_dates_written_beside_it(path: Path) -> None:
    case = casebook.read(path)
    conclusion = snapshot.conclude(case.draft, as_of=case.as_of)
    uids = {task.name: task.uid for task in case.draft.tasks}
    tables = {key: value for key, value in case.expected.items() if isinstance(value, dict)}
    found = {key: {name: _said(conclusion, uids[name])[key] for name in table} for key, table in tables.items()}
    assert found == tables
    assert [warning.code for warning in conclusion.warnings] == case.expected.get("warnings", [])
    if "finish" in case.expected:
        assert conclusion.finish.isoformat(" ", "minutes") == case.expected["finish"]
    if "critical" in case.expected:
        assert [task.name for task in case.draft.tasks if task.uid in conclusion.critical_path] == case.expected["critical"]


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_an_impossible_plan_is_refused_by_name(path: Path) -> None:
    case = casebook.read(path)
    with pytest.raises(Refusal) as refused:
        snapshot.conclude(case.draft, as_of=case.as_of)
    assert {"code": refused.value.code, "says": str(refused.value)} == case.expected["refused"]


def test_there_are_cases() -> None:
    assert len(CORRECT) > 40
    assert len(REFUSED) > 10
