"""What a team can and cannot do: pools and skills, capacity, absences, bookings, priorities, promises, and what is refused by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from milepost import engine

MONDAY = engine.minute(datetime(2026, 3, 2, 8))
DAY = 480
WEEK = (((480, 720), (780, 1020)),) * 5 + ((), ())
OFFICE = engine.Calendar(WEEK)
AWAY = engine.Calendar(WEEK, exceptions=((date(2026, 3, 4), date(2026, 3, 6), ()),))
MORNINGS = engine.Calendar((((480, 720),),) * 5 + ((), ()))


def _plan(days: list[float], links: list[tuple[int, int]] = (), calendars: dict[int, int] | None = None, **columns: Any) -> engine.Plan:  # type: ignore[assignment]
    """Tasks of so many days with finish-to-start links; `calendars` are those of the people on single tasks."""
    n = len(days)
    minutes = np.array([round(DAY * length) for length in days], np.int64)
    none, zero = np.full(n, engine.NONE, np.int64), np.zeros(n, np.int64)
    named = {"id": np.arange(n), "parent": zero - 1, "minutes": minutes, "remaining": minutes, "calendar": zero - 1}
    named |= {"follows_people": zero + 1, "active": zero + 1}
    instants = ("constraint_at", "deadline_at", "pin_start", "pin_finish", "actual_start", "actual_finish", "resume_at")
    named |= dict.fromkeys(instants, none)
    tasks = {name: np.array(columns.get(name, named.get(name, zero)), np.int64) for name in engine.Tasks.__dataclass_fields__}
    table = np.array([(a, b, 0, 0, 0, 0) for a, b in links], np.int64).reshape(-1, 6)
    follows = calendars or {}
    who = np.array([(row, index, minutes[row], minutes[row], 0) for row, index in follows.items()], np.int64).reshape(-1, 5)
    return engine.Plan(
        engine.Tasks(**tasks),
        engine.Links(*table.T.copy()),
        engine.Assignments(*who.T.copy()),
        (OFFICE, AWAY, MORNINGS),
        0,
        MONDAY,
        data_date=MONDAY,
    )


def _team(units: list[int], task: list[int], person: list[int] | None, **columns: Any) -> engine.Team:
    people = engine.people(units, columns.pop("calendar", None), columns.pop("role", None))
    rest = {name: columns.pop(name) for name in ("skills", "bookings", "promises", "priority") if name in columns}
    asked = {"units": columns.pop("share", None), "role": columns.pop("wants_role", None), **columns}
    return engine.Team(people, engine.demands(task, person, **asked), **rest)


def _starts(found: engine.Levelled) -> list[str]:
    return [f"{engine.moment(at):%a %d %H:%M}" for at in found.schedule.start.tolist()]


def _column(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def test_two_tasks_of_one_person_follow_each_other_and_say_so() -> None:
    found = engine.level(_plan([2, 1]), _team([100], [0, 1], [0, 0]))
    assert sorted(_starts(found)) == ["Mon 02 08:00", "Tue 03 08:00"]
    (move,) = found.moved
    assert (move.row, move.held, move.person, move.waits_for, move.minutes) == (0, True, 0, 1, 1 * DAY)
    assert move.saying.text.startswith("“{task}” {moves} {later} later, because {person} works on “{other}” until {at}.")
    assert found.proved


def test_half_a_person_may_be_on_two_things_at_once() -> None:
    found = engine.level(_plan([2, 1]), _team([100], [0, 1], [0, 0], share=[50, 50]))
    assert found.moved == ()


def test_a_pool_gives_whoever_is_free_first() -> None:
    found = engine.level(_plan([2, 1]), _team([100, 100], [0, 1], None))
    assert found.moved == ()
    assert sorted(found.who.tolist()) == [0, 1]


def test_a_pool_of_a_skill_takes_only_who_is_good_enough() -> None:
    skills = engine.Skills(_column(0, 1), _column(7, 7), _column(1, 3))
    found = engine.level(_plan([2, 1]), _team([100, 100], [0, 1], None, skill=[7, 7], level=[3, 3], skills=skills))
    assert found.who.tolist() == [1, 1]
    assert len(found.moved) == 1


def test_a_pool_of_a_role_follows_the_calendar_of_whom_it_chose() -> None:
    team = _team([100, 100], [0], None, role=[5, 6], calendar=[0, 2], wants_role=[6])
    found = engine.level(_plan([1]), team)
    assert found.who.tolist() == [1]
    assert engine.moment(found.schedule.end) == datetime(2026, 3, 3, 12)


def test_a_task_waits_for_the_end_of_an_absence_rather_than_be_broken_off() -> None:
    plan, team = _plan([3], calendars={0: 1}), _team([100], [0], [0], calendar=[1])
    found = engine.level(plan, team)
    assert _starts(found) == ["Mon 09 08:00"]
    assert found.moved[0].saying.text == "“{task}” {moves} {later} later, because {person} is away until {at}."
    assert _starts(engine.level(plan, team, split=True)) == ["Mon 02 08:00"]


def test_a_task_longer_than_the_time_to_an_absence_by_far_is_interrupted() -> None:
    before = [9 * DAY / DAY]
    late = replace(AWAY, exceptions=((date(2026, 3, 11), date(2026, 3, 11), ()),))
    plan = replace(_plan(before, calendars={0: 1}), calendars=(OFFICE, late, MORNINGS))
    assert _starts(engine.level(plan, _team([100], [0], [0], calendar=[1]))) == ["Mon 02 08:00"]


def test_what_other_projects_booked_is_not_there() -> None:
    tuesday = MONDAY + 24 * 60
    bookings = engine.Bookings(_column(0), _column(MONDAY), _column(tuesday + 9 * 60), _column(100))
    found = engine.level(_plan([1]), _team([100], [0], [0], bookings=bookings))
    assert _starts(found) == ["Wed 04 08:00"]
    assert "booked for another project" in found.moved[0].saying.text


def test_what_has_more_priority_goes_first_with_everything_it_waits_for() -> None:
    team = _team([100], [0, 1, 2], [0, 0, 0], priority=_column(500, 500, 900))
    found = engine.level(_plan([1, 1, 1], [(1, 2)]), team)
    assert _starts(found) == ["Wed 04 08:00", "Mon 02 08:00", "Tue 03 08:00"]


def test_a_promise_counts_more_than_the_end_of_the_plan() -> None:
    promised = engine.Promises(_column(2), _column(MONDAY + 9 * 60), _column(1))
    plan, people = _plan([1, 4, 1], [(0, 1)]), ([0, 2], [0, 0])
    assert engine.moment(engine.level(plan, _team([100], *people)).schedule.finish[2]) > datetime(2026, 3, 2, 17)
    found = engine.level(plan, _team([100], *people, promises=promised))
    assert engine.moment(found.schedule.finish[2]) == datetime(2026, 3, 2, 17)
    assert found.lateness == 0


def test_what_has_begun_stays_and_too_much_of_it_is_said() -> None:
    plan = _plan([2, 2, 1], actual_start=[MONDAY - 3 * 1440] * 2 + [engine.NONE], done=[DAY, DAY, 0], remaining=[DAY, DAY, DAY])
    found = engine.level(plan, _team([100], [0, 1, 2], [0, 0, 0]))
    assert [move.row for move in found.moved] == [2]
    assert "overload_left" in {notice.code for notice in found.notices}


def test_a_task_set_by_hand_keeps_its_dates_and_its_people() -> None:
    pins = {"pinned": [1, 0], "pin_start": [MONDAY, engine.NONE], "pin_finish": [MONDAY + 2 * 1440 + 540, engine.NONE]}
    found = engine.level(_plan([3, 1], **pins), _team([100], [0, 1], [0, 0]))
    assert _starts(found) == ["Mon 02 08:00", "Thu 05 08:00"]


def test_an_inactive_task_uses_nobody() -> None:
    found = engine.level(_plan([3, 1], active=[0, 1]), _team([100], [0, 1], [0, 0]))
    assert found.moved == ()


def test_a_date_that_must_be_kept_is_kept_and_the_other_task_waits() -> None:
    dated = {"constraint": [int(engine.Constraint.MSO), 0], "constraint_at": [MONDAY, engine.NONE]}
    found = engine.level(_plan([1, 1], **dated), _team([100], [0, 1], [0, 0]))
    assert _starts(found) == ["Mon 02 08:00", "Tue 03 08:00"]


def test_an_earlier_levelling_delay_is_forgotten() -> None:
    found = engine.level(_plan([1], delay=[3 * 1440]), _team([100], [0], [0]))
    assert _starts(found) == ["Mon 02 08:00"]


def test_progress_is_told_and_may_end_the_search() -> None:
    seen: list[engine.Progress] = []

    def told(at: engine.Progress) -> bool:
        seen.append(at)
        return len(seen) < 3

    plan = _plan([1, 2, 1, 2, 3, 1], [(0, 4), (1, 5), (2, 3)])
    found = engine.level(plan, _team([100, 100], list(range(6)), [0, 1, 1, 0, 0, 1]), budget=50, progress=told)
    assert [at.done for at in seen] == list(range(1, len(seen) + 1))
    assert len(seen) <= 3
    assert found.schedules == len(seen)


REFUSED = {
    "person_without_capacity": _team([0], [0], [0]),
    "demand_above_capacity": _team([50], [0], [0]),
    "pool_empty": _team([100], [0], None, wants_role=[3]),
    "pool_too_small": _team([100], [0, 0], None),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_nobody_can_ever_do_is_refused_before_any_search(code: str) -> None:
    def never(at: engine.Progress) -> bool:
        raise AssertionError("it searched")

    with pytest.raises(engine.Impossible) as refused:
        engine.level(_plan([1]), REFUSED[code], progress=never)
    assert refused.value.code == code
    assert refused.value.rows == (0,)
    assert refused.value.saying.text.count(".") >= 2, "it says what is wrong and a way out"


def test_a_pool_asked_for_more_than_anybody_has_is_refused() -> None:
    with pytest.raises(engine.Impossible, match="nobody who could do it has as much"):
        engine.level(_plan([1]), _team([50, 80], [0], None, share=[90]))


def test_a_person_only_outside_the_hours_of_a_task_is_named_and_the_tasks_calendar_used() -> None:
    nights = engine.Calendar((((0, 360),),) * 7)
    plan = replace(_plan([1], calendars={0: 1}, calendar=[0]), calendars=(OFFICE, nights, MORNINGS))
    found = engine.level(plan, _team([100], [0], [0], calendar=[1]))
    assert [notice.code for notice in found.notices] == ["person_outside_calendar"]
    assert _starts(found) == ["Mon 02 08:00"]


def test_both_forms_of_the_loops_agree() -> None:
    from milepost.engine.crew import wanted
    from milepost.engine.levelling import undelayed
    from milepost.engine.roster import LOOPS, Roster

    plan = _plan([1, 2, 1, 2], [(0, 3)], calendars={1: 1})
    team = _team([100, 100], [0, 1, 2, 3], [0, 1, -1, 0], calendar=[0, 1])
    network = undelayed(plan)
    roster = Roster(network, team, wanted(network, team), split=False)
    answers = []
    for loops in (LOOPS.plain(), LOOPS.compiled()):
        roster.fast = loops
        made = roster.attempt(roster.dates.late_start)
        answers.append([*(column.tolist() for column in made.placed), roster.pushed_right(made).tolist()])
    assert answers[0] == answers[1]
