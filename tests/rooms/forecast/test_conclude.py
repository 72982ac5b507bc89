"""A forecast is replaced by what follows from the facts and the day, never edited, and says so when it is older than they are."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.forecast import reads, writes
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.kernel.worktime import DayException, WorkingTime
from milepost.people import writes as team
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.draft import Assignment, Calendar, Constraint, Draft, Resource, Task
from milepost.plans.edits import Set
from tests.cast import NOW, Cast, Firm

TODAY = date(2026, 3, 2)
TOMORROW = NOW + timedelta(days=1)


def concluded(firm: Firm, now: datetime = NOW) -> reads.Forecast:
    writes.conclude(firm.project_id, now=now)
    writes.explain(firm.project_id)
    known = reads.forecast(firm.manager.actor, firm.project_id)
    assert known is not None
    return known


def report(firm: Firm, task: str, percent: int, now: datetime = NOW) -> None:
    planning.record_progress(firm.manager.actor, firm.task_ids[task], percent=percent, remaining_minutes=None, now=now)


def impossible(firm: Firm) -> None:
    """A newer file whose calendar never opens, put past the engine's word by the room below."""
    never = WorkingTime(week=((),) * 7)
    draft = replace(plans.draft(firm.project_id), calendar=1, calendars=(Calendar(1, "Never", never),))
    planning.reimport_plan(firm.manager.actor, firm.project_id, draft=draft, file_name="x", version=firm.revision, now=NOW)


def test_a_forecast_is_stamped_with_the_facts_and_the_day(cast: Cast) -> None:
    known = concluded(cast.north)
    assert (known.revision, known.facts_revision, known.as_of, known.made_at) == (cast.north.revision, cast.north.revision, TODAY, NOW)
    assert known.finish is not None
    assert known.finish == max(each.finish for each in (known.task(uid) for uid in (2, 3, 4, 5)) if each is not None)


def test_it_is_the_same_as_what_the_engine_says_on_the_spot(cast: Cast) -> None:
    known = concluded(cast.north)
    _, drawn = reads.concluded(cast.north.project_id, TODAY)
    assert known.columns is not None
    assert (known.columns.packed(), known.critical_path, known.finish) == (drawn.columns.packed(), drawn.critical_path, drawn.finish)
    assert dict(known.open_minutes) == dict(drawn.open_minutes)


def test_a_fresh_forecast_is_left_alone(cast: Cast) -> None:
    concluded(cast.north)
    with CaptureQueriesContext(connection) as queries:
        writes.conclude(cast.north.project_id, now=NOW + timedelta(minutes=5))
        writes.explain(cast.north.project_id)
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert concluded(cast.north).made_at == NOW


def test_facts_and_midnight_make_it_stale(cast: Cast) -> None:
    firm = cast.north
    concluded(firm)
    assert firm.project_id not in {each.project_id for each in reads.stale(NOW)}
    report(firm, "dredge", 10)
    assert reads.Stamp(firm.project_id, firm.revision, TODAY) in reads.stale(NOW)
    concluded(firm)
    just_before, midnight = datetime.fromisoformat("2026-03-02T22:59Z"), datetime.fromisoformat("2026-03-02T23:00Z")
    assert firm.project_id not in {each.project_id for each in reads.stale(just_before)}
    assert reads.Stamp(firm.project_id, firm.revision, date(2026, 3, 3)) in reads.stale(midnight)


def test_somebody_away_makes_it_stale_and_moves_the_finish(cast: Cast) -> None:
    firm = cast.north
    before = concluded(firm).finish
    team.record_absence(firm.manager.actor, firm.member_person_id, first=date(2026, 3, 3), last=date(2026, 3, 6), now=NOW)
    assert firm.project_id in {each.project_id for each in reads.stale(NOW)}
    after = concluded(firm).finish
    assert before is not None
    assert after is not None
    assert after - before >= timedelta(days=4)


def test_all_that_is_stale_is_found_with_the_same_few_queries(cast: Cast) -> None:
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            reads.stale(NOW)
        asked.append(len(queries))
        for number in range(5):
            planning.add_project(cast.north.manager.actor, name=f"More {number}", start_on=TODAY, now=NOW)
    assert asked[0] == asked[1] <= 4


def test_marks_tell_how_far_the_forecast_is_behind(cast: Cast) -> None:
    firm = cast.north
    assert reads.marks([firm.project_id]) == {firm.project_id: (firm.revision, 0)}
    drawn = concluded(firm).revision
    report(firm, "dredge", 10)
    assert reads.marks()[firm.project_id] == (drawn + 1, drawn)


