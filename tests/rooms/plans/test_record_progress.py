"""What people say of their tasks becomes the newest fact, and every earlier one is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from milepost.plans import models, reads, writes
from tests.cast import NOW, Cast, Firm, Person
from tests.said import last_line, lines

MORNING = datetime(2026, 3, 2, 9, 0)
"""When the plan's calendar begins the day of `NOW`, which is 09:30 in Berlin."""


def record(by: Person, task_id: int, percent: int | None = None, left: int | None = None, **more: Any) -> int:
    return writes.record_progress(by.actor, task_id, percent=percent, remaining_minutes=left, **({"now": NOW} | more))


def line(firm: Firm, name: str) -> reads.TaskLine:
    return reads.task(firm.manager.actor, firm.task_ids[name]).line


def test_per_cent_alone_leaves_the_duration(cast: Cast) -> None:
    record(cast.north.manager, cast.north.task_ids["dredge"], percent=25)
    task = line(cast.north, "dredge")
    assert (task.percent, task.duration_minutes, task.remaining_minutes) == (25, 2400, 1800)


def test_time_left_alone_keeps_what_was_done(cast: Cast) -> None:
    dredge = cast.north.task_ids["dredge"]
    record(cast.north.manager, dredge, percent=50)
    record(cast.north.manager, dredge, left=3600)
    task = line(cast.north, "dredge")
    assert (task.percent, task.duration_minutes, task.remaining_minutes) == (25, 4800, 3600)


def test_per_cent_and_time_left_make_the_duration(cast: Cast) -> None:
    record(cast.north.manager, cast.north.task_ids["dredge"], percent=60, left=1440)
    task = line(cast.north, "dredge")
    assert (task.percent, task.duration_minutes, task.remaining_minutes) == (60, 3600, 1440)


@pytest.mark.parametrize("said", [{"percent": 100}, {"left": 0}, {"percent": 100, "left": 0}])
def test_done_is_done_either_way(cast: Cast, said: dict[str, int]) -> None:
    record(cast.north.manager, cast.north.task_ids["dredge"], **said)  # type: ignore[arg-type]
    task = line(cast.north, "dredge")
    assert (task.percent, task.remaining_minutes, task.actual_finish) == (100, 0, datetime(2026, 3, 2, 9, 30))


def test_work_grows_with_its_task(cast: Cast) -> None:
    assigned = models.Assignment.objects.filter(task=cast.north.task_ids["dredge"], resource__kind="work")
    work = assigned.values_list("work_minutes", flat=True)
    before = list(work.all())
    record(cast.north.manager, cast.north.task_ids["dredge"], percent=50, left=2400)
    assert list(work) == [2 * minutes for minutes in before]
    assert sum(before) > 0


def test_work_began_with_the_day_where_nobody_says_otherwise(cast: Cast) -> None:
    record(cast.north.manager, cast.north.task_ids["dredge"], percent=10)
    assert line(cast.north, "dredge").actual_start == MORNING


def test_the_first_beginning_stays(cast: Cast) -> None:
    dredge = cast.north.task_ids["dredge"]
    record(cast.north.manager, dredge, percent=10, started_at=datetime(2026, 2, 26, 10))
    record(cast.north.manager, dredge, percent=20, now=NOW + timedelta(days=1))
    assert line(cast.north, "dredge").actual_start == datetime(2026, 2, 26, 10)


def test_what_was_done_can_turn_out_not_to_be(cast: Cast) -> None:
    dredge = cast.north.task_ids["dredge"]
    record(cast.north.manager, dredge, percent=100)
    record(cast.north.manager, dredge, percent=80)
    task = line(cast.north, "dredge")
    assert (task.percent, task.actual_finish, task.actual_start) == (80, None, MORNING)
    record(cast.north.manager, dredge, percent=0)
    assert line(cast.north, "dredge").actual_start is None


def test_every_report_is_kept_newest_first(cast: Cast) -> None:
    survey = cast.north.task_ids["survey"]
    record(cast.north.member, survey, percent=75, note="two walls left")
    said = reads.task(cast.north.manager.actor, survey).progress
    assert [(each.percent, each.note, each.by) for each in said] == [
        (75, "two walls left", "Mona kestrel"),
        (50, "half done kestrel", "Mona kestrel"),
    ]


