"""A file becomes a project with everything the file holds, or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from milepost.exchange import msproject
from milepost.kernel.refusal import NotAllowed, Refusal
from milepost.kernel.say import say
from milepost.kernel.worktime import DayException, OtherWeek, WorkingTime
from milepost.plans import reads, writes
from milepost.plans.draft import (
    Assignment,
    BaselineDates,
    Calendar,
    Constraint,
    Draft,
    LagUnit,
    Link,
    LinkKind,
    Loss,
    Resource,
    ResourceKind,
    Task,
    TaskType,
)
from tests.cast import NOW, Cast
from tests.data import needs_data, plans
from tests.said import last_line, lines

AT = datetime(2026, 3, 4, 8, 30)
SUMMER = OtherWeek(date(2026, 7, 1), date(2026, 8, 31), (((420, 780),),) * 5 + ((), ()), "summer")
EVERYTHING = Draft(
    name="Harbour wall",
    start=datetime(2026, 3, 2, 8),
    finish=datetime(2026, 9, 1, 17),
    from_finish=True,
    calendar=1,
    minutes_per_day=420,
    minutes_per_week=2100,
    days_per_month=18,
    status_on=date(2026, 3, 9),
    honours_constraints=False,
    calendars=(
        Calendar(1, "Days", WorkingTime(exceptions=(DayException(date(2026, 5, 1), date(2026, 5, 1), (), "Labour Day"),))),
        Calendar(7, "Night shift", WorkingTime(week=(((1320, 1800),),) * 7, other_weeks=(SUMMER,)), base=1, of_resource=True),
    ),
    tasks=(
        Task(1, "Everything", summary=True),
        Task(
            2,
            "Dredge",
            level=2,
            wbs="1.1",
            duration_minutes=2400,
            elapsed=True,
            estimated=True,
            effort_minutes=480,
            type=TaskType.FIXED_WORK,
            effort_driven=True,
            manual=True,
            manual_start=AT,
            manual_finish=AT,
            constraint=Constraint.FNLT,
            constraint_at=AT,
            deadline_at=AT,
            calendar=7,
            ignores_resource_calendars=True,
            priority=900,
            percent=40,
            percent_work=35,
            actual_start=AT,
            actual_minutes=960,
            remaining_minutes=1440,
            stop_at=AT,
            resume_at=AT,
            levelling_delay_minutes=1440,
            active=False,
            notes="Mind the “old” anchor — ⚓",
            saved_start=AT,
            saved_finish=AT,
        ),
        Task(9, "Opening", milestone=True, external=True, actual_finish=AT, percent=100),
    ),
    links=(Link(2, 9, LinkKind.SF, -30, LagUnit.ELAPSED_PERCENT), Link(2, 9, LinkKind.SS)),
    resources=(
        Resource(4, "Mona", initials="MM", email="mona@kestrel.example", group="Divers", units=50, calendar=7),
        Resource(5, "Sand", ResourceKind.MATERIAL),
    ),
    assignments=(Assignment(11, 2, 4, 50, 480, 100, 380, 60, AT, AT), Assignment(12, 2, 5)),
    baselines=(BaselineDates(0, 2, AT, AT, 2400, 480), BaselineDates(3, 2, AT, None), BaselineDates(0, 9, None, None)),
)


def take_over(cast: Cast, draft: Draft) -> int:
    return writes.import_plan(cast.north.manager.actor, draft, file_name="wall.xml", now=NOW).project_id


def test_everything_a_draft_holds_comes_back(cast: Cast) -> None:
    assert reads.draft(take_over(cast, EVERYTHING)) == EVERYTHING


def test_an_empty_plan_is_a_plan(cast: Cast) -> None:
    empty = Draft("Nothing yet", datetime(2026, 3, 2, 8))
    assert reads.draft(take_over(cast, empty)) == empty


@needs_data
@pytest.mark.parametrize("file", plans(), ids=lambda file: file.stem)
def test_every_real_plan_comes_back_from_the_tables_as_it_was_read(cast: Cast, file: Path) -> None:
    draft = msproject.read(file)
    assert reads.draft(take_over(cast, draft)) == replace(draft, losses=())


def test_the_project_says_where_it_came_from_and_what_was_not_kept(cast: Cast) -> None:
    loss = Loss("split", say("A split of a task was not kept."), 3, "Dredge")
    made = writes.import_plan(cast.north.manager.actor, replace(EVERYTHING, losses=(loss,)), file_name="wall.xml", now=NOW)
    project = reads.project(cast.north.manager.actor, made.project_id)
    assert (project.name, project.file_name, project.native, project.zone) == ("Harbour wall", "wall.xml", False, "Europe/Berlin")
    assert (project.task_count, project.done_count, project.revision) == (2, 1, made.revision)
    (kept,) = reads.losses(cast.north.manager.actor, made.project_id)
    assert (kept.code, str(kept.sentence), kept.count, kept.example) == ("split", str(loss.sentence), 3, "Dredge")


def test_team_members_are_known_by_their_address(cast: Cast) -> None:
    mona, sand = reads.team(cast.north.manager.actor, take_over(cast, EVERYTHING))
    assert (mona.person_id, sand.person_id) == (cast.north.member_person_id, None)


def test_the_ledger_names_the_file(cast: Cast) -> None:
    project = take_over(cast, EVERYTHING)
    line = last_line(cast.north.manager.actor)
    assert (line.verb, line.kind, line.subject_id, line.plan_id) == ("imported_plan", "project", project, project)
    assert (line.after["file_name"], line.after["tasks"]) == ("wall.xml", 3)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"tasks": (Task(1, "A"), Task(1, "B"))}, "uid_used_twice"),
        ({"resources": (Resource(1, "A"), Resource(1, "B"))}, "uid_used_twice"),
        ({"calendars": (Calendar(1, "A", WorkingTime()), Calendar(1, "B", WorkingTime()))}, "uid_used_twice"),
        ({"links": (Link(2, 99),)}, "link_to_nowhere"),
        ({"assignments": (Assignment(1, 99, 4),)}, "task_unknown"),
        ({"baselines": (BaselineDates(0, 99, None, None),)}, "task_unknown"),
        ({"assignments": (Assignment(1, 2, 99),)}, "resource_unknown"),
        ({"calendar": 99}, "calendar_unknown"),
        ({"name": " "}, "name_empty"),
        ({"start": datetime(1900, 1, 1)}, "day_far_away"),
        ({"links": (Link(2, 9, lag=10**17),)}, "number_too_large"),
        ({"minutes_per_day": 10**12}, "number_too_large"),
        ({"resources": (Resource(4, "\x07"), Resource(5, "B"))}, "text_impossible"),
    ],
)
def test_what_no_table_can_hold_is_refused_and_nothing_is_kept(cast: Cast, broken: dict[str, object], code: str) -> None:
    before = lines(cast.north.manager.actor), len(reads.projects(cast.north.manager.actor))
    with pytest.raises(Refusal) as refused:
        take_over(cast, replace(EVERYTHING, **broken))  # type: ignore[arg-type]
    assert refused.value.code == code
    assert (lines(cast.north.manager.actor), len(reads.projects(cast.north.manager.actor))) == before


@pytest.mark.parametrize("who", ["member", "client"])
def test_only_those_who_manage_import(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        writes.import_plan(cast.north.everybody[who].actor, EVERYTHING, file_name="wall.xml", now=NOW)