def test_a_plan_the_engine_refuses_keeps_a_forecast_that_says_why(cast: Cast) -> None:
    firm = cast.north
    concluded(firm)
    impossible(firm)
    known = concluded(firm)
    assert (known.columns, known.finish, known.task(2)) == (None, None, None)
    assert known.refused is not None
    assert "Never" in str(known.refused)
    assert firm.project_id not in {each.project_id for each in reads.stale(NOW)}
    with pytest.raises(Refusal) as refused:
        reads.schedule(firm.manager.actor, firm.project_id, now=NOW)
    assert refused.value.code == known.refused_code


def test_a_promise_is_measured_in_working_days(cast: Cast) -> None:
    known = concluded(cast.north)
    _, drawn = reads.concluded(cast.north.project_id, TODAY)
    assert known.promised_on == date(2026, 5, 15)
    assert known.standing_days == drawn.standing(date(2026, 5, 15))


def test_reasons_follow_the_dates_and_tell_the_chain(cast: Cast) -> None:
    firm = cast.north
    writes.conclude(firm.project_id, now=NOW)
    assert reads.why(firm.manager.actor, firm.project_id, 4) == ()
    writes.explain(firm.project_id)
    *_, before, own = reads.why(firm.manager.actor, firm.project_id, 4)
    assert "dredge kestrel" in str(own)
    assert "survey kestrel" in str(before)
    assert reads.why(firm.manager.actor, firm.project_id, 99) == ()


def test_an_empty_project_and_one_that_is_not_there_are_no_trouble(cast: Cast) -> None:
    project = planning.add_project(cast.north.manager.actor, name="Empty", start_on=TODAY, now=NOW)
    writes.conclude(project, now=NOW)
    assert reads.forecast(cast.north.manager.actor, project) is not None
    writes.conclude(10**9, now=NOW)
    writes.explain(10**9)


def test_an_older_conclusion_never_replaces_a_newer_one(cast: Cast) -> None:
    firm = cast.north
    concluded(firm, now=TOMORROW)
    assert concluded(firm, now=NOW).as_of == date(2026, 3, 3)


def test_the_schedule_is_of_the_newest_facts_whether_kept_or_not(cast: Cast) -> None:
    firm = cast.north
    concluded(firm)
    kept = reads.schedule(firm.manager.actor, firm.project_id, now=NOW)
    report(firm, "survey", 100)
    drawn = reads.schedule(firm.manager.actor, firm.project_id, now=NOW)
    assert (kept.revision, drawn.revision) == (firm.revision - 1, firm.revision)
    assert [each.name for each in kept.tasks] == [each.name for each in drawn.tasks]
    again = concluded(firm)
    assert again.finish == drawn.finish
    assert reads.schedule(firm.manager.actor, firm.project_id, now=NOW) == drawn


def with_a_second_person(firm: Firm) -> None:
    """Somebody with days off of their own works on `dredge` too, so that the engine follows each of the two by themselves."""
    away = WorkingTime(exceptions=(DayException(date(2026, 6, 1), date(2026, 6, 1)),))
    plan = plans.draft(firm.project_id)
    file = replace(
        plan,
        calendars=(*plan.calendars, Calendar(7, "Own", away)),
        resources=(*plan.resources, Resource(2, "Nils", calendar=7)),
        assignments=(*plan.assignments, Assignment(3, task=3, resource=2, work_minutes=2400, remaining_work_minutes=2400)),
    )
    planning.reimport_plan(firm.manager.actor, firm.project_id, draft=file, file_name="x", version=firm.revision, now=NOW)


def finish_of(firm: Firm, uid: int) -> datetime:
    _, drawn = reads.concluded(firm.project_id, TODAY)
    return drawn.task(uid).finish


def test_what_is_said_of_a_task_counts_also_where_several_people_work_on_it(cast: Cast) -> None:
    firm = cast.north
    with_a_second_person(firm)
    report(firm, "survey", 100)
    assert finish_of(firm, 3) == datetime(2026, 3, 9, 9, 30)
    planning.record_progress(firm.manager.actor, firm.task_ids["dredge"], percent=60, remaining_minutes=None, now=NOW)
    sixty_done = finish_of(firm, 3)
    planning.record_progress(firm.manager.actor, firm.task_ids["dredge"], percent=60, remaining_minutes=960 + 480, now=NOW)
    assert finish_of(firm, 3) - sixty_done >= timedelta(days=1)


def test_another_duration_counts_also_where_several_people_work_on_the_task(cast: Cast) -> None:
    firm = cast.north
    with_a_second_person(firm)
    before = finish_of(firm, 3)
    edit = Set(firm.task_ids["dredge"], 1, {"duration_minutes": 2400 + 480})
    assert reads.preview(firm.manager.actor, firm.project_id, [edit], now=NOW).days == 1
    task = plans.task(firm.manager.actor, firm.task_ids["dredge"])
    same = {"name": "dredge", "constraint": Constraint.ASAP, "constraint_at": None, "deadline_at": None, "now": NOW}
    planning.change_task(firm.manager.actor, task.line.id, duration_minutes=2400 + 480, version=task.line.version, **same)
    assert finish_of(firm, 3) - before >= timedelta(days=1)


