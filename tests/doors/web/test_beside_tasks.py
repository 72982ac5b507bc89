"""What the pages do with one task: its panel in parts, what is said, files, labels and fields, parts in deliverables, what comes back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from milepost.plans import reads as plans
from milepost.plans.rules import Part
from tests.cast import Firm
from tests.doors.web.read import text

pytestmark = pytest.mark.django_db


def test_a_form_of_the_panel_changes_what_was_typed_and_nothing_else(firm: Firm, manager: Client) -> None:
    task = plans.task(firm.manager.actor, firm.task_ids["moor"])
    typed = {"name": "Moor it", "duration": "2d", "constraint": "SNET", "constraint_on": "2026-04-01", "deadline_on": "", "notes": "at ebb"}
    assert manager.post(f"/tasks/{task.line.id}/change/", {**typed, "version": task.line.version}).status_code == 302
    now = plans.task(firm.manager.actor, task.line.id)
    assert (now.line.name, now.line.duration_minutes, now.constraint, now.notes) == ("Moor it", 960, "SNET", "at ebb")
    assert now.constraint_at is not None
    assert now.constraint_at.isoformat() == "2026-04-01T09:00:00"


def test_people_join_a_task_and_leave_it(firm: Firm, manager: Client) -> None:
    moor = firm.task_ids["moor"]
    manager.post(f"/tasks/{moor}/people/", {"joins": firm.resource_id, "joins_units": "50"})
    assert [(one.resource_id, one.units) for one in plans.task(firm.manager.actor, moor).line.who] == [(firm.resource_id, 50)]
    manager.post(f"/tasks/{moor}/people/", {f"units_{firm.resource_id}": "0", "joins_units": "100"})
    assert plans.task(firm.manager.actor, moor).line.who == ()


def test_links_are_typed_as_one_says_them(firm: Firm, manager: Client) -> None:
    moor = firm.task_ids["moor"]
    assert 'value="3"' in manager.get(f"/tasks/{moor}/links/").content.decode()
    manager.post(f"/tasks/{moor}/links/", {"after": f"2d after survey {firm.mark}"})
    (link,) = plans.task(firm.manager.actor, moor).predecessors
    assert (link.task_id, link.lag) == (firm.task_ids["survey"], 960)
    answer = manager.post(f"/tasks/{moor}/links/", {"after": "nothing of the kind"})
    assert answer.status_code == 422


def test_labels_and_fields_show_in_the_panel(firm: Firm, manager: Client) -> None:
    moor = firm.task_ids["moor"]
    manager.post(f"/tasks/{moor}/marks/", {"labels": [firm.label_id], f"field_{firm.field_id}": "7,5", f"was_{firm.field_id}": ""})
    shown = text(manager.get(f"/tasks/{moor}/"))
    assert f"wet {firm.mark}" in shown
    assert f"Depth {firm.mark} 7.5" in shown
    stale = manager.post(f"/tasks/{moor}/marks/", {"labels": [], f"field_{firm.field_id}": "9", f"was_{firm.field_id}": ""})
    assert stale.status_code == 409
    assert plans.values_of(firm.project_id)[moor][firm.field_id] == "7.5"


def test_a_comment_is_shown_as_text_and_never_as_markup(firm: Firm, member: Client) -> None:
    moor = firm.task_ids["moor"]
    hostile = "**bold** <script>alert(1)</script> [in](javascript:alert(1)) ![x](https://a.example/x.png)"
    assert member.post(f"/tasks/{moor}/comments/", {"text": hostile}).status_code == 302
    shown = member.get(f"/tasks/{moor}/talk/").content.decode()
    assert "<strong>bold</strong>" in shown
    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown
    assert "<img" not in shown.partition("<main")[2]


def test_who_was_mentioned_reads_it_on_today_until_seen(firm: Firm, member: Client) -> None:
    assert "You were mentioned" in text(member.get("/"))
    member.post(f"/mentions/{firm.mention_id}/seen/")
    assert "You were mentioned" not in text(member.get("/"))


def test_a_file_is_always_a_download(firm: Firm, manager: Client) -> None:
    moor = firm.task_ids["moor"]
    page = SimpleUploadedFile("page.html", b"<script>alert(1)</script>", content_type="text/html")
    assert manager.post(f"/tasks/{moor}/attachments/", {"file": page}).status_code == 302
    made = plans.attachments(firm.manager.actor, moor)[-1]
    answer = manager.get(f"/attachments/{made.id}/")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_history_takes_a_change_back(firm: Firm, manager: Client) -> None:
    moor = firm.task_ids["moor"]
    version = plans.task(firm.manager.actor, moor).line.version
    manager.post(f"/tasks/{moor}/change/", {"name": "Wrong", "duration": "1d", "constraint": "ASAP", "version": version})
    change = plans.talk_of(firm.manager.actor, moor).changes[0]
    assert change.may_undo
    assert manager.post(f"/tasks/{moor}/undo/", {"change_id": change.id}).status_code == 302
    assert plans.task(firm.manager.actor, moor).line.name == f"moor {firm.mark}"
    assert manager.post(f"/tasks/{moor}/undo/", {"change_id": "999999"}).status_code == 404


def test_a_cell_of_the_matrix_gives_a_part(firm: Firm, manager: Client, member: Client) -> None:
    cell = f"/projects/{firm.project_id}/raci/{firm.deliverable_id}/{firm.member_person_id}/"
    assert manager.post(cell, {"part": "A", "version": "1"}).status_code == 302
    assert plans.raci(firm.manager.actor, firm.project_id).rows[0].parts == (Part.ACCOUNTABLE,)
    assert manager.post(cell, {"part": "I", "version": "1"}).status_code == 409
    assert "<select" not in member.get(f"/projects/{firm.project_id}/raci/").content.decode()


def test_a_rule_is_asked_in_plain_words(firm: Firm, manager: Client) -> None:
    rules = f"/projects/{firm.project_id}/repeating/"
    typed = {"name": "Review", "duration": "1h", "every": "1", "rhythm": "week", "first_on": "2026-03-09", "times": "2"}
    assert manager.post(rules, {**typed, "times": ""}).status_code == 422
    assert manager.post(rules, typed).status_code == 302
    assert "every week" in text(manager.get(rules))
    made = plans.recurrences(firm.manager.actor, firm.project_id)[-1]
    assert (made.name, made.tasks) == ("Review", 2)
