"""A newer file brings a project up to date, the difference is told first, and nothing people said here is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from milepost.exchange import msproject
from milepost.forecast import reads as forecasts
from milepost.kernel.refusal import NotAllowed, NotFound, Stale, VersionMissing
from milepost.plans import reads, writes
from milepost.plans.desk import FIRST_UID_HERE
from milepost.plans.draft import Assignment, Draft, Link, Resource, ResourceKind, Task
from tests.cast import NOW, Cast, Firm, plan
from tests.data import needs_data, plans
from tests.said import last_line

LATER = NOW + timedelta(days=1)
GRAVEL = Resource(7, "Gravel", ResourceKind.MATERIAL)


def newer(firm: Firm, **fields: object) -> Draft:
    """The firm's own file, edited: `survey` takes longer, `dredge` is gone, `pave` is new."""
    file = plan(firm.mark, firm.member.email)
    top, survey, _, moor, opening = file.tasks
    tasks = (top, replace(survey, duration_minutes=1440), moor, Task(6, "pave", level=2, duration_minutes=480), opening)
    edited = replace(file, tasks=tasks, links=(Link(2, 4), Link(4, 5), Link(6, 5)), assignments=file.assignments[:1])
    return replace(edited, **fields)  # type: ignore[arg-type]


def reimport(firm: Firm, draft: Draft, version: int | None = -1) -> int:
    wanted = firm.revision if version == -1 else version
    more = {"file_name": "newer.xml", "version": wanted, "now": LATER}
    return writes.reimport_plan(firm.manager.actor, firm.project_id, draft=draft, **more).revision  # type: ignore[arg-type]


def test_the_difference_is_told_and_changes_nothing(cast: Cast) -> None:
    firm = cast.north
    before = firm.revision, reads.draft(firm.project_id)
    told = reads.difference(firm.manager.actor, firm.project_id, newer(firm))
    assert [task.name for task in told.added] == ["pave"]
    assert [task.name for task in told.removed] == ["dredge kestrel"]
    assert (told.links_added, told.links_removed, told.assignments_removed, told.revision) == (2, 2, 1, before[0])
    assert (firm.revision, reads.draft(firm.project_id)) == before


def test_the_same_file_again_makes_no_difference(cast: Cast) -> None:
    firm = cast.north
    told = reads.difference(firm.manager.actor, firm.project_id, reads.draft(firm.project_id))
    assert told.empty


def test_the_project_is_the_file_afterwards(cast: Cast) -> None:
    firm = cast.north
    draft = newer(firm, resources=(Resource(1, "Mona K.", email=firm.member.email), Resource(2, "Sam")))
    reimport(firm, draft)
    there = reads.draft(firm.project_id)
    assert [task.name for task in there.tasks] == [task.name for task in draft.tasks]
    assert set(there.links) == set(draft.links)
    from_file = tuple(calendar for calendar in there.calendars if calendar.uid < FIRST_UID_HERE)
    assert (there.resources, there.assignments, from_file) == (draft.resources, draft.assignments, draft.calendars)
    assert [calendar.name for calendar in there.calendars if calendar.uid >= FIRST_UID_HERE] == [f"Tides {firm.mark}"]
    assert reads.difference(firm.manager.actor, firm.project_id, draft).empty


def test_tasks_keep_their_id_and_unchanged_links_theirs(cast: Cast) -> None:
    firm = cast.north
    kept = reads.task(firm.manager.actor, firm.task_ids["moor"]).successors[0].id
    reimport(firm, newer(firm))
    assert reads.task(firm.manager.actor, firm.task_ids["moor"]).successors[0].id == kept
    assert reads.task(firm.manager.actor, firm.task_ids["survey"]).line.name == "survey kestrel"


def test_a_task_that_left_the_plan_is_not_found_and_comes_back_as_itself(cast: Cast) -> None:
    firm = cast.north
    whole = reads.draft(firm.project_id)
    reimport(firm, newer(firm))
    with pytest.raises(NotFound):
        reads.task(firm.manager.actor, firm.task_ids["dredge"])
    reimport(firm, whole)
    assert reads.task(firm.manager.actor, firm.task_ids["dredge"]).line.uid == 3


