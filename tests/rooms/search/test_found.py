"""Everybody finds what they may see, by whatever is written in it, and nothing else."""

from __future__ import annotations

from milepost.kernel.actor import Actor
from milepost.people import writes as team
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.search import reads as search
from tests.cast import NOW, Cast


def kinds(actor: Actor, question: str) -> set[tuple[str, str]]:
    return {(each.kind, each.name) for each in search.found(actor, question) if each.kind != "term"}


def test_a_mark_finds_every_kind_of_thing_in_ones_own_firm(cast: Cast) -> None:
    found = {each.kind for each in search.found(cast.north.manager.actor, cast.north.mark)}
    assert found >= {"project", "task", "deliverable", "objective", "risk", "person", "promise"}


def test_nobody_finds_anything_of_another_firm(cast: Cast) -> None:
    for person in cast.north.everybody.values():
        assert search.found(person.actor, cast.south.mark) == ()
    assert search.found(cast.south.manager.actor, cast.south.mark) != ()


def test_the_index_in_memory_shows_nobody_the_plan_of_somebody_else(cast: Cast) -> None:
    assert kinds(cast.north.manager.actor, "dredge")
    assert kinds(cast.south.manager.actor, f"dredge {cast.north.mark}") == set()
    assert kinds(cast.north.other_member.actor, "dredge") == set()
    assert kinds(cast.north.client.actor, "dredge") == set()


def test_a_member_finds_their_own_projects_and_themselves(cast: Cast) -> None:
    north = cast.north
    assert ("task", f"dredge {north.mark}") in kinds(north.member.actor, "dredge")
    assert {each for each in kinds(north.member.actor, "mona otto"[:4]) if each[0] == "person"} == {("person", f"Mona {north.mark}")}
    assert kinds(north.other_member.actor, north.mark) == set()


def test_a_client_finds_what_was_promised_to_them_alone(cast: Cast) -> None:
    north = cast.north
    found = [each for each in search.found(north.client.actor, north.mark) if each.kind != "term"]
    assert {each.kind for each in found} == {"promise"}
    assert kinds(north.other_client.actor, north.mark) == set()


def test_what_is_written_inside_a_thing_finds_it_with_an_excerpt(cast: Cast) -> None:
    north = cast.north
    (by_note,) = [each for each in search.found(north.manager.actor, "low tide") if each.kind == "task"]
    assert (by_note.name, by_note.excerpt) == (f"survey {north.mark}", f"low tide only {north.mark}")
    (by_criterion,) = [each for each in search.found(north.manager.actor, "spring tide") if each.kind == "deliverable"]
    assert by_criterion.name == f"The wall {north.mark}"


def test_a_thing_is_found_once_however_often_the_word_stands_in_it(cast: Cast) -> None:
    north = cast.north
    found = [(each.kind, each.id) for each in search.found(north.manager.actor, "survey")]
    assert len(found) == len(set(found))


def test_a_new_name_is_found_at_once_and_the_old_one_no_more(cast: Cast) -> None:
    manager, objective = cast.north.manager.actor, cast.north.objective_id
    assert kinds(manager, "fewer floods")
    planning.change_objective(
        manager, objective, name="Trockene Füße", metric="", baseline_value="", target="", by_on=None, version=1, now=NOW
    )
    assert ("objective", "Trockene Füße") in kinds(manager, "trockene fusse")
    assert kinds(manager, "fewer floods") == set()


def test_what_people_say_about_a_task_is_found_until_it_is_taken_back(cast: Cast) -> None:
    manager, task = cast.north.manager.actor, cast.north.task_ids["moor"]
    comment = planning.comment(manager, task, text="The **capstan** jams\n\nask Otto", now=NOW)
    (said,) = [each for each in search.found(manager, "capstan") if each.kind == "comment"]
    assert (said.id, said.name) == (task, f"moor {cast.north.mark}")
    assert "capstan" in said.excerpt
    planning.remove_comment(manager, comment, version=1, now=NOW)
    assert kinds(manager, "capstan") == set()


def test_a_task_that_left_the_plan_is_found_no_more(cast: Cast) -> None:
    manager, task = cast.north.manager.actor, cast.north.task_ids["moor"]
    assert kinds(manager, "moor")
    planning.remove_task(manager, task, version=plans.task(manager, task).line.version, now=NOW)
    assert {each for each in kinds(manager, "moor") if each[0] == "task"} == set()


def test_a_slip_of_the_finger_still_finds(cast: Cast) -> None:
    assert ("task", f"dredge {cast.north.mark}") in kinds(cast.north.manager.actor, "derdge")


def test_people_are_found_as_soon_as_they_are_there(cast: Cast) -> None:
    manager = cast.north.manager.actor
    team.add_person(manager, name="Zoë Ångström", now=NOW)
    assert kinds(manager, "zoe angs") == {("person", "Zoë Ångström")}


def test_terms_are_found_by_name_and_by_abbreviation(cast: Cast) -> None:
    client = cast.north.client.actor
    assert [each.key for each in search.found(client, "wbs")] == ["wbs"]
    assert "total-float" in {each.key for each in search.found(client, "total float")}


def test_an_empty_question_finds_the_projects(cast: Cast) -> None:
    assert [each.kind for each in search.found(cast.north.manager.actor, "  ")] == ["project"]
    assert search.found(cast.north.client.actor, "") == ()


def test_what_was_opened_last_is_told_only_as_far_as_one_may_know_it(cast: Cast) -> None:
    north, south = cast.north, cast.south
    tasks = [south.task_ids["moor"], north.task_ids["moor"], 999_999]
    told = search.these(north.manager.actor, tasks=tasks, projects=[south.project_id, north.project_id])
    assert [(each.kind, each.id) for each in told] == [("task", north.task_ids["moor"]), ("project", north.project_id)]
    assert search.these(north.other_member.actor, tasks=tasks, projects=[north.project_id]) == ()
