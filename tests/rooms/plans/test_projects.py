"""Projects made here, their team, what is promised of them and what is frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.kernel.worktime import OFFICE_DAY, DayException, WorkingTime
from milepost.people import writes as team
from milepost.plans import reads, rules, writes
from milepost.plans.draft import Calendar
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

START, FINISH = datetime(2026, 3, 2, 9), datetime(2026, 3, 6, 18)


def added(firm: Firm, name: str = "Lighthouse") -> int:
    return writes.add_project(firm.manager.actor, name=name, start_on=date(2026, 3, 9), now=NOW)


def test_a_project_made_here_starts_empty_in_the_firms_zone(cast: Cast) -> None:
    project = reads.project(cast.north.manager.actor, added(cast.north))
    assert (project.name, project.zone, project.native, project.task_count) == ("Lighthouse", "Europe/Berlin", True, 0)
    assert (project.start, project.version, project.revision > 0) == (datetime(2026, 3, 9), 1, True)
    line = last_line(cast.north.manager.actor)
    assert (line.verb, line.kind, line.after["name"]) == ("added", "project", "Lighthouse")


@pytest.mark.parametrize(("name", "start_on", "code"), [("", date(2026, 3, 9), "name_empty"), ("A", date(1066, 10, 14), "day_far_away")])
def test_a_project_needs_a_name_and_a_day_plans_can_speak_of(cast: Cast, name: str, start_on: date, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        writes.add_project(cast.north.manager.actor, name=name, start_on=start_on, now=NOW)
    assert refused.value.code == code


def test_a_project_can_be_called_otherwise_by_who_saw_its_newest_name(cast: Cast) -> None:
    boss, project = cast.north.manager.actor, added(cast.north)
    assert writes.change_project(boss, project, name="Beacon", start_on=date(2026, 3, 16), version=1, now=NOW) == 2
    assert reads.project(boss, project).name == "Beacon"
    line = last_line(boss)
    assert (line.before["name"], line.after["name"], line.after["start"]) == ("Lighthouse", "Beacon", "2026-03-16T00:00")
    with pytest.raises(Stale):
        writes.change_project(boss, project, name="Tower", start_on=date(2026, 3, 16), version=1, now=NOW)
    with pytest.raises(VersionMissing):
        writes.change_project(boss, project, name="Tower", start_on=date(2026, 3, 16), version=None, now=NOW)


def test_the_hour_a_file_starts_at_stays_while_the_day_does(cast: Cast) -> None:
    firm = cast.north
    start = reads.project(firm.manager.actor, firm.project_id).start
    writes.change_project(firm.manager.actor, firm.project_id, name="Wall", start_on=start.date(), version=1, now=NOW)
    assert reads.project(firm.manager.actor, firm.project_id).start == start


def test_who_joins_the_team_sees_the_project(cast: Cast) -> None:
    firm, project = cast.north, added(cast.north)
    with pytest.raises(NotFound):
        reads.project(firm.member.actor, project)
    place = writes.add_to_team(firm.manager.actor, project, person_id=firm.member_person_id, now=NOW)
    assert last_line(firm.manager.actor).verb == "added_to_team"
    assert reads.project(firm.member.actor, project).name == "Lighthouse"
    assert writes.add_to_team(firm.manager.actor, project, person_id=firm.member_person_id, now=NOW) == place
    assert len(reads.team(firm.manager.actor, project)) == 1


def test_a_team_member_of_a_file_can_be_said_to_be_somebody_else_or_nobody(cast: Cast) -> None:
    firm = cast.north
    writes.link_person(firm.manager.actor, firm.resource_id, person_id=None, now=NOW)
    with pytest.raises(NotFound):
        reads.project(firm.member.actor, firm.project_id)
    writes.link_person(firm.manager.actor, firm.resource_id, person_id=firm.member_person_id, now=NOW)
    assert reads.project(firm.member.actor, firm.project_id).id == firm.project_id
    line = last_line(firm.manager.actor)
    assert (line.verb, line.before["person_id"], line.after["person_id"]) == ("linked_person", None, firm.member_person_id)


def test_nobody_of_another_firm_joins(cast: Cast) -> None:
    with pytest.raises(NotFound):
        writes.add_to_team(cast.north.manager.actor, cast.north.project_id, person_id=cast.south.member_person_id, now=NOW)
    with pytest.raises(NotFound):
        writes.link_person(cast.north.manager.actor, cast.north.resource_id, person_id=cast.south.member_person_id, now=NOW)
    with pytest.raises(NotFound):
        writes.link_person(cast.north.manager.actor, cast.south.resource_id, person_id=None, now=NOW)


def test_days_off_reach_the_plan_of_whoever_is_linked(cast: Cast) -> None:
    firm = cast.north
    team.record_absence(firm.manager.actor, firm.member_person_id, first=date(2026, 3, 9), last=date(2026, 3, 10), now=NOW)
    seen = reads.draft_with_people(firm.project_id, date(2026, 3, 2))
    calendar = next(each for each in seen.calendars if each.uid == seen.resources[0].calendar)
    off = {each.first for each in calendar.time.exceptions if not each.shifts}
    assert {date(2026, 3, 9), date(2026, 4, 3)} <= off, "the absence, and Good Friday in Bavaria"


def test_whoever_is_away_is_away_also_when_the_plan_works_on_that_day(cast: Cast) -> None:
    firm, saturday = cast.north, date(2026, 3, 14)
    works = Calendar(1, "Busy", WorkingTime(exceptions=(DayException(saturday, saturday, OFFICE_DAY, "inventory"),)))
    file = replace(reads.draft(firm.project_id), calendars=(works,), calendar=1)
    writes.reimport_plan(firm.manager.actor, firm.project_id, draft=file, file_name="x", version=firm.revision, now=NOW)
    team.record_absence(firm.manager.actor, firm.member_person_id, first=saturday, last=saturday, now=NOW)
    seen = reads.draft_with_people(firm.project_id, date(2026, 3, 2))
    calendar = next(each for each in seen.calendars if each.uid == seen.resources[0].calendar)
    assert rules.shifts_on(calendar.time, saturday) == ()


def test_a_project_made_here_keeps_the_firms_public_holidays(cast: Cast) -> None:
    seen = reads.draft_with_people(added(cast.north), date(2026, 3, 2))
    (firm,) = seen.calendars
    assert seen.calendar == firm.uid
    assert date(2026, 4, 3) in {each.first for each in firm.time.exceptions}


def test_a_promise_is_added_and_the_newest_holds(cast: Cast) -> None:
    firm = cast.north
    writes.promise_date(firm.manager.actor, firm.project_id, on=date(2026, 6, 1), because="they asked for it", now=NOW)
    newest, *_, first = reads.promises(firm.manager.actor, firm.project_id)
    assert (newest.on, newest.because, first.on) == (date(2026, 6, 1), "they asked for it", date(2026, 4, 30))
    project = reads.project(firm.manager.actor, firm.project_id)
    assert project.promised == newest
    line = last_line(firm.manager.actor)
    assert (line.verb, line.before["on"], line.after["on"], line.because) == (
        "promised_date",
        "2026-05-15",
        "2026-06-01",
        "they asked for it",
    )


def test_a_promise_of_one_task_is_not_that_of_the_project(cast: Cast) -> None:
    firm = cast.north
    writes.promise_date(firm.manager.actor, firm.project_id, on=date(2026, 4, 1), task_id=firm.task_ids["moor"], now=NOW)
    assert reads.promises(firm.manager.actor, firm.project_id)[0].task_name == "moor kestrel"
    promised = reads.project(firm.manager.actor, firm.project_id).promised
    assert promised is not None
    assert promised.on == date(2026, 5, 15)


def test_a_task_of_another_plan_cannot_be_promised_here(cast: Cast) -> None:
    with pytest.raises(NotFound):
        writes.promise_date(
            cast.north.manager.actor, cast.north.project_id, on=date(2026, 4, 1), task_id=cast.south.task_ids["moor"], now=NOW
        )


def test_a_promise_is_a_day_plans_can_speak_of(cast: Cast) -> None:
    with pytest.raises(Refusal, match="speaks of days"):
        writes.promise_date(cast.north.manager.actor, cast.north.project_id, on=date(9999, 1, 1), now=NOW)


def test_what_is_frozen_is_numbered_after_what_a_file_may_bring(cast: Cast) -> None:
    firm = cast.north
    dates = {firm.task_ids["survey"]: (START, FINISH), firm.task_ids["moor"]: (START, START)}
    assert writes.freeze_baseline(firm.manager.actor, firm.project_id, name="Signed", dates=dates, now=NOW) == 11
    assert last_line(firm.manager.actor).after == {"number": 11, "name": "Signed", "finish": "2026-03-06T18:00"}
    assert writes.freeze_baseline(firm.manager.actor, firm.project_id, name="Again", dates=dates, now=NOW) == 12
    assert [(each.name, each.finish) for each in reads.baselines(firm.manager.actor, firm.project_id)] == [
        ("Signed", FINISH),
        ("Again", FINISH),
    ]
    survey = reads.task(firm.manager.actor, firm.task_ids["survey"])
    assert (survey.baseline_start, survey.baseline_finish) == (START, FINISH)


def test_nothing_cannot_be_frozen(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        writes.freeze_baseline(cast.north.manager.actor, added(cast.north), name="Empty", dates={}, now=NOW)
    assert refused.value.code == "baseline_empty"


@pytest.mark.parametrize("who", ["member", "client"])
def test_only_those_who_manage_add_promise_and_freeze(cast: Cast, who: str) -> None:
    actor, project = cast.north.everybody[who].actor, cast.north.project_id
    with pytest.raises(NotAllowed):
        writes.add_project(actor, name="A", start_on=date(2026, 3, 9), now=NOW)
    with pytest.raises(NotAllowed):
        writes.change_project(actor, project, name="A", start_on=date(2026, 3, 9), version=1, now=NOW)
    with pytest.raises(NotAllowed):
        writes.promise_date(actor, project, on=date(2026, 3, 9), now=NOW)
    with pytest.raises(NotAllowed):
        writes.freeze_baseline(actor, project, name="A", dates={1: (START, FINISH)}, now=NOW)
    with pytest.raises(NotAllowed):
        writes.add_to_team(actor, project, person_id=cast.north.member_person_id, now=NOW)
    with pytest.raises(NotAllowed):
        writes.link_person(actor, cast.north.resource_id, person_id=None, now=NOW)


def test_another_firm_finds_nothing_to_change_promise_or_freeze(cast: Cast) -> None:
    actor, project = cast.south.manager.actor, cast.north.project_id
    with pytest.raises(NotFound):
        writes.change_project(actor, project, name="A", start_on=date(2026, 3, 9), version=1, now=NOW)
    with pytest.raises(NotFound):
        writes.promise_date(actor, project, on=date(2026, 3, 9), now=NOW)
    with pytest.raises(NotFound):
        writes.freeze_baseline(actor, project, name="A", dates={1: (START, FINISH)}, now=NOW)
    with pytest.raises(NotFound):
        writes.add_to_team(actor, project, person_id=cast.south.member_person_id, now=NOW)