def test_progress_recorded_here_stays_where_the_file_says_no_more(cast: Cast) -> None:
    firm = cast.north
    writes.record_progress(firm.manager.actor, firm.task_ids["survey"], percent=60, remaining_minutes=480, now=LATER)
    (kept,) = reads.difference(firm.manager.actor, firm.project_id, newer(firm)).progress
    assert (kept.name, kept.ours, kept.file, kept.kept) == ("survey kestrel", 60, 0, True)
    reimport(firm, newer(firm))
    survey = reads.task(firm.manager.actor, firm.task_ids["survey"])
    assert (survey.line.percent, survey.line.remaining_minutes, survey.line.duration_minutes) == (60, 480, 1200)
    assert [each.percent for each in survey.progress] == [60, 50]


def test_the_work_of_a_team_keeps_its_share_of_a_task_whose_progress_stays(cast: Cast) -> None:
    firm = cast.north
    whole = reads.draft(firm.project_id)
    file = replace(whole, resources=(*whole.resources, GRAVEL), assignments=(*whole.assignments, Assignment(3, 3, GRAVEL.uid, 100, 40)))
    reimport(firm, file)
    writes.record_progress(firm.manager.actor, firm.task_ids["dredge"], percent=20, remaining_minutes=9600, now=LATER)
    reimport(firm, file)
    there = reads.draft(firm.project_id)
    assert [(line.work_minutes, line.remaining_work_minutes) for line in there.assignments if line.task == 3] == [(12000, None), (40, None)]
    assert reads.difference(firm.manager.actor, firm.project_id, file).empty


@needs_data
@pytest.mark.parametrize("name", ["software-development-in-progress", "ozbuild-16"])
def test_the_forecast_of_a_team_does_not_go_back_when_its_own_file_comes_again(cast: Cast, name: str) -> None:
    """On a real plan: the later dates that a report led to are the same after the file from before the report was taken over again."""
    (path,) = plans(f"**/{name}.mspdi.xml")
    actor, file = cast.north.manager.actor, msproject.read(path)
    project = writes.import_plan(actor, file, file_name=path.name, now=NOW).project_id
    first = forecasts.concluded(project, LATER.date())[1]
    lines = reads.tasks(actor, project, limit=500).tasks
    teams = [line.id for line in lines if line.who and line.percent < 100 and not line.summary and line.duration_minutes]
    for task_id in teams[:5]:
        writes.record_progress(actor, task_id, percent=50, remaining_minutes=20_000, now=LATER)
    before = forecasts.concluded(project, LATER.date())[1]
    revision = reads.project(actor, project).revision
    writes.reimport_plan(actor, project, draft=file, file_name=path.name, version=revision, now=LATER)
    after = forecasts.concluded(project, LATER.date())[1]
    assert before.finish > first.finish
    assert (after.finish, after.columns.finish.tolist()) == (before.finish, before.columns.finish.tolist())


def test_progress_recorded_here_outlives_every_file_that_says_less(cast: Cast) -> None:
    firm = cast.north
    for _ in range(3):
        reimport(firm, newer(firm))
    assert reads.task(firm.manager.actor, firm.task_ids["survey"]).line.percent == 50


def test_once_a_file_was_further_along_the_files_decide(cast: Cast) -> None:
    firm = cast.north
    for percent in (80, 70):
        tasks = tuple(replace(task, percent=percent) if task.uid == 2 else task for task in newer(firm).tasks)
        reimport(firm, newer(firm, tasks=tasks))
    assert reads.task(firm.manager.actor, firm.task_ids["survey"]).line.percent == 70


