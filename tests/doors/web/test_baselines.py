"""Baselines on a page and as a file: freezing with a reason, and the same comparison in words, bars and cells."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from milepost.forecast import reads as forecasts
from milepost.forecast import writes as forecasts_writes
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from tests.cast import NOW, Firm
from tests.doors.web.conftest import Enter

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def here(firm: Firm) -> int:
    """A project that was frozen, and then grew by a week; one of its tasks has a name that spreadsheets would run."""
    boss = firm.manager.actor
    project = planning.add_project(boss, name="Pier", start_on=NOW.date(), now=NOW)
    task = planning.add_task(boss, project, name="=1+1", duration_minutes=960, now=NOW)
    forecasts_writes.freeze_baseline(boss, project, name="As signed", because="Signed on Monday", now=NOW)
    planning.record_progress(boss, task, percent=0, remaining_minutes=3360, now=NOW)
    return project


@time_machine.travel(NOW)
def test_the_page_says_what_moved_and_why_it_was_frozen(firm: Firm, manager: Client, here: int) -> None:
    page = manager.get(f"/projects/{here}/baselines/").content.decode()
    found = forecasts.compare_baselines(firm.manager.actor, here, now=NOW)
    assert found is not None
    assert f"The finish moved {found.days} working days later" in page
    assert "Signed on Monday" in page
    assert page.count("<tr><td>") == len(found.tasks) == 1
    assert "No task differs" not in page
    assert manager.get(f"/projects/{here}/baselines/?show=appeared").content.decode().count("<tr><td>") == 0


@time_machine.travel(NOW)
def test_the_file_holds_every_move_and_no_formula(firm: Firm, manager: Client, here: int) -> None:
    answer = manager.get(f"/projects/{here}/baselines/file/?format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    found = forecasts.compare_baselines(firm.manager.actor, here, now=NOW)
    assert found is not None
    assert [int(row["Working days later"]) for row in rows] == [each.days for each in found.tasks]
    assert rows[0]["Task"] == "'=1+1"
    assert manager.get(f"/projects/{here}/baselines/file/?format=xlsx").content.startswith(b"PK")


@time_machine.travel(LATER)
def test_a_plan_is_frozen_with_its_reason(firm: Firm, manager: Client, here: int) -> None:
    answer = manager.post(f"/projects/{here}/baselines/", {"name": "Again", "because": "Change request 4"})
    assert answer.status_code == 302
    kept = plans.baselines(firm.manager.actor, here)[-1]
    assert (kept.name, kept.because, kept.by) == ("Again", "Change request 4", f"Max {firm.mark}")


def test_a_baseline_without_a_name_is_refused_beside_its_field(manager: Client, here: int) -> None:
    answer = manager.post(f"/projects/{here}/baselines/", {"name": " "})
    assert answer.status_code == 422
    assert "This field is required" in answer.content.decode()


def test_who_may_not_freeze_is_not_asked_to(firm: Firm, enter: Enter) -> None:
    member = enter(firm.member)
    page = member.get(f"/projects/{firm.project_id}/baselines/").content.decode()
    assert "Freeze the plan as it is" not in page
    assert member.post(f"/projects/{firm.project_id}/baselines/", {"name": "Mine"}).status_code == 403


def test_a_plan_with_nothing_in_it_cannot_be_frozen(firm: Firm, manager: Client) -> None:
    project = planning.add_project(firm.manager.actor, name="Quay", start_on=NOW.date(), now=NOW)
    answer = manager.post(f"/projects/{project}/baselines/", {"name": "Empty"})
    assert "There is nothing to freeze yet" in answer.content.decode()


@pytest.mark.parametrize("asked", ["before=99", "after=99"])
def test_a_number_that_nothing_has_is_not_found(manager: Client, here: int, asked: str) -> None:
    assert manager.get(f"/projects/{here}/baselines/?{asked}").status_code == 404


def test_what_is_no_number_is_as_if_it_was_not_there(manager: Client, here: int) -> None:
    assert manager.get(f"/projects/{here}/baselines/?before=x&after=-1&show=all").status_code == 200