def test_the_chart_has_one_value_per_task_in_every_column(cast: Cast) -> None:
    firm = cast.north
    concluded(firm)
    chart = reads.chart(firm.manager.actor, firm.project_id, now=NOW)
    of_others = {"promises", "closed", "holidays", "deliverables", "people", "resources", "resource_units", "links"} | {
        "known_labels",
        "fields",
        "field_values",
    }
    columns = {each.name: getattr(chart, each.name) for each in fields(chart) if each.name not in of_others}
    assert {name: len(column) for name, column in columns.items() if isinstance(column, list) and len(column) != 5} == {}
    assert chart.kind == [1, 0, 0, 0, 2]
    assert [link[:3] for link in chart.links] == [(1, 2, "FS"), (2, 3, "FS"), (3, 4, "FS")]
    assert {link[4:] for link in chart.links} == {(0, "working")}
    assert [chart.people[index] for index in chart.who[1]] == ["Mona kestrel"]
    assert chart.promises == [(None, (date(2026, 5, 15) - date(1970, 1, 1)).days)]
    saturday = (date(2026, 3, 7) - date(1970, 1, 1)).days
    assert (saturday, saturday + 1) in chart.closed


def test_the_views_of_a_plan_know_when_each_of_the_team_is_away(cast: Cast) -> None:
    firm = cast.north
    concluded(firm)
    monday = date(2026, 3, 9)
    team.record_absence(firm.manager.actor, firm.member_person_id, first=monday, last=monday + timedelta(days=1), now=NOW)
    chart = reads.chart(firm.manager.actor, firm.project_id, now=NOW)
    day = (monday - date(1970, 1, 1)).days
    away = reads.days_off(firm.manager.actor, firm.project_id, first=day - 5, last=day + 5)
    assert len(away) == len(chart.people)
    assert any((day, day + 1) in away[place] for place in chart.who[1])
    assert all(len(reads.days_off(firm.manager.actor, firm.project_id, first=day, last=first)) == len(away) for first in (0, day, 99_999))


def test_the_chart_of_a_plan_without_forecast_has_no_dates(cast: Cast) -> None:
    chart = reads.chart(cast.north.manager.actor, cast.north.project_id, now=NOW)
    assert (chart.start, chart.forecast_revision, chart.as_of) == ([None] * 5, 0, None)


def test_forecasts_are_as_private_as_their_project(cast: Cast) -> None:
    firm = cast.north
    concluded(firm)
    assert reads.forecast(firm.member.actor, firm.project_id) is not None
    for stranger in (firm.other_member, cast.south.owner):
        assert reads.forecast(stranger.actor, firm.project_id) is None
        assert reads.why(stranger.actor, firm.project_id, 4) == ()
        for read in (reads.chart, reads.schedule):
            with pytest.raises(NotFound):
                read(stranger.actor, firm.project_id, now=NOW)
        with pytest.raises(NotFound):
            reads.days_off(stranger.actor, firm.project_id, first=0, last=1)
    for read in (reads.chart, reads.schedule):
        with pytest.raises(NotAllowed):
            read(firm.client.actor, firm.project_id, now=NOW)
    with pytest.raises(NotAllowed):
        reads.forecast(firm.client.actor, firm.project_id)


def test_facts_that_move_while_they_are_read_are_read_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    firm, real = cast.north, plans.draft_with_people
    moves = iter([10, 20])

    def moving(project_id: int, as_of: date) -> Draft:
        draft = real(project_id, as_of)
        if (percent := next(moves, None)) is not None:
            report(firm, "dredge", percent)
        return draft

    monkeypatch.setattr("milepost.plans.reads.draft_with_people", moving)
    read = reads.facts(firm.project_id, TODAY)
    assert read.revision == firm.revision
    assert [task.percent for task in read.draft.tasks if task.uid == 3] == [20]


def test_facts_that_never_rest_are_held(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    firm, real = cast.north, plans.draft_with_people
    asked: list[bool] = []

    def moving(project_id: int, as_of: date) -> Draft:
        draft = real(project_id, as_of)
        asked.append(True)
        if len(asked) <= 3:
            report(firm, "dredge", len(asked))
        return draft

    monkeypatch.setattr("milepost.plans.reads.draft_with_people", moving)
    assert reads.facts(firm.project_id, TODAY).revision == firm.revision
    assert len(asked) == 4


def test_ten_tasks_or_ten_thousand_are_one_row(cast: Cast) -> None:
    draft = Draft("Long", datetime(2026, 3, 2, 9), tasks=tuple(Task(n, f"T{n}", duration_minutes=480) for n in range(1, 2001)))
    project = writes.import_plan(cast.north.manager.actor, draft, file_name="x", now=NOW).project_id
    with CaptureQueriesContext(connection) as queries:
        writes.conclude(project, now=NOW)
    assert len([query for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]) == 1
