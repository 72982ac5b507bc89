"""Who is on a project's team: what was refused is said, and what was sent twice is done once."""

from __future__ import annotations

from django.test import Client

from milepost.plans import reads as plans
from tests.cast import Firm
from tests.doors.web.read import text


def test_a_refusal_is_said(firm: Firm, manager: Client) -> None:
    answer = manager.post(f"/projects/{firm.project_id}/team/add/", {"person_id": "nobody"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert "whole number" in text(answer)


def test_overtime_is_agreed_shown_and_taken_back(firm: Firm, manager: Client) -> None:
    page = f"/projects/{firm.project_id}/team/"
    sent = {"resource_id": firm.resource_id, "longer": "saturdays", "first": "9 mar 2026", "last": "20 mar 2026"}
    assert manager.post(f"{page}overtime/", sent).status_code == 302
    shown = text(manager.get(page))
    assert "Saturdays too" in shown
    agreed = next(each for each in plans.overtime(firm.manager.actor, firm.project_id) if each.saturdays)
    assert manager.post(f"{page}overtime/end/", {"overtime_id": agreed.id}).status_code == 302
    assert agreed not in plans.overtime(firm.manager.actor, firm.project_id)


def test_overtime_that_cannot_be_is_refused_beside_its_field(firm: Firm, manager: Client) -> None:
    sent = {"resource_id": firm.resource_id, "longer": "60", "first": "20 mar 2026", "last": "9 mar 2026"}
    answer = manager.post(f"/projects/{firm.project_id}/team/overtime/", sent)
    assert answer.status_code == 422
    assert "The last day lies before the first." in text(answer)


def test_every_form_has_its_mark(firm: Firm, manager: Client) -> None:
    shown = manager.get(f"/projects/{firm.project_id}/team/").content.decode()
    assert shown.count('name="once"') >= shown.count('name="person_id"') > 0
