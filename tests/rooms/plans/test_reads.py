"""Who sees what of the plans, and what it costs the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.plans import reads, writes
from milepost.plans.draft import Assignment, BaselineDates, Draft, Link, Resource, Task
from tests.cast import NOW, Cast

AT = datetime(2026, 3, 2, 9)
OF_A_PROJECT: dict[str, Callable[[Actor, int], object]] = {
    "project": reads.project,
    "overview": reads.overview,
    "tasks": reads.tasks,
    "team": reads.team,
    "objectives": reads.objectives,
    "deliverables": reads.deliverables,
    "promises": reads.promises,
    "baselines": reads.baselines,
    "outline": reads.outline,
}
everything = pytest.mark.parametrize("read", OF_A_PROJECT.values(), ids=OF_A_PROJECT)


@everything
def test_the_team_sees_its_project(cast: Cast, read: Callable[[Actor, int], object]) -> None:
    for who in (cast.north.owner, cast.north.manager, cast.north.member):
        assert read(who.actor, cast.north.project_id) is not None


@everything
def test_who_is_not_on_the_team_and_who_is_of_another_firm_finds_nothing(cast: Cast, read: Callable[[Actor, int], object]) -> None:
    for who in (cast.north.other_member, cast.south.owner, cast.south.member):
        with pytest.raises(NotFound):
            read(who.actor, cast.north.project_id)


@everything
def test_clients_see_no_plan(cast: Cast, read: Callable[[Actor, int], object]) -> None:
    with pytest.raises(NotAllowed):
        read(cast.north.client.actor, cast.north.project_id)


def test_lists_hold_what_the_actor_may_know(cast: Cast) -> None:
    assert [each.id for each in reads.projects(cast.north.member.actor)] == [cast.north.project_id]
    assert reads.projects(cast.north.other_member.actor) == ()
    assert reads.visible_ids(cast.south.owner.actor) == {cast.south.project_id}
    assert reads.visible_ids(cast.north.client.actor) == frozenset()
    with pytest.raises(NotAllowed):
        reads.projects(cast.north.client.actor)


def test_one_task_is_as_private_as_its_project(cast: Cast) -> None:
    survey = cast.north.task_ids["survey"]
    assert reads.task(cast.north.member.actor, survey).may_report
    assert not reads.task(cast.north.member.actor, survey).may_edit
    for who in (cast.north.other_member, cast.south.owner):
        with pytest.raises(NotFound):
            reads.task(who.actor, survey)
    with pytest.raises(NotAllowed):
        reads.task(cast.north.client.actor, survey)


def test_history_is_for_those_who_manage_and_names_what_changed(cast: Cast) -> None:
    newest = reads.history(cast.north.manager.actor, cast.north.project_id)
    assert "survey kestrel" in {line.subject for line in newest}
    earlier = reads.history(cast.north.manager.actor, cast.north.project_id, before=newest[1].change.number)
    assert earlier[0] == newest[2]
    with pytest.raises(NotAllowed):
        reads.history(cast.north.member.actor, cast.north.project_id)
    with pytest.raises(NotFound):
        reads.history(cast.south.manager.actor, cast.north.project_id)


def test_a_task_is_shown_with_what_surrounds_it(cast: Cast) -> None:
    dredge = reads.task(cast.north.manager.actor, cast.north.task_ids["dredge"])
    assert [(each.name, each.percent) for each in dredge.predecessors] == [("survey kestrel", 50)]
    assert [each.name for each in dredge.successors] == ["moor kestrel"]
    assert dredge.parent_name == reads.tasks(cast.north.manager.actor, cast.north.project_id).tasks[0].name
    assert [who.name for who in dredge.line.who] == ["Mona kestrel"]


def test_pages_of_tasks_follow_each_other(cast: Cast) -> None:
    actor, project = cast.north.manager.actor, cast.north.project_id
    whole = reads.tasks(actor, project)
    first, rest = reads.tasks(actor, project, offset=0, limit=2), reads.tasks(actor, project, offset=2, limit=900)
    assert first.tasks + rest.tasks == whole.tasks
    assert first.total == rest.total == whole.total == 5
    assert reads.tasks(actor, project, offset=-3, limit=-1).tasks == ()


def sized(tasks: int) -> Draft:
    rows = [Task(1, "Everything", summary=True), *(Task(n, f"Task {n}", level=2, duration_minutes=480) for n in range(2, tasks + 2))]
    chain = tuple(Link(n, n + 1) for n in range(2, tasks + 1))
    frozen = tuple(BaselineDates(0, n, AT, AT) for n in range(2, tasks + 2))
    assigned = tuple(Assignment(n, n, 1) for n in range(2, tasks + 2))
    return replace(
        Draft(f"{tasks} tasks", AT),
        tasks=tuple(rows),
        links=chain,
        resources=(Resource(1, "Mona"),),
        assignments=assigned,
        baselines=frozen,
    )


@pytest.mark.parametrize("name", [*OF_A_PROJECT, "draft", "projects", "task", "history"])
def test_reads_ask_the_same_few_questions_of_any_plan(cast: Cast, name: str) -> None:
    actor = cast.north.manager.actor
    asked = []
    for tasks in (3, 300):
        project = writes.import_plan(actor, sized(tasks), file_name="x", now=NOW).project_id
        last = reads.names(project)[-1][0]
        more: dict[str, Callable[[], object]] = {
            "draft": lambda project=project: reads.draft(project),  # type: ignore[misc]
            "projects": lambda: reads.projects(actor),
            "task": lambda last=last: reads.task(actor, last),  # type: ignore[misc]
            "history": lambda project=project: reads.history(actor, project),  # type: ignore[misc]
        }
        with CaptureQueriesContext(connection) as queries:
            more[name]() if name in more else OF_A_PROJECT[name](actor, project)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12