def test_the_file_wins_where_it_is_further_along_and_the_record_stays(cast: Cast) -> None:
    firm = cast.north
    further = newer(firm)
    tasks = tuple(replace(task, percent=80, remaining_minutes=288) if task.uid == 2 else task for task in further.tasks)
    (kept,) = reads.difference(firm.manager.actor, firm.project_id, replace(further, tasks=tasks)).progress
    assert (kept.ours, kept.file, kept.kept) == (50, 80, False)
    reimport(firm, replace(further, tasks=tasks))
    survey = reads.task(firm.manager.actor, firm.task_ids["survey"])
    assert (survey.line.percent, survey.line.duration_minutes) == (80, 1440)
    assert [each.percent for each in survey.progress] == [50]


def test_what_the_project_is_called_here_and_what_was_promised_stays(cast: Cast) -> None:
    firm = cast.north
    promised = reads.promises(firm.manager.actor, firm.project_id)
    reimport(firm, newer(firm, name="Copy of wall (2)"))
    assert reads.project(firm.manager.actor, firm.project_id).name == reads.draft(firm.project_id).name == plan(firm.mark, "").name
    assert reads.promises(firm.manager.actor, firm.project_id) == promised


def test_a_baseline_frozen_here_stays_beside_those_of_the_file(cast: Cast) -> None:
    firm = cast.north
    day = NOW.replace(tzinfo=None)
    writes.freeze_baseline(firm.manager.actor, firm.project_id, name="signed", dates={firm.task_ids["moor"]: (day, day)}, now=NOW)
    reimport(firm, newer(firm))
    assert [each.name for each in reads.baselines(firm.manager.actor, firm.project_id)] == ["signed"]
    assert [(each.number, each.task) for each in reads.draft(firm.project_id).baselines] == [(11, 4)]


def test_the_ledger_counts_what_came_went_and_changed(cast: Cast) -> None:
    firm = cast.north
    revision = reimport(firm, newer(firm))
    line = last_line(firm.manager.actor)
    assert (line.verb, line.revision, line.after["file_name"]) == ("reimported_plan", revision, "newer.xml")
    assert line.after["counts"]["added"] == line.after["counts"]["removed"] == 1  # type: ignore[index]
    assert line.before["removed"] == [{"uid": 3, "name": "dredge kestrel"}]


def test_whoever_read_an_old_difference_is_told(cast: Cast) -> None:
    firm = cast.north
    seen = firm.revision
    writes.record_progress(firm.manager.actor, firm.task_ids["moor"], percent=10, remaining_minutes=None, now=LATER)
    with pytest.raises(Stale) as stale:
        reimport(firm, newer(firm), version=seen)
    assert stale.value.details == {"yours": {"revision": seen}, "current": {"revision": seen + 1}}
    with pytest.raises(VersionMissing):
        reimport(firm, newer(firm), version=None)


@pytest.mark.parametrize(("who", "refusal"), [("member", NotAllowed), ("client", NotAllowed)])
def test_only_those_who_manage_bring_newer_files(cast: Cast, who: str, refusal: type[Exception]) -> None:
    actor = cast.north.everybody[who].actor
    with pytest.raises(refusal):
        writes.reimport_plan(actor, cast.north.project_id, draft=newer(cast.north), file_name="x", version=1, now=LATER)
    with pytest.raises(refusal):
        reads.difference(actor, cast.north.project_id, newer(cast.north))


def test_another_firm_finds_no_project_to_update(cast: Cast) -> None:
    with pytest.raises(NotFound):
        writes.reimport_plan(cast.south.manager.actor, cast.north.project_id, draft=newer(cast.north), file_name="x", version=1, now=LATER)
    with pytest.raises(NotFound):
        reads.difference(cast.south.manager.actor, cast.north.project_id, newer(cast.north))


def test_a_file_that_assigns_more_people_counts_them(cast: Cast) -> None:
    firm = cast.north
    more = replace(newer(firm), assignments=(Assignment(9, 6, 1),))
    told = reads.difference(firm.manager.actor, firm.project_id, more)
    assert (told.assignments_added, told.assignments_removed) == (1, 2)
