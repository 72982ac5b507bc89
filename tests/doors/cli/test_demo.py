"""The demo firm is alive on every day it is loaded, and is told only through ordinary writes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.cli import demo, firm
from milepost.day import rules
from milepost.forecast import reads as forecasts
from milepost.forecast import writes
from milepost.kernel.actor import Actor
from milepost.kernel.worktime import DayException, WorkingTime
from milepost.plans import reads as plans
from tests.once import once

STANDINGS = {
    "Clinic portal": -4,
    "ERP roll-out": 0,
    "Office network": 12,
    "Website relaunch": 8,
    "Security programme": 4,
    "Telephone system": None,
}
THURSDAY = date(2026, 11, 26)
FORTNIGHT = [date(2026, 11, 23) + timedelta(days=n) for n in range(14)]
FURTHER = [date(2026, 11, 22), date(2027, 3, 28), date(2026, 12, 25), date(2028, 2, 29), *FORTNIGHT]
"""A Sunday, the night the clocks change, Christmas, a leap day, and a fortnight."""


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, 30, tzinfo=UTC)


def found(day: date) -> None:
    """The firm as it stands on that day, told once in a run."""
    once(("the demo firm", day), lambda: firm.found("four bells at harbour", at(day)))


def owner() -> Actor:
    actor = accounts.actor_of_email("ines@havelwerk.example", via="web")
    assert actor is not None
    return actor


@pytest.fixture
def home(tmp_path: Path, settings: object) -> Path:
    settings.MILEPOST_HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize("day", [THURSDAY, *(pytest.param(day, marks=pytest.mark.slow) for day in FURTHER)], ids=str)
def test_every_project_stands_where_the_story_wants_it(day: date) -> None:
    found(day)
    promised = {project.name: project.promised and project.promised.on for project in plans.projects(owner())}
    drawn = {project.name: forecasts.concluded(project.id, day)[1] for project in plans.projects(owner())}
    assert {name: rules.standing(conclusion, promised[name]) for name, conclusion in drawn.items()} == STANDINGS


@pytest.mark.django_db
@pytest.mark.parametrize("day", [THURSDAY, pytest.param(FURTHER[0], marks=pytest.mark.slow)])
def test_the_finish_moved_since_the_last_working_day_for_two_reasons(day: date) -> None:
    found(day)
    (portal,) = (project for project in plans.projects(owner()) if project.name == "Clinic portal")
    writes.compare(portal.id, now=at(day))
    slip = forecasts.slip_since(owner(), portal.id, now=at(day))
    assert slip is not None
    assert slip.since_on < day
    assert {part.cause for part in slip.parts if part.days > 0} == {"longer_work", "absence"}
    assert slip.days == sum(part.days for part in slip.parts)


@pytest.mark.django_db
def test_one_promise_is_at_risk_and_one_project_waits_for_a_person_of_another() -> None:
    now = at(THURSDAY)
    found(THURSDAY)
    ids = {project.name: project.id for project in plans.projects(owner())}
    writes.simulate(ids["ERP roll-out"], now=now)
    writes.level(ids["Website relaunch"], now=now)
    chances, levelled = forecasts.likely(owner(), now=now), forecasts.levelled(owner(), ids["Website relaunch"], now=now)
    chance = chances[ids["ERP roll-out"]].chance
    assert chance is not None
    assert 10 < chance < 60, "on the day by its forecast, and yet more likely late than not"
    assert levelled is not None
    assert levelled.moved_count > 0


@pytest.mark.django_db
def test_four_projects_have_something_to_finish_on_a_working_day() -> None:
    day = THURSDAY
    found(day)
    drawn = [forecasts.concluded(project.id, day) for project in plans.projects(owner())]
    assert len([task for facts, conclusion in drawn for task in rules.finishable(facts.draft, conclusion)]) >= 4


@pytest.mark.django_db
def test_what_it_tells_is_in_the_ledger_and_the_ledger_holds() -> None:
    found(THURSDAY)
    workspace = owner().workspace_id
    assert audit.verify(workspace).sound
    assert {"recorded_progress", "promised_date", "froze_baseline"} <= {entry.verb for entry in audit.entries(workspace, limit=1000)}


@pytest.mark.django_db
def test_it_is_loaded_once_and_its_accounts_stay_known(home: Path) -> None:
    demo.load_once()
    named = list(demo.accounts())
    demo.load_once()
    assert list(demo.accounts()) == named
    assert {role for _, _, role in named} == {"owner", "manager", "member", "client"}
    assert (home / "demo.json").stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_it_never_joins_a_workspace_of_ones_own(home: Path, cast: object) -> None:
    demo.load_once()
    assert list(demo.accounts()) == []
    assert not (home / "demo.json").exists()


@pytest.mark.django_db
def test_the_kept_accounts_of_another_database_are_nobody_here(home: Path) -> None:
    (home / "demo.json").write_text(json.dumps([["ines@havelwerk.example", "secret", "owner"]]))
    assert list(demo.accounts()) == []


def test_days_are_counted_where_people_work() -> None:
    holiday = DayException(date(2026, 11, 25), date(2026, 11, 25))
    on = firm.working_days(WorkingTime(exceptions=(holiday,)), date(2026, 11, 21))
    assert on(0) == date(2026, 11, 23), "a Saturday: the Monday after"
    assert on(-1) == date(2026, 11, 20)
    assert on(2) == date(2026, 11, 26), "over the holiday"


def test_the_story_only_speaks_of_what_it_knows() -> None:
    told = firm.told_firm()
    known = {person["key"] for person in told["people"]}
    for project in told["projects"]:
        tasks = {task["name"] for task in project["tasks"]}
        for task in project["tasks"]:
            assert set(task.get("who", ())) <= known
            assert {said["name"] for text in task.get("after", ()) if (said := firm.AFTER.fullmatch(text))} <= tasks


def test_lengths_of_time() -> None:
    assert firm.minutes("1d 4h") == 720
    assert firm.minutes("") == 0
    assert timedelta(minutes=firm.minutes("90m")) == timedelta(hours=1.5)
