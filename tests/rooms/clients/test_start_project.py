"""A project that begins with a promise, and projects that others may begin as."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.clients import reads, writes
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.sketch import After, Sketch, SketchTask
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

MONDAY, EXPECTED = date(2026, 3, 9), date(2026, 4, 1)
SKETCH = Sketch((SketchTask("Dig", takes_minutes=480), SketchTask("Plant", after=(After(0),))))


def begun(firm: Firm, sketch: Sketch = SKETCH, **told: object) -> int:
    return writes.start_project(firm.manager.actor, sketch, name="Garden", start_on=MONDAY, **told, now=NOW)  # type: ignore[arg-type]


def test_what_the_client_expects_is_no_promise(cast: Cast) -> None:
    project = begun(cast.north, expected_on=EXPECTED, client="Otto")
    assert reads.promise_history(cast.north.manager.actor, project) == ()


def test_a_date_that_was_promised_already_is_promised_with_the_project(cast: Cast) -> None:
    project = begun(cast.north, expected_on=EXPECTED, promised=True, client="Otto")
    (promise,) = reads.promise_history(cast.north.manager.actor, project)
    assert (promise.client, promise.on) == ("Otto", EXPECTED)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"promised": True, "client": "Otto"}, "promise_without_day"),
        ({"promised": True, "expected_on": EXPECTED, "client": " "}, "promise_without_client"),
    ],
)
def test_a_promise_needs_its_day_and_its_client(cast: Cast, told: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        begun(cast.north, **told)
    assert refused.value.code == code


def test_a_plan_that_waits_for_itself_is_refused_before_anything_is_kept(cast: Cast) -> None:
    before = plans.visible_ids(cast.north.manager.actor)
    with pytest.raises(Refusal):
        begun(cast.north, Sketch((SketchTask("A", after=(After(1),)), SketchTask("B", after=(After(0),)))))
    assert plans.visible_ids(cast.north.manager.actor) == before


def test_members_begin_nothing_and_save_nothing(cast: Cast) -> None:
    firm = cast.north
    with pytest.raises(NotAllowed):
        writes.start_project(firm.member.actor, SKETCH, name="Garden", start_on=MONDAY, now=NOW)
    with pytest.raises(NotAllowed):
        writes.save_as_template(firm.member.actor, firm.project_id, name="Ours", now=NOW)


def test_a_template_holds_no_people_clients_or_dates(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    (client, *_) = reads.clients(boss)
    person = plans.team(boss, firm.project_id)[0].name
    planning.add_task(boss, firm.project_id, name=f"Meet {client.name} and {person} on 3.4.2026, ask x@y.example", now=NOW)
    template = writes.save_as_template(boss, firm.project_id, name="As usual", now=NOW)
    kept = plans.template_sketch(boss, template)
    assert kept.tasks[-1].name == "Meet the client and somebody on …, ask …"
    assert len(kept.tasks) == len(plans.draft(firm.project_id).tasks)
    assert all(task.start_on is None and task.due_on is None and not task.notes for task in kept.tasks)
    assert person not in {name for task in kept.tasks for name in task.who}
    assert all(objective.by_on is None for objective in kept.objectives)
    assert kept.deliverables
    assert (last_line(boss).verb, last_line(boss).after["name"]) == ("saved_template", "As usual")


def test_a_project_begins_as_another_one_did(cast: Cast) -> None:
    boss, first = cast.north.manager.actor, begun(cast.north)
    template = writes.save_as_template(boss, first, name="Gardens", now=NOW)
    second = begun(cast.north, plans.template_sketch(boss, template))
    assert plans.draft(second).tasks == plans.draft(first).tasks[:1] + plans.draft(second).tasks[1:]
    assert plans.draft(second).links == plans.draft(first).links
    assert "Gardens" in [each.name for each in plans.templates(boss)]


def test_roles_stay_when_who_filled_them_is_forgotten(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    sketch = Sketch((SketchTask("Dig", who=("Gardener",)),), by_role=True)
    project = begun(firm, sketch, team={"Gardener": firm.member_person_id})
    kept = plans.template_sketch(boss, writes.save_as_template(boss, project, name="Digging", now=NOW))
    assert kept.tasks[0].who == ("Gardener",)


def test_templates_belong_to_their_workspace_and_have_names_of_their_own(cast: Cast) -> None:
    boss, project = cast.north.manager.actor, begun(cast.north)
    template = writes.save_as_template(boss, project, name="Gardens", now=NOW)
    with pytest.raises(Refusal, match="of this name already"):
        writes.save_as_template(boss, project, name="GARDENS", now=NOW)
    with pytest.raises(NotFound):
        plans.template_sketch(cast.south.manager.actor, template)
    with pytest.raises(NotFound):
        writes.save_as_template(cast.south.manager.actor, project, name="Theirs", now=NOW)
    with pytest.raises(Refusal, match="at least one task"):
        writes.save_as_template(boss, begun(cast.north, Sketch()), name="Nothing", now=NOW)


def test_a_template_can_be_taken_away(cast: Cast) -> None:
    boss = cast.north.manager.actor
    template = writes.save_as_template(boss, begun(cast.north), name="Gardens", now=NOW)
    for actor, refusal in ((cast.north.member.actor, NotAllowed), (cast.south.manager.actor, NotFound)):
        with pytest.raises(refusal):
            planning.remove_template(actor, template, now=NOW)
    planning.remove_template(boss, template, now=NOW)
    assert "Gardens" not in [each.name for each in plans.templates(boss)]
    assert (last_line(boss).verb, last_line(boss).kind) == ("removed", "template")
