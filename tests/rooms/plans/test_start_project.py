"""A project begins as a sketch: tasks, links, team, objectives and deliverables, all or nothing."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.people import reads as people
from milepost.plans import reads, writes
from milepost.plans.draft import Constraint, LinkKind
from milepost.plans.sketch import After, Sketch, SketchDeliverable, SketchObjective, SketchTask, draft_of, in_sequence
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

MONDAY, EXPECTED = date(2026, 3, 9), date(2026, 4, 1)
SKETCH = Sketch(
    tasks=(
        SketchTask("Build"),
        SketchTask("Walls", 2, 960, 480, 1920, ("Mason",), deliverable="House"),
        SketchTask("Roof", 2, None, who=("Mason", "Carpenter"), after=(After(1, LinkKind.FS, 480, because="they must dry"),)),
        SketchTask("Done", 1, 0, after=(After(2),), due_on=EXPECTED),
    ),
    objectives=(SketchObjective("It is warm", "degrees", "8", "20", EXPECTED),),
    deliverables=(SketchDeliverable("House", ("It stands", "It is dry"), "It is warm", 480),),
    by_role=True,
)


def begun(firm: Firm, sketch: Sketch = SKETCH, **told: object) -> int:
    said = {"name": "House", "start_on": MONDAY, "expected_on": EXPECTED, **told}
    return writes.start_project(firm.manager.actor, sketch, **said, now=NOW)  # type: ignore[arg-type]


def test_everything_in_the_sketch_stands_in_the_plan(cast: Cast) -> None:
    boss, project = cast.north.manager.actor, begun(cast.north)
    plan = reads.draft(project)
    assert [(task.name, task.level, task.summary, task.milestone, task.duration_minutes) for task in plan.tasks] == [
        ("Build", 1, True, False, 0),
        ("Walls", 2, False, False, 960),
        ("Roof", 2, False, False, 480),
        ("Done", 1, False, True, 0),
    ]
    assert (plan.tasks[1].best_minutes, plan.tasks[1].worst_minutes, plan.tasks[2].estimated) == (480, 1920, True)
    assert [(link.predecessor, link.successor, link.lag) for link in plan.links] == [(2, 3, 480), (3, 4, 0)]
    assert "they must dry" in plan.tasks[2].notes
    assert plan.tasks[3].deadline_at == datetime(2026, 4, 1, 23, 59)
    outcomes = reads.outcomes(boss, project)
    (objective,), (deliverable,) = outcomes.objectives, outcomes.deliverables
    assert (objective.name, objective.target, objective.by_on) == ("It is warm", "20", EXPECTED)
    assert (deliverable.objective_id, deliverable.review_minutes, len(deliverable.task_ids)) == (objective.id, 480, 1)
    assert [criterion.text for criterion in deliverable.criteria] == ["It stands", "It is dry"]
    assert reads.expected(boss, project) == reads.Expected(EXPECTED, 1)
    line = last_line(boss)
    assert (line.verb, line.kind, line.after["tasks"], line.after["links"]) == ("started", "project", 4, 2)


def test_a_role_is_a_place_in_the_team_until_somebody_fills_it(cast: Cast) -> None:
    firm = cast.north
    project = begun(firm, team={"Mason": firm.member_person_id})
    mason, carpenter = reads.team(firm.manager.actor, project)
    assert (mason.person_id, carpenter.name, carpenter.person_id) == (firm.member_person_id, "Carpenter", None)
    assert reads.project(firm.member.actor, project).name == "House"


def test_somebody_with_two_roles_has_one_place_and_works_once_on_a_task(cast: Cast) -> None:
    firm = cast.north
    project = begun(firm, team=dict.fromkeys(("Mason", "Carpenter"), firm.member_person_id), member_ids=[firm.member_person_id])
    assert [member.person_id for member in reads.team(firm.manager.actor, project)] == [firm.member_person_id]
    assert [line.task for line in reads.draft(project).assignments] == [2, 3]


def test_a_name_that_one_person_has_means_that_person(cast: Cast) -> None:
    firm = cast.north
    name = people.person(firm.manager.actor, firm.member_person_id).name
    sketch = Sketch((SketchTask("Dig", who=(name.upper(), "Somebody Else")),))
    first, second = reads.team(firm.manager.actor, begun(firm, sketch))
    assert (first.person_id, first.name, second.person_id) == (firm.member_person_id, name, None)


def test_tasks_follow_each_other_where_nothing_is_linked() -> None:
    tasks = (SketchTask("A"), SketchTask("One", 2), SketchTask("Two", 2), SketchTask("B"), SketchTask("Three", 2))
    ordered = in_sequence(Sketch(tasks))
    assert [[after.task for after in task.after] for task in ordered.tasks] == [[], [], [1], [], [2]]


def test_a_task_follows_the_one_before_where_only_others_are_linked() -> None:
    tasks = (SketchTask("Write"), SketchTask("Build", after=(After(0),)), SketchTask("Test"), SketchTask("Live", takes_minutes=0))
    ordered = in_sequence(Sketch(tasks))
    assert [[after.task for after in task.after] for task in ordered.tasks] == [[], [0], [1], [2]]


def test_the_first_task_of_a_summary_that_waits_follows_nothing_else() -> None:
    tasks = (SketchTask("A"), SketchTask("B"), SketchTask("Late", after=(After(0),)), SketchTask("One", 2), SketchTask("Two", 2))
    ordered = in_sequence(Sketch(tasks))
    assert [[after.task for after in task.after] for task in ordered.tasks] == [[], [0], [0], [], [3]]


def test_an_order_to_begin_with_closes_no_circle() -> None:
    tasks = (SketchTask("Sign", after=(After(2),)), SketchTask("Draft"), SketchTask("Law"), SketchTask("Read", 2), SketchTask("Send"))
    ordered = in_sequence(Sketch(tasks))
    assert [[after.task for after in task.after] for task in ordered.tasks] == [[2], [], [], [], [3]]


def test_a_day_to_begin_on_holds_the_task_back() -> None:
    plan = draft_of(Sketch((SketchTask("Dig", start_on=EXPECTED),)), name="", start_on=MONDAY)
    assert (plan.tasks[0].constraint, plan.tasks[0].constraint_at) == (Constraint.SNET, datetime(2026, 4, 1))


@pytest.mark.parametrize(
    ("told", "sketch", "code"),
    [
        ({"name": " "}, SKETCH, "name_empty"),
        ({"start_on": date(1066, 10, 14)}, SKETCH, "day_far_away"),
        ({"expected_on": date(1066, 10, 14)}, SKETCH, "day_far_away"),
        ({}, Sketch((SketchTask("x" * 1001),)), "text_impossible"),
        ({}, Sketch(deliverables=(SketchDeliverable("House", ("It stands",) * 101),)), "criteria_too_many"),
        ({}, Sketch(objectives=(SketchObjective(""),)), "name_empty"),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(cast: Cast, told: dict[str, object], sketch: Sketch, code: str) -> None:
    before = len(reads.projects(cast.north.manager.actor))
    with pytest.raises(Refusal) as refused:
        begun(cast.north, sketch, **told)
    assert refused.value.code == code
    assert len(reads.projects(cast.north.manager.actor)) == before


def test_only_managers_begin_projects_and_only_with_their_own_people(cast: Cast) -> None:
    for person in (cast.north.member, cast.north.client):
        with pytest.raises(NotAllowed):
            writes.start_project(person.actor, SKETCH, name="House", start_on=MONDAY, now=NOW)
    for named in ({"team": {"Mason": cast.south.member_person_id}}, {"member_ids": [cast.south.member_person_id]}):
        with pytest.raises(NotFound):
            begun(cast.north, **named)


def test_the_client_may_expect_another_day_and_nothing_is_promised(cast: Cast) -> None:
    boss, project = cast.north.manager.actor, begun(cast.north)
    assert writes.expect_date(boss, project, on=date(2026, 5, 4), version=1, now=NOW) == 2
    assert reads.expected(boss, project).on == date(2026, 5, 4)
    assert reads.promises(boss, project) == ()
    line = last_line(boss)
    assert (line.verb, line.before, line.after) == ("expected", {"expected_on": "2026-04-01"}, {"expected_on": "2026-05-04"})
    with pytest.raises(Stale):
        writes.expect_date(boss, project, on=None, version=1, now=NOW)
    with pytest.raises(VersionMissing):
        writes.expect_date(boss, project, on=None, version=None, now=NOW)
    with pytest.raises(Refusal, match="1984"):
        writes.expect_date(boss, project, on=date(1066, 10, 14), version=2, now=NOW)
    with pytest.raises(NotAllowed):
        writes.expect_date(cast.north.member.actor, project, on=None, version=2, now=NOW)
    with pytest.raises(NotFound):
        writes.expect_date(cast.south.manager.actor, project, on=None, version=2, now=NOW)
