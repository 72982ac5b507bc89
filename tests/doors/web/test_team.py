"""Who is on a project's team: what was refused is said, and what was sent twice is done once."""

from __future__ import annotations

from django.test import Client

from tests.cast import Firm
from tests.doors.web.read import text


def test_a_refusal_is_said(firm: Firm, manager: Client) -> None:
    answer = manager.post(f"/projects/{firm.project_id}/team/add/", {"person_id": "nobody"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert "whole number" in text(answer)


def test_every_form_has_its_mark(firm: Firm, manager: Client) -> None:
    shown = manager.get(f"/projects/{firm.project_id}/team/").content.decode()
    assert shown.count('name="once"') >= shown.count('name="person_id"') > 0
