"""Tasks, links and assignments that are made or changed here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import reads, writes
from milepost.plans.draft import Constraint, LagUnit, LinkKind
from tests.cast import NOW, Cast, Firm
from tests.said import last_line, lines


def named(firm: Firm) -> list[tuple[str, int, bool]]:
    return [(task.name, task.level, task.summary) for task in reads.tasks(firm.manager.actor, firm.project_id).tasks]


def add(firm: Firm, **more: Any) -> int:
    return writes.add_task(firm.manager.actor, firm.project_id, **({"name": "pave", "duration_minutes": 480, "now": NOW} | more))


def change(firm: Firm, task: str = "moor", **more: Any) -> int:
    usual = {"name": "moor", "duration_minutes": 480, "constraint": Constraint.ASAP, "constraint_at": None, "deadline_at": None}
    return writes.change_task(firm.manager.actor, firm.task_ids[task], **(usual | {"version": 1, "now": NOW} | more))  # type: ignore[arg-type]


def link(firm: Firm, before: str, after: str, **more: Any) -> int:
    return writes.add_link(firm.manager.actor, firm.task_ids[before], successor_id=firm.task_ids[after], now=NOW, **more)


def test_a_task_goes_to_the_end_or_after_another(cast: Cast) -> None:
    firm = cast.north
    add(firm, name="last")
    add(firm, name="second", after_id=firm.task_ids["survey"])
    names = [name for name, _, _ in named(firm)]
    assert names[-1] == "last"
    assert names.index("second") == names.index("survey kestrel") + 1
    assert last_line(firm.manager.actor).after["name"] == "second"


def test_a_task_below_another_makes_that_a_summary(cast: Cast) -> None:
    firm = cast.north
    add(firm, after_id=firm.task_ids["moor"], level=3)
    assert ("moor kestrel", 2, True) in named(firm)
    assert ("pave", 3, False) in named(firm)


def test_tasks_added_to_a_file_never_take_a_number_the_file_may_use(cast: Cast) -> None:
    firm = cast.north
    assert reads.task(firm.manager.actor, add(firm)).line.uid == 1_000_000_000
    assert reads.task(firm.manager.actor, add(firm)).line.uid == 1_000_000_001


def test_a_task_without_duration_is_a_milestone(cast: Cast) -> None:
    assert reads.task(cast.north.manager.actor, add(cast.north, duration_minutes=0)).line.milestone


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"level": 4}, "level_too_deep"),
        ({"level": 0}, "level_too_deep"),
        ({"name": ""}, "name_empty"),
        ({"duration_minutes": -1}, "minutes_impossible"),
    ],
)
def test_a_task_that_fits_nowhere_is_refused(cast: Cast, said: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        add(cast.north, after_id=cast.north.task_ids["moor"], **said)
    assert refused.value.code == code


def test_a_task_of_another_plan_is_no_place(cast: Cast) -> None:
    with pytest.raises(NotFound):
        add(cast.north, after_id=cast.south.task_ids["moor"])


def test_a_changed_task_says_so(cast: Cast) -> None:
    firm, due = cast.north, datetime(2026, 4, 1, 17)
    assert change(firm, name="moor well", constraint=Constraint.SNET, constraint_at=due, deadline_at=due, duration_minutes=960) == 2
    task = reads.task(firm.manager.actor, firm.task_ids["moor"])
    assert (task.line.name, task.line.duration_minutes, task.constraint, task.line.deadline_at) == ("moor well", 960, "SNET", due)
    line = last_line(firm.manager.actor)
    assert (line.before["duration_minutes"], line.after["duration_minutes"], line.after["constraint"]) == (480, 960, "SNET")


def test_another_duration_leaves_the_per_cent(cast: Cast) -> None:
    firm = cast.north
    change(firm, "survey", name="survey", duration_minutes=2000, version=2)
    survey = reads.task(firm.manager.actor, firm.task_ids["survey"]).line
    assert (survey.percent, survey.remaining_minutes, survey.duration_minutes) == (50, 1000, 2000)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"constraint": Constraint.MSO}, "constraint_without_date"),
        ({"deadline_at": datetime(1900, 1, 1)}, "day_far_away"),
        ({"name": " "}, "name_empty"),
        ({"duration_minutes": -5}, "minutes_impossible"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(cast: Cast, said: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        change(cast.north, **said)
    assert refused.value.code == code


def test_a_summary_is_as_long_as_the_tasks_below_it(cast: Cast) -> None:
    firm = cast.north
    top = reads.tasks(firm.manager.actor, firm.project_id).tasks[0]
    with pytest.raises(Refusal) as refused:
        writes.change_task(
            firm.manager.actor,
            top.id,
            name="top",
            duration_minutes=99,
            constraint=Constraint.ASAP,
            constraint_at=None,
            deadline_at=None,
            version=top.version,
            now=NOW,
        )
    assert refused.value.code == "summary_duration"


def test_two_who_change_the_same_task_do_not_overwrite_each_other(cast: Cast) -> None:
    change(cast.north)
    with pytest.raises(Stale) as stale:
        change(cast.north, name="mine")
    assert (stale.value.details["yours"]["name"], stale.value.details["current"]["name"]) == ("mine", "moor")  # type: ignore[index]
    with pytest.raises(VersionMissing):
        change(cast.north, version=None)


def test_a_link_is_seen_from_both_ends_and_can_be_taken_away(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    made = link(firm, "survey", "moor", kind=LinkKind.SS, lag=-60, unit=LagUnit.ELAPSED)
    ahead = next(each for each in reads.task(boss, firm.task_ids["survey"]).successors if each.id == made)
    assert (ahead.name, ahead.kind, ahead.lag, ahead.unit) == ("moor kestrel", "SS", -60, "elapsed")
    assert made in {each.id for each in reads.task(boss, firm.task_ids["moor"]).predecessors}
    assert last_line(boss).after["successor"] == "moor kestrel"
    writes.remove_link(boss, made, now=NOW)
    assert made not in {each.id for each in reads.task(boss, firm.task_ids["moor"]).predecessors}
    assert (last_line(boss).verb, last_line(boss).before["predecessor"]) == ("removed", "survey kestrel")


@pytest.mark.parametrize(
    ("before", "after", "code"), [("moor", "survey", "link_circle"), ("moor", "moor", "link_circle"), ("survey", "dredge", "link_there")]
)
def test_circles_and_links_that_are_there_are_refused(cast: Cast, before: str, after: str, code: str) -> None:
    count = lines(cast.north.manager.actor)
    with pytest.raises(Refusal) as refused:
        link(cast.north, before, after)
    assert (refused.value.code, lines(cast.north.manager.actor)) == (code, count)


def test_links_stay_inside_a_project(cast: Cast) -> None:
    firm = cast.north
    with pytest.raises(NotFound):
        writes.add_link(firm.manager.actor, firm.task_ids["moor"], successor_id=cast.south.task_ids["opening"], now=NOW)
    other = writes.add_project(firm.manager.actor, name="Other", start_on=date(2026, 3, 2), now=NOW)
    stranger = writes.add_task(firm.manager.actor, other, name="far", now=NOW)
    with pytest.raises(NotFound):
        writes.add_link(firm.manager.actor, firm.task_ids["moor"], successor_id=stranger, now=NOW)


def test_who_is_assigned_may_report_until_they_are_not_any_more(cast: Cast) -> None:
    firm, boss, moor = cast.north, cast.north.manager.actor, cast.north.task_ids["moor"]
    assert not reads.task(firm.member.actor, moor).may_report
    kept = writes.assign(boss, moor, resource_id=firm.resource_id, units=50, now=NOW)
    assert reads.task(firm.member.actor, moor).may_report
    assert writes.assign(boss, moor, resource_id=firm.resource_id, units=80, now=NOW) == kept
    assert (last_line(boss).before["units"], last_line(boss).after["units"]) == (50, 80)
    assert [(who.name, who.units) for who in reads.task(boss, moor).line.who] == [("Mona kestrel", 80)]
    writes.unassign(boss, moor, resource_id=firm.resource_id, now=NOW)
    assert last_line(boss).verb == "unassigned"
    assert not reads.task(firm.member.actor, moor).may_report


def test_assignments_that_cannot_be_are_refused(cast: Cast) -> None:
    firm, boss, moor = cast.north, cast.north.manager.actor, cast.north.task_ids["moor"]
    top = reads.tasks(boss, firm.project_id).tasks[0].id
    with pytest.raises(Refusal, match="Units lie"):
        writes.assign(boss, moor, resource_id=firm.resource_id, units=0, now=NOW)
    with pytest.raises(Refusal, match="sums up"):
        writes.assign(boss, top, resource_id=firm.resource_id, now=NOW)
    with pytest.raises(NotFound):
        writes.assign(boss, moor, resource_id=cast.south.resource_id, now=NOW)
    with pytest.raises(NotFound):
        writes.unassign(boss, moor, resource_id=firm.resource_id, now=NOW)


@pytest.mark.parametrize("who", ["member", "client"])
def test_only_those_who_manage_change_a_plan(cast: Cast, who: str) -> None:
    firm, actor, moor = cast.north, cast.north.everybody[who].actor, cast.north.task_ids["moor"]
    for attempt in (
        lambda: writes.add_task(actor, firm.project_id, name="A", now=NOW),
        lambda: writes.change_task(
            actor, moor, name="A", duration_minutes=1, constraint=Constraint.ASAP, constraint_at=None, deadline_at=None, version=1, now=NOW
        ),
        lambda: writes.add_link(actor, moor, successor_id=firm.task_ids["survey"], now=NOW),
        lambda: writes.remove_link(actor, firm.link_id, now=NOW),
        lambda: writes.assign(actor, moor, resource_id=firm.resource_id, now=NOW),
        lambda: writes.unassign(actor, moor, resource_id=firm.resource_id, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_another_firm_finds_nothing_to_change(cast: Cast) -> None:
    firm, actor = cast.north, cast.south.manager.actor
    for attempt in (
        lambda: writes.add_task(actor, firm.project_id, name="A", now=NOW),
        lambda: writes.add_link(actor, firm.task_ids["moor"], successor_id=firm.task_ids["opening"], now=NOW),
        lambda: writes.remove_link(actor, firm.link_id, now=NOW),
        lambda: writes.assign(actor, firm.task_ids["moor"], resource_id=firm.resource_id, now=NOW),
    ):
        with pytest.raises(NotFound):
            attempt()
