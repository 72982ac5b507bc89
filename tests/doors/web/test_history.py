"""What happened stands on the pages by the names of what it happened to."""

from __future__ import annotations

import pytest
from django.test import Client

from milepost.plans import writes as plans
from milepost.plans.draft import LinkKind
from milepost.plans.edits import LinkUp
from tests.cast import NOW, Firm
from tests.doors.web.read import text

pytestmark = pytest.mark.django_db


def test_the_history_of_the_workspace_names_what_was_changed(owner: Client, firm: Firm) -> None:
    plans.add_task(firm.manager.actor, firm.project_id, name="Pull the cables", duration_minutes=480, now=NOW)
    shown = text(owner.get("/settings/history/"))
    assert "Pull the cables" in shown
    assert "something that is gone" not in shown


def test_a_link_is_told_with_its_kind(owner: Client, firm: Firm) -> None:
    edit = LinkUp(firm.task_ids["survey"], firm.task_ids["moor"], LinkKind.SS)
    plans.edit_plan(firm.manager.actor, firm.project_id, edits=[edit], now=NOW)
    assert "linked survey kestrel to moor kestrel (SS)" in text(owner.get(f"/projects/{firm.project_id}/history/"))