def test_the_ledger_has_both_values_and_the_revision_moves_by_one(cast: Cast) -> None:
    before = cast.north.revision
    revision = record(cast.north.manager, cast.north.task_ids["dredge"], percent=25, note="slow")
    assert (revision, cast.north.revision) == (before + 1, before + 1)
    said = last_line(cast.north.manager.actor)
    assert (said.verb, said.kind, said.because) == ("recorded_progress", "task", "slow")
    assert (said.before["percent"], said.after["percent"], said.after["actual_start"]) == (0, 25, "2026-03-02T09:00")


def test_the_project_follows_its_tasks(cast: Cast) -> None:
    record(cast.north.manager, cast.north.task_ids["survey"], percent=100)
    (top,) = [task for task in reads.tasks(cast.north.manager.actor, cast.north.project_id).tasks if task.summary]
    assert top.percent == 960 * 100 // (960 + 2400 + 480)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({}, "progress_empty", "percent"),
        ({"percent": -1}, "percent_out_of_range", "percent"),
        ({"percent": 101}, "percent_out_of_range", "percent"),
        ({"left": -1}, "minutes_impossible", "remaining_minutes"),
        ({"left": 10**12}, "minutes_impossible", "remaining_minutes"),
        ({"percent": 100, "left": 60}, "done_with_time_left", "remaining_minutes"),
        ({"percent": 40, "left": 0}, "no_time_left_not_done", "percent"),
        ({"percent": 40, "started_at": datetime(2026, 3, 2, 9, 31)}, "progress_in_future", "started_at"),
        ({"percent": 100, "finished_at": datetime(2026, 3, 3)}, "progress_in_future", "finished_at"),
        ({"percent": 40, "finished_at": datetime(2026, 3, 2)}, "finished_not_done", "finished_at"),
        (
            {"percent": 100, "started_at": datetime(2026, 3, 2), "finished_at": datetime(2026, 3, 1)},
            "finished_before_start",
            "finished_at",
        ),
        ({"percent": 40, "started_at": datetime(1800, 1, 1)}, "day_far_away", "started_at"),
        ({"percent": 40, "note": "x" * 1001}, "text_too_long", "note"),
        ({"percent": 40, "note": "\x00"}, "text_unprintable", "note"),
    ],
)
def test_a_report_that_cannot_be_true_is_refused(cast: Cast, said: dict[str, Any], code: str, field: str) -> None:
    before = lines(cast.north.manager.actor)
    with pytest.raises(Refusal) as refused:
        record(cast.north.manager, cast.north.task_ids["dredge"], **said)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert lines(cast.north.manager.actor) == before


@pytest.mark.parametrize(("said", "code"), [({"percent": 50}, "milestone_half_done"), ({"left": 60}, "milestone_takes_time")])
def test_a_milestone_is_reached_or_not(cast: Cast, said: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        record(cast.north.manager, cast.north.task_ids["opening"], **said)
    assert refused.value.code == code


def test_a_summary_takes_no_report(cast: Cast) -> None:
    top = reads.tasks(cast.north.manager.actor, cast.north.project_id).tasks[0]
    with pytest.raises(Refusal, match="Record progress on those") as refused:
        record(cast.north.manager, top.id, percent=50)
    assert refused.value.code == "progress_on_summary"


def test_a_report_on_an_old_version_is_stale_and_shows_what_is_there(cast: Cast) -> None:
    dredge = cast.north.task_ids["dredge"]
    record(cast.north.manager, dredge, percent=10, version=1)
    with pytest.raises(Stale) as stale:
        record(cast.north.manager, dredge, percent=20, version=1)
    assert stale.value.details["current"]["percent"] == 10  # type: ignore[index]


def test_members_report_on_what_they_work_on(cast: Cast) -> None:
    record(cast.north.member, cast.north.task_ids["survey"], percent=60)
    assert line(cast.north, "survey").percent == 60


def test_members_do_not_report_on_what_others_work_on(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="not assigned"):
        record(cast.north.member, cast.north.task_ids["moor"], percent=60)


@pytest.mark.parametrize("who", ["other_member"])
def test_who_is_not_on_the_team_finds_no_task(cast: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        record(cast.north.everybody[who], cast.north.task_ids["survey"], percent=60)


def test_clients_do_not_report(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        record(cast.north.client, cast.north.task_ids["survey"], percent=60)


def test_another_firm_finds_no_task(cast: Cast) -> None:
    with pytest.raises(NotFound):
        record(cast.south.owner, cast.north.task_ids["survey"], percent=60)
