"""The page of a task: how long it takes, and how sure its finish is."""

from __future__ import annotations

import pytest
from django.test import Client

from milepost.audit import reads as audit
from milepost.plans import reads as plans
from tests.cast import Cast, Firm
from tests.doors.web.conftest import Enter
from tests.doors.web.read import text

pytestmark = pytest.mark.django_db


def estimate(browser: Client, firm: Firm, **typed: str) -> tuple[int, str]:
    answer = browser.post(
        f"/tasks/{firm.task_ids['dredge']}/estimate/", {"best": "1d", "likely": "2d", "worst": "5d", "version": "1", **typed}
    )
    return answer.status_code, text(answer)


def test_three_lengths_are_kept_and_said(firm: Firm, manager: Client) -> None:
    assert estimate(manager, firm)[0] == 302
    line = plans.task(firm.manager.actor, firm.task_ids["dredge"]).line
    assert (line.best_minutes, line.duration_minutes, line.worst_minutes) == (480, 960, 2400)
    shown = text(manager.get(f"/tasks/{line.id}/")).replace("\u00a0", " ")
    assert "2 d; 1 d if all goes well, 5 d if it goes badly" in shown


def test_lengths_out_of_order_are_refused_beside_the_form(firm: Firm, manager: Client) -> None:
    before = audit.revision(firm.project_id)
    status, said = estimate(manager, firm, best="3d")
    assert status == 422
    assert "The likely length lies between the best and the worst case." in said
    assert audit.revision(firm.project_id) == before


def test_a_second_editor_sees_both_values(firm: Firm, manager: Client, owner: Client) -> None:
    estimate(manager, firm)
    status, said = estimate(owner, firm, worst="6d")
    assert status == 409
    assert "Somebody was quicker" in said


def test_members_see_no_form_and_cannot_send_one(firm: Firm, member: Client) -> None:
    seen = firm.task_ids["survey"]
    assert "Keep the estimate" not in text(member.get(f"/tasks/{seen}/"))
    assert member.post(f"/tasks/{seen}/estimate/", {"likely": "2d", "version": "1"}).status_code in {403, 404}


def test_other_firms_find_no_such_task(firm: Firm, enter: Enter, cast: Cast) -> None:
    stranger = enter(cast.south.manager)
    assert stranger.post(f"/tasks/{firm.task_ids['dredge']}/estimate/", {"likely": "2d", "version": "1"}).status_code == 404
