"""The report of a schedule names the tasks, and what it offers to mend is mended: one change, one undo."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from milepost.audit import reads as audit
from milepost.forecast import reads, writes
from milepost.forecast.rules.mending import WHY
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from milepost.plans import edits
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.draft import Constraint, LagUnit, LinkKind
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

TODAY = date(2026, 3, 2)
LATER = datetime(2026, 3, 20, 17)


def planned(firm: Firm, *said: edits.Edit) -> tuple[int, dict[str, int]]:
    """Two tasks of two days in a row, and what is said besides."""
    boss = firm.manager.actor
    here = planning.add_project(boss, name="Pier", start_on=TODAY, now=NOW)
    tasks = [edits.Add("dig", "Dig", duration_minutes=960), edits.Add("pour", "Pour", duration_minutes=960)]
    made = planning.edit_plan(boss, here, edits=[*tasks, edits.LinkUp("dig", "pour"), *said], now=NOW).made
    return here, dict(made)


def report(firm: Firm, here: int) -> reads.Health:
    return reads.health(firm.manager.actor, here, now=NOW)


def check(firm: Firm, here: int, code: str) -> reads.Check:
    return next(each for each in report(firm, here).checks if each.code == code)


def mend(firm: Firm, here: int, code: str, task_id: int, **changed: Any) -> None:
    said = {"revision": report(firm, here).revision, **changed}
    writes.mend(firm.manager.actor, here, check=code, task_id=task_id, now=NOW, **said)


HELD = [
    (Constraint.MSO, Constraint.SNET, datetime(2026, 3, 20, 17), None),
    (Constraint.MFO, Constraint.ASAP, None, datetime(2026, 3, 20, 17)),
    (Constraint.FNLT, Constraint.ASAP, None, datetime(2026, 3, 20, 17)),
]


@pytest.mark.parametrize(("hard", "soft", "at", "deadline"), HELD)
def test_a_held_date_is_let_go_and_still_stands_there_as_what_it_was_meant_to_be(
    cast: Cast, hard: Constraint, soft: Constraint, at: datetime | None, deadline: datetime | None
) -> None:
    firm = cast.north
    here, made = planned(firm, edits.Set("pour", None, {"constraint": hard, "constraint_at": LATER}))
    (found,) = check(firm, here, "hard_constraints").findings
    assert (found.task_id, found.name, found.mend is not None) == (made["pour"], "Pour", True)
    mend(firm, here, "hard_constraints", made["pour"])
    task = plans.task(firm.manager.actor, made["pour"])
    assert (task.constraint, task.constraint_at, task.line.deadline_at) == (soft, at, deadline)
    assert check(firm, here, "hard_constraints").passed


def test_a_lead_is_taken_away(cast: Cast) -> None:
    firm = cast.north
    here, made = planned(firm, edits.LinkUp("dig", "pour", lag=-240))
    mend(firm, here, "leads", made["pour"])
    assert [link.lag for link in plans.task(firm.manager.actor, made["pour"]).predecessors] == [0]
    assert check(firm, here, "leads").passed


@pytest.mark.parametrize("unit", [LagUnit.WORKING, LagUnit.ELAPSED])
def test_a_lag_becomes_a_task_and_no_date_moves(cast: Cast, unit: LagUnit) -> None:
    firm = cast.north
    here, made = planned(firm, edits.LinkUp("dig", "pour", lag=1440, unit=unit))
    finish = reads.concluded(here, TODAY)[1].finish
    mend(firm, here, "lags", made["pour"])
    assert check(firm, here, "lags").passed
    assert [task.name for task in plans.tasks(firm.manager.actor, here).tasks] == ["Dig", "Dig → Pour", "Pour"]
    assert reads.concluded(here, TODAY)[1].finish == finish


def test_it_is_one_line_in_the_ledger_and_one_undo(cast: Cast) -> None:
    firm = cast.north
    here, made = planned(firm, edits.LinkUp("dig", "pour", lag=480))
    mend(firm, here, "lags", made["pour"])
    assert last_line(firm.manager.actor).verb == "edited"
    planning.undo(firm.manager.actor, here, now=NOW)
    assert [task.name for task in plans.tasks(firm.manager.actor, here).tasks] == ["Dig", "Pour"]
    assert not check(firm, here, "lags").passed


def test_what_needs_a_person_is_not_offered_and_refused(cast: Cast) -> None:
    firm = cast.north
    here, made = planned(firm, edits.LinkUp("dig", "pour", LinkKind.SS, 480))
    assert [each.mend for each in check(firm, here, "lags").findings] == [None]
    with pytest.raises(Refusal) as refused:
        mend(firm, here, "lags", made["pour"])
    assert refused.value.code == "not_offered"


def test_a_plan_that_moved_on_is_stale(cast: Cast) -> None:
    firm = cast.north
    here, made = planned(firm, edits.LinkUp("dig", "pour", lag=480))
    read = audit.revision(here)
    planning.add_task(firm.manager.actor, here, name="Paint", duration_minutes=480, now=NOW)
    with pytest.raises(Stale):
        mend(firm, here, "lags", made["pour"], revision=read)


def test_members_read_it_and_do_not_mend_and_strangers_learn_nothing(cast: Cast) -> None:
    firm = cast.north
    here, made = planned(firm, edits.LinkUp("dig", "pour", lag=480))
    with pytest.raises(NotAllowed):
        writes.mend(firm.member.actor, here, check="lags", task_id=made["pour"], revision=audit.revision(here), now=NOW)
    with pytest.raises(NotFound):
        reads.health(cast.south.owner.actor, here, now=NOW)
    with pytest.raises(NotFound):
        writes.mend(firm.manager.actor, firm.project_id, check="lags", task_id=made["pour"], revision=firm.revision, now=NOW)
    assert reads.health(firm.member.actor, firm.project_id, now=NOW).checks


def test_every_check_says_why_it_matters(cast: Cast) -> None:
    codes = [each.code for each in report(cast.north, cast.north.project_id).checks]
    assert set(codes) == set(WHY)
