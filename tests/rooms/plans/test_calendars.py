"""The calendars of a project: made, changed, chosen, removed, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from milepost.forecast import reads as forecasts
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.kernel.worktime import DayException
from milepost.people import writes as people
from milepost.plans import edits as said
from milepost.plans import reads, writes
from milepost.plans.sketch import Sketch, SketchTask, in_sequence
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

MONDAY = date(2026, 3, 9)
OFFICE = [[(540, 780), (840, 1080)]] * 5 + [[], []]
NIGHTS = [[(1320, 1800)]] * 5 + [[], []]
CLOSED = DayException(date(2026, 3, 10), date(2026, 3, 10), name="Founders' day")


def begun(firm: Firm, *, who: bool = False) -> int:
    """A project made here: two tasks of two days each, from a Monday on."""
    whose = ("Mo",) if who else ()
    sketch = in_sequence(Sketch((SketchTask("Dig", takes_minutes=960, who=whose), SketchTask("Plant", takes_minutes=960))))
    team = {"Mo": firm.member_person_id} if who else {}
    return writes.start_project(firm.manager.actor, sketch, name="Garden", start_on=MONDAY, team=team, now=NOW)


def made(firm: Firm, project: int, name: str = "Site", **told: Any) -> int:
    return writes.add_calendar(firm.manager.actor, project, **{"name": name, "week": OFFICE, "holidays": "", **told}, now=NOW)


def use(firm: Firm, project: int, calendar: int | None) -> None:
    version = reads.calendars(firm.manager.actor, project).version
    writes.use_calendar(firm.manager.actor, project, calendar_id=calendar, version=version, now=NOW)


def change(firm: Firm, project: int, calendar: int, **told: Any) -> int:
    one = reads.calendar(firm.manager.actor, project, calendar)
    kept: dict[str, Any] = {name: getattr(one, name) for name in ("name", "week", "exceptions", "holidays", "version")}
    return writes.change_calendar(firm.manager.actor, project, calendar_id=calendar, **{**kept, **told}, now=NOW)


def finish(firm: Firm, project: int) -> date:
    return forecasts.schedule(firm.manager.actor, project, now=NOW).finish.date()


def test_a_day_off_moves_the_finish_by_one_working_day_and_undo_moves_it_back(cast: Cast) -> None:
    firm = cast.north
    project = begun(firm)
    calendar = made(firm, project)
    use(firm, project, calendar)
    assert finish(firm, project) == date(2026, 3, 12)
    change(firm, project, calendar, exceptions=(CLOSED,))
    assert finish(firm, project) == date(2026, 3, 13)
    writes.undo(firm.manager.actor, project, now=NOW)
    assert finish(firm, project) == date(2026, 3, 12)
    assert reads.calendar(firm.manager.actor, project, calendar).exceptions == ()


def test_a_day_off_of_the_project_is_free_for_whoever_works_on_it(cast: Cast) -> None:
    firm = cast.north
    project = begun(firm, who=True)
    before = finish(firm, project)
    use(firm, project, made(firm, project, exceptions=[CLOSED]))
    assert finish(firm, project) > before


def test_a_week_of_ones_own_counts_more_than_the_hours_of_the_project(cast: Cast) -> None:
    firm = cast.north
    project = begun(firm, who=True)
    use(firm, project, made(firm, project, week=[[(540, 1080)]] * 6 + [[]]))
    usual = finish(firm, project)
    boss, half = firm.manager.actor, [[(540, 780)]] * 5 + [[], []]
    people.set_working_week(boss, firm.member_person_id, week=half, version=1, now=NOW)
    assert finish(firm, project) > usual


def test_the_public_holidays_of_the_firm_or_of_a_region_are_free_besides(cast: Cast) -> None:
    firm, may_day = cast.north, date(2026, 5, 1)
    project = begun(firm)
    calendar = made(firm, project, holidays="DE-BY")
    on = {day.on: day for day in reads.calendar_year(firm.manager.actor, project, calendar, 2026)}
    assert (on[may_day].kind, bool(on[may_day].name)) == ("free", True)
    assert on[date(2026, 6, 4)].kind == "free"
    change(firm, project, calendar, holidays="DE-BE")
    on = {day.on: day for day in reads.calendar_year(firm.manager.actor, project, calendar, 2026)}
    assert on[date(2026, 6, 4)].kind == "working"
    change(firm, project, calendar, exceptions=(DayException(may_day, may_day, ((540, 780),), "We work"),))
    on = {day.on: day for day in reads.calendar_year(firm.manager.actor, project, calendar, 2026)}
    assert (on[may_day].kind, on[may_day].minutes, on[may_day].name) == ("other", 240, "We work")


def test_a_project_without_a_calendar_works_as_the_firm_does(cast: Cast) -> None:
    firm = cast.north
    project = begun(firm)
    year = reads.calendar_year(firm.manager.actor, project, None, 2026)
    assert (len(year), year[0].name != "", year[4].minutes) == (365, True, 480)


def test_a_calendar_says_what_works_by_it(cast: Cast) -> None:
    firm = cast.north
    project = begun(firm)
    calendar = made(firm, project, name="Nights", week=NIGHTS)
    task = next(one for one in reads.tasks(firm.manager.actor, project).tasks if one.name == "Plant")
    uid = reads.calendar(firm.manager.actor, project, calendar).uid
    writes.edit_plan(firm.manager.actor, project, edits=[said.Set(task.id, task.version, {"calendar": uid})], now=NOW)
    shown = reads.calendar(firm.manager.actor, project, calendar)
    assert (shown.used, [one.name for one in shown.tasks], shown.week[0]) == (False, ["Plant"], ((1320, 1800),))
    with pytest.raises(Refusal, match="Plant", check=lambda refusal: refusal.code == "calendar_used"):
        writes.remove_calendar(firm.manager.actor, project, calendar_id=calendar, version=1, now=NOW)


def test_a_calendar_that_nothing_works_by_can_go_and_come_back(cast: Cast) -> None:
    firm = cast.north
    project = begun(firm)
    calendar = made(firm, project, exceptions=[CLOSED])
    use(firm, project, calendar)
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == "calendar_used"):
        writes.remove_calendar(firm.manager.actor, project, calendar_id=calendar, version=1, now=NOW)
    use(firm, project, None)
    before = reads.calendar(firm.manager.actor, project, calendar)
    writes.remove_calendar(firm.manager.actor, project, calendar_id=calendar, version=1, now=NOW)
    assert reads.calendars(firm.manager.actor, project).calendars == ()
    writes.undo(firm.manager.actor, project, now=NOW)
    assert replace(reads.calendar(firm.manager.actor, project, calendar), version=1) == before


def test_what_is_used_since_is_not_taken_back(cast: Cast) -> None:
    firm = cast.north
    project = begun(firm)
    calendar = made(firm, project)
    added = reads.changes(firm.manager.actor, project, limit=1)[0].id
    use(firm, project, calendar)
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == "changed_since"):
        writes.undo(firm.manager.actor, project, change_id=added, now=NOW)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"week": [[]] * 7}, "week_without_work"),
        ({"week": [[(540, 780), (720, 1080)]] + [[]] * 6}, "shifts_overlap"),
        ({"week": [[(600, 540)]] + [[]] * 6}, "shift_invalid"),
        ({"week": OFFICE[:6]}, "week_not_seven_days"),
        ({"name": "  "}, "name_empty"),
        ({"holidays": "XX"}, "country_unknown"),
        ({"holidays": "DE-XX"}, "region_unknown"),
        ({"exceptions": [CLOSED, replace(CLOSED, name="Again")]}, "day_twice"),
        ({"exceptions": [replace(CLOSED, first=date(2026, 3, 12))]}, "days_end_first"),
        ({"exceptions": [replace(CLOSED, last=date(2028, 3, 12))]}, "days_too_long"),
        ({"exceptions": [replace(CLOSED, shifts=((540, 780), (600, 660)))]}, "shifts_overlap"),
        ({"exceptions": [replace(CLOSED, first=date(1803, 1, 1))]}, "day_far_away"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, told: dict[str, Any], code: str) -> None:
    firm = cast.north
    project = begun(firm)
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == code):
        made(firm, project, **told)
    assert reads.calendars(firm.manager.actor, project).calendars == ()


def test_names_are_given_once_and_old_versions_are_refused(cast: Cast) -> None:
    firm = cast.north
    project = begun(firm)
    calendar = made(firm, project)
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == "calendar_there"):
        made(firm, project)
    change(firm, project, calendar, name="Yard")
    line = last_line(firm.manager.actor)
    assert (line.verb, line.kind, line.before["name"], line.after["name"]) == ("changed", "calendar", "Site", "Yard")
    for version, refusal in ((1, Stale), (None, VersionMissing)):
        with pytest.raises(refusal):
            change(firm, project, calendar, version=version)
        with pytest.raises(refusal):
            writes.remove_calendar(firm.manager.actor, project, calendar_id=calendar, version=version, now=NOW)
        with pytest.raises(refusal):
            writes.use_calendar(firm.manager.actor, project, calendar_id=calendar, version=version and 99, now=NOW)


def test_members_look_managers_change_strangers_find_nothing(cast: Cast) -> None:
    firm, project = cast.north, cast.north.project_id
    calendar = made(firm, project)
    assert calendar in [one.id for one in reads.calendars(firm.member.actor, project).calendars]
    for actor, refusal in ((firm.member.actor, NotAllowed), (cast.south.manager.actor, NotFound)):
        with pytest.raises(refusal):
            writes.add_calendar(actor, project, name="Mine", week=OFFICE, now=NOW)
        with pytest.raises(refusal):
            writes.use_calendar(actor, project, calendar_id=calendar, version=1, now=NOW)
        with pytest.raises(refusal):
            writes.remove_calendar(actor, project, calendar_id=calendar, version=1, now=NOW)
    with pytest.raises(NotFound):
        reads.calendars(cast.south.manager.actor, project)
    with pytest.raises(NotFound):
        reads.calendar(cast.south.manager.actor, cast.south.project_id, calendar)
