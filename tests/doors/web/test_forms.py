"""Forms keep what was typed, do their work once, and let nobody overwrite somebody else unseen."""

from __future__ import annotations

import pytest
from django.test import Client

from milepost.plans import reads as plans
from tests.cast import Firm
from tests.doors.web.read import hidden, text

pytestmark = pytest.mark.django_db


def test_a_form_sent_twice_does_its_work_once(firm: Firm, manager: Client) -> None:
    typed = {**hidden(manager.get("/projects/add/"), ""), "name": "Quay lights", "start_on": "today"}
    first, second = manager.post("/projects/add/", typed), manager.post("/projects/add/", typed)
    assert first.headers["Location"] == second.headers["Location"]
    assert [project.name for project in plans.projects(firm.manager.actor)].count("Quay lights") == 1


def test_going_back_and_sending_something_else_is_another_piece_of_work(firm: Firm, manager: Client) -> None:
    typed = {**hidden(manager.get("/projects/add/"), ""), "name": "Quay lights", "start_on": "today"}
    manager.post("/projects/add/", typed)
    manager.post("/projects/add/", {**typed, "name": "Quay lights, phase 2"})
    assert {"Quay lights", "Quay lights, phase 2"} <= {project.name for project in plans.projects(firm.manager.actor)}


def test_a_refused_form_may_be_sent_again_once_it_is_right(firm: Firm, manager: Client) -> None:
    typed = {**hidden(manager.get("/projects/add/"), ""), "name": "Quay lights", "start_on": "someday"}
    refused = manager.post("/projects/add/", typed)
    assert refused.status_code == 422
    assert "“someday” is not a date we understand" in text(refused)
    assert 'value="Quay lights"' in refused.content.decode()
    assert manager.post("/projects/add/", {**typed, "start_on": "+3d"}).status_code == 302


def test_a_stale_edit_saves_nothing_and_shows_both_values(firm: Firm, manager: Client, owner: Client) -> None:
    address = f"/projects/{firm.project_id}/objectives/{firm.objective_id}/"
    mine, theirs = hidden(manager.get(address), ""), hidden(owner.get(address), "")
    owner.post(address, {**theirs, "name": "Dry cellars"})
    answer = manager.post(address, {**mine, "name": "Dry feet"})
    assert answer.status_code == 409
    assert {"Dry cellars", "Dry feet"} <= {part.strip() for part in _cells(answer.content.decode())}
    assert plans.objectives(firm.manager.actor, firm.project_id)[0].name == "Dry cellars"


def test_whoever_has_seen_both_values_may_decide(firm: Firm, manager: Client, owner: Client) -> None:
    address = f"/projects/{firm.project_id}/objectives/{firm.objective_id}/"
    mine = hidden(manager.get(address), "")
    owner.post(address, {**hidden(owner.get(address), ""), "name": "Dry cellars"})
    shown = manager.post(address, {**mine, "name": "Dry feet"})
    assert manager.post(address, {**hidden(shown, ""), "name": "Dry feet"}).status_code == 302
    assert plans.objectives(firm.manager.actor, firm.project_id)[0].name == "Dry feet"


def test_what_was_typed_is_shown_as_text_and_never_as_markup(manager: Client) -> None:
    answer = manager.post("/projects/add/", {"name": '"><script>alert(1)</script>', "start_on": "<b>"})
    assert "<script>alert" not in answer.content.decode()


def _cells(page: str) -> list[str]:
    return [part.split(">", 1)[1] for part in page.split("</td>") if "<td" in part for part in [part[part.rindex("<td") :]]]
