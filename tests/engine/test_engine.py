"""The engine beside itself: plain and compiled, retained logic and override, large plans, columns as bytes."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from milepost import engine
from milepost.engine import cpm, network, twins
from milepost.forecast import snapshot
from milepost.forecast.rules import Columns
from milepost.plans.draft import Draft, LagUnit, Link, Task
from scripts.make_plan import make_plan
from tests.engine import casebook
from tests.engine.plans import CALENDARS

AS_OF = date(2026, 3, 2)
CASE = Path(casebook.CASES) / "correct" / "a_started_task_still_waits_for_its_predecessor.toml"


@pytest.mark.parametrize("calendars", [1, 4])
def test_the_compiled_kernels_say_what_their_plain_twins_say(calendars: int, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = make_plan(400, calendars=calendars)
    if calendars == 1:
        draft = replace(draft, links=tuple(replace(link, unit=LagUnit.WORKING) for link in draft.links))
    found = []
    for twin in (twins.plain(), twins.compiled()):
        monkeypatch.setattr(twins, "chosen", lambda size, twin=twin: twin)
        found.append(snapshot.conclude(draft, as_of=AS_OF))
    assert snapshot.prepare(draft, as_of=AS_OF).network.uniform is (calendars == 1)
    assert found[0].columns.packed() == found[1].columns.packed()
    assert found[0].critical_path == found[1].critical_path


def test_progress_may_override_the_links() -> None:
    case = casebook.read(CASE)
    plan = snapshot.prepare(case.draft, as_of=case.as_of).network.plan
    kept, overridden = engine.schedule(plan), engine.schedule(replace(plan, retained_logic=False))
    assert engine.moment(int(kept.finish[1])) == datetime(2026, 3, 10, 17)
    assert engine.moment(int(overridden.finish[1])) == datetime(2026, 3, 5, 17)


def test_columns_come_back_from_their_bytes() -> None:
    columns = snapshot.conclude(make_plan(50), as_of=AS_OF).columns
    back = Columns.unpacked(columns.packed())
    assert all(np.array_equal(getattr(columns, field.name), getattr(back, field.name)) for field in fields(Columns))
    assert back[3] == columns[3]


def test_two_hundred_thousand_links_and_ten_years_are_scheduled() -> None:
    tasks = tuple(Task(uid, f"Task {uid}", duration_minutes=480) for uid in range(1, 2601))
    links = tuple(Link(uid - back, uid) for uid in range(1, 2601) for back in range(1, 80) if uid > back)
    draft = Draft("Long", datetime(2026, 3, 2, 8), tasks, links, CALENDARS, 1)
    conclusion = snapshot.conclude(draft, as_of=AS_OF)
    assert len(links) > 200_000
    assert conclusion.finish.year in (2035, 2036)
    assert len(conclusion.critical_path) == 2600


def test_summaries_linked_to_summaries_stay_linear() -> None:
    """Two summaries of a thousand tasks each: two thousand inner arcs and not a million."""
    tasks = [Task(1, "First", level=1, summary=True)]
    tasks += [Task(uid, f"Task {uid}", level=2, duration_minutes=60) for uid in range(2, 1002)]
    tasks += [Task(1002, "Second", level=1, summary=True)]
    tasks += [Task(uid, f"Task {uid}", level=2, duration_minutes=60) for uid in range(1003, 2003)]
    draft = Draft("Wide", datetime(2026, 3, 2, 8), tuple(tasks), (Link(1, 1002),), CALENDARS, 1)
    prepared = snapshot.prepare(draft, as_of=AS_OF)
    assert len(prepared.network.arcs.source) == 2001
    assert prepared.conclude().finish == datetime(2026, 3, 2, 10)


def test_columns_of_the_wrong_shape_are_refused() -> None:
    plan = snapshot.prepare(make_plan(10), as_of=AS_OF).network.plan
    with pytest.raises(ValueError, match="one length"):
        replace(plan, tasks=replace(plan.tasks, minutes=plan.tasks.minutes[1:]))
    with pytest.raises(ValueError, match="a parent stands before"):
        replace(plan, tasks=replace(plan.tasks, parent=np.arange(len(plan.tasks))))
    assert cpm.schedule(plan).end == engine.scheduled(network.compiled(plan)).end
