"""Setting due dates: of tasks and deliverables, as proposed or by a person; one change, one line, one undo."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from milepost.plans import reads, writes
from milepost.plans.rules.due import MOST_DUES
from milepost.plans.writes import DueDate
from tests.cast import NOW, Cast, Firm

ON = date(2026, 5, 4)


def task_due(firm: Firm, **other: object) -> DueDate:
    task_id = firm.task_ids["moor"]
    said = {"version": reads.versions(firm.project_id, [task_id])[task_id], "on": ON, **other}
    return DueDate("task", task_id, **said)  # type: ignore[arg-type]


def result_due(firm: Firm, **other: object) -> DueDate:
    (version,) = (each.version for each in reads.deliverables_of([firm.project_id]) if each.id == firm.deliverable_id)
    return DueDate("deliverable", firm.deliverable_id, **{"version": version, "on": ON, **other})  # type: ignore[arg-type]


def there(firm: Firm) -> dict[tuple[str, int], tuple[date | None, bool]]:
    """By kind and id the day, and whether it was taken over as it was proposed."""
    taken = reads.taken_dues(firm.project_id)
    known = reads.dues([firm.task_ids["moor"]], [firm.deliverable_id])
    return {key: (due.on, due.on is not None and taken.get(key) == due.on) for key, due in known.items()}


def test_what_is_proposed_stays_open_to_the_next_proposal_and_what_a_person_sets_is_theirs(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    writes.set_due_dates(boss, firm.project_id, dates=[task_due(firm, proposed=True), result_due(firm, proposed=True)], now=NOW)
    assert set(there(firm).values()) == {(ON, True)}
    other = date(2026, 5, 6)
    writes.set_due_dates(boss, firm.project_id, dates=[task_due(firm, on=other), result_due(firm, on=other)], now=NOW)
    assert set(there(firm).values()) == {(other, False)}
    writes.set_due_dates(boss, firm.project_id, dates=[task_due(firm, on=None), result_due(firm, on=None)], now=NOW)
    assert set(there(firm).values()) == {(None, False)}


def test_the_due_date_of_a_task_is_its_deadline(cast: Cast) -> None:
    firm = cast.north
    writes.set_due_dates(firm.manager.actor, firm.project_id, dates=[task_due(firm, proposed=True)], now=NOW)
    deadline = next(task.deadline_at for task in reads.draft(firm.project_id).tasks if task.name.startswith("moor"))
    assert deadline is not None
    assert (deadline.date(), deadline.hour, deadline.minute) == (ON, 23, 59)


def test_it_is_one_line_of_the_history_and_one_undo(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    before = there(firm)
    writes.set_due_dates(boss, firm.project_id, dates=[task_due(firm, proposed=True), result_due(firm)], now=NOW)
    (line, *_) = reads.history(boss, firm.project_id)
    assert (line.change.verb, line.change.after["dates"]) == ("set_due_dates", 2)
    after = there(firm)
    writes.undo(boss, firm.project_id, now=NOW)
    assert there(firm) == before
    writes.redo(boss, firm.project_id, now=NOW)
    assert there(firm) == after


def test_a_deliverable_with_a_due_date_can_go(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    writes.set_due_dates(boss, firm.project_id, dates=[result_due(firm, proposed=True)], now=NOW)
    writes.remove_deliverable(boss, firm.deliverable_id, version=result_due(firm).version, now=NOW)
    assert ("deliverable", firm.deliverable_id) not in there(firm)
    writes.undo(boss, firm.project_id, now=NOW)
    assert there(firm)["deliverable", firm.deliverable_id] == (ON, True)


def test_what_cannot_be_set_is_refused_whole(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    good = task_due(firm)
    wrong: list[tuple[list[DueDate], type[Exception], str]] = [
        ([], Refusal, "dues_none"),
        ([good, good], Refusal, "due_twice"),
        ([DueDate("task", number, 1, ON) for number in range(MOST_DUES + 1)], Refusal, "dues_too_many"),
        ([good, result_due(firm, on=date(1900, 1, 1))], Refusal, "day_far_away"),
        ([good, result_due(firm, version=99)], Stale, "stale"),
        ([good, DueDate("deliverable", cast.south.deliverable_id, 1, ON)], NotFound, "not_found"),
        ([DueDate("task", cast.south.task_ids["moor"], 1, ON)], NotFound, "not_found"),
    ]
    for dates, refusal, code in wrong:
        with pytest.raises(refusal) as refused:
            writes.set_due_dates(boss, firm.project_id, dates=dates, now=NOW)
        assert refused.value.code == code  # type: ignore[attr-defined]
        assert there(firm)["task", firm.task_ids["moor"]][0] is None


def test_only_who_may_change_the_plan_sets_them(cast: Cast) -> None:
    firm = cast.north
    for actor, refusal in ((firm.member.actor, NotAllowed), (firm.client.actor, NotAllowed), (cast.south.manager.actor, NotFound)):
        with pytest.raises(refusal):
            writes.set_due_dates(actor, firm.project_id, dates=[task_due(firm)], now=NOW)
        with pytest.raises(refusal):
            writes.choose_confidence(actor, firm.project_id, percent=90, version=1, now=NOW)


def test_how_sure_they_are_is_a_choice(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    percent, version = reads.due_percent(boss, firm.project_id)
    assert percent == 80
    writes.choose_confidence(boss, firm.project_id, percent=90, version=version, now=NOW)
    assert reads.due_percent(boss, firm.project_id)[0] == 90
    with pytest.raises(Stale):
        writes.choose_confidence(boss, firm.project_id, percent=0, version=version, now=NOW)
    with pytest.raises(Refusal) as refused:
        writes.choose_confidence(boss, firm.project_id, percent=50, version=version + 1, now=NOW)
    assert refused.value.code == "confidence_unknown"
    writes.undo(boss, firm.project_id, now=NOW)
    assert reads.due_percent(boss, firm.project_id)[0] == 80
