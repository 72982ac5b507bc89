"""Tasks that come back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from milepost.plans import reads, writes
from milepost.plans.rules import Repeat, Rhythm
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

WEEKLY = Repeat(1, Rhythm.WEEK, date(2026, 3, 2), times=3)


def repeated(firm: Firm, rule: Repeat = WEEKLY) -> int:
    return writes.repeat_task(firm.manager.actor, firm.project_id, name="Review", duration_minutes=60, repeat=rule, now=NOW)


def rule(firm: Firm, recurrence_id: int) -> reads.Recurrence:
    return reads.recurrence(firm.member.actor, firm.project_id, recurrence_id)


def changed(firm: Firm, recurrence_id: int, repeat: Repeat, **more: Any) -> int:
    usual: dict[str, Any] = {"name": "Review", "duration_minutes": 60, "version": 1}
    return writes.change_recurrence(firm.manager.actor, recurrence_id, **(usual | more), repeat=repeat, now=NOW)


def tasks(firm: Firm) -> dict[str, reads.TaskLine]:
    return {line.name: line for line in reads.tasks(firm.manager.actor, firm.project_id).tasks if line.name.startswith(("Review", "Talk"))}


def test_a_rule_writes_its_tasks_below_a_summary_as_one_change(cast: Cast) -> None:
    firm = cast.north
    made = repeated(firm)
    assert [(line.name, line.level, line.summary) for line in tasks(firm).values()] == [
        ("Review", 1, True),
        ("Review 2 Mar", 2, False),
        ("Review 9 Mar", 2, False),
        ("Review 16 Mar", 2, False),
    ]
    first = reads.task(firm.manager.actor, tasks(firm)["Review 9 Mar"].id)
    assert (first.constraint, first.constraint_at, first.line.duration_minutes) == ("SNET", datetime(2026, 3, 9), 60)
    assert (rule(firm, made).tasks, rule(firm, made).repeat) == (3, WEEKLY)
    assert (last_line(firm.manager.actor).verb, last_line(firm.manager.actor).kind) == ("repeated", "recurrence")


def test_a_weekend_becomes_the_next_working_day(cast: Cast) -> None:
    firm = cast.north
    repeated(firm, Repeat(1, Rhythm.MONTH, date(2026, 3, 1), month_day=1, times=2))
    assert set(tasks(firm)) == {"Review", "Review 2 Mar", "Review 1 Apr"}


def test_another_rule_remakes_what_has_not_begun(cast: Cast) -> None:
    firm = cast.north
    made = repeated(firm)
    before = tasks(firm)
    writes.record_progress(firm.manager.actor, before["Review 2 Mar"].id, percent=50, remaining_minutes=None, now=NOW)
    assert changed(firm, made, Repeat(2, Rhythm.WEEK, date(2026, 3, 16), times=2), name="Talk") == 2
    after = tasks(firm)
    assert set(after) == {"Talk", "Review 2 Mar", "Talk 16 Mar", "Talk 30 Mar"}
    assert after["Talk 16 Mar"].id == before["Review 16 Mar"].id
    assert (rule(firm, made).tasks, rule(firm, made).begun) == (3, 1)


def test_an_old_rule_is_not_overwritten(cast: Cast) -> None:
    made = repeated(cast.north)
    with pytest.raises(Stale):
        changed(cast.north, made, WEEKLY, version=7)
    with pytest.raises(Stale):
        writes.remove_recurrence(cast.north.manager.actor, made, version=7, now=NOW)


def test_what_comes_back_no_more_leaves_what_has_begun(cast: Cast) -> None:
    firm = cast.north
    made = repeated(firm)
    writes.record_progress(firm.manager.actor, tasks(firm)["Review 9 Mar"].id, percent=10, remaining_minutes=None, now=NOW)
    writes.remove_recurrence(firm.manager.actor, made, version=1, now=NOW)
    assert set(tasks(firm)) == {"Review", "Review 9 Mar"}
    with pytest.raises(NotFound):
        rule(firm, made)


def test_what_never_began_goes_with_its_summary_and_comes_back_whole(cast: Cast) -> None:
    firm = cast.north
    made = repeated(firm)
    writes.remove_recurrence(firm.manager.actor, made, version=1, now=NOW)
    assert tasks(firm) == {}
    writes.undo(firm.manager.actor, firm.project_id, now=NOW)
    assert len(tasks(firm)) == 4
    assert rule(firm, made).tasks == 3


def test_a_rule_is_undone_in_one_step(cast: Cast) -> None:
    firm = cast.north
    made = repeated(firm)
    writes.undo(firm.manager.actor, firm.project_id, now=NOW)
    assert tasks(firm) == {}
    with pytest.raises(NotFound):
        rule(firm, made)


def test_a_rule_without_end_writes_nothing(cast: Cast) -> None:
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == "repeat_endless"):
        repeated(cast.north, Repeat(1, Rhythm.DAY, date(2026, 3, 2)))
    assert tasks(cast.north) == {}


def test_only_managers_of_the_project_let_tasks_come_back(cast: Cast) -> None:
    firm = cast.north
    made = repeated(firm)
    asked: dict[str, Any] = {"name": "Mine", "duration_minutes": 60, "repeat": WEEKLY, "now": NOW}
    for actor, refusal in ((firm.member.actor, NotAllowed), (cast.south.owner.actor, NotFound)):
        with pytest.raises(refusal):
            writes.repeat_task(actor, firm.project_id, **asked)
        with pytest.raises(refusal):
            writes.change_recurrence(actor, made, **asked, version=1)
        with pytest.raises(refusal):
            writes.remove_recurrence(actor, made, version=1, now=NOW)
