"""The page of schedule health: mend with a click, take it back with another."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from milepost.plans import edits
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from tests.cast import NOW, Firm

pytestmark = pytest.mark.django_db


def lags(firm: Firm, here: int) -> list[int]:
    task = plans.tasks(firm.manager.actor, here).tasks[-1]
    return [link.lag for link in plans.task(firm.manager.actor, task.id).predecessors]


def test_a_click_mends_and_another_takes_it_back(firm: Firm, manager: Client) -> None:
    boss = firm.manager.actor
    here = planning.add_project(boss, name="Pier", start_on=date(2026, 3, 2), now=NOW)
    tasks = [edits.Add(name, name, duration_minutes=960) for name in ("Dig", "Pour")]
    made = planning.edit_plan(boss, here, edits=[*tasks, edits.LinkUp("Dig", "Pour", lag=-480)], now=NOW)
    page = f"/projects/{here}/health/"
    assert "Take the lead away" in manager.get(page).content.decode()
    answer = manager.post(f"{page}leads/{made.made['Pour']}/mend/", {"revision": made.revision})
    assert lags(firm, here) == [0]
    change = answer["Location"].partition("mended=")[2]
    assert 'name="change_id"' in manager.get(answer["Location"]).content.decode()
    manager.post(f"{page}undo/", {"change_id": change})
    assert lags(firm, here) == [-480]


def test_a_report_that_is_out_of_date_mends_nothing_and_says_so(firm: Firm, manager: Client) -> None:
    page = f"/projects/{firm.project_id}/health/"
    answer = manager.post(f"{page}leads/{firm.task_ids['moor']}/mend/", {"revision": 1}, follow=True)
    assert answer.redirect_chain
    assert 'class="message error"' in answer.content.decode()


def test_members_see_no_button(firm: Firm, member: Client) -> None:
    assert "/mend/" not in member.get(f"/projects/{firm.project_id}/health/").content.decode()
