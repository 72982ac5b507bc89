"""Ways to an earlier finish: each date is the one that scheduling the changed plan by hand gives, and nothing useless is offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from milepost import engine
from milepost.engine import Way, recovery
from milepost.forecast import snapshot
from milepost.kernel.worktime import WorkingTime
from milepost.plans.draft import Assignment, Calendar, Draft, Resource
from tests.engine import levelled
from tests.engine.test_repairing import MONDAY, known, longer, made, office

WORK = {"Design": 40, "Build": 40, "Test": 24, "Manual": 8}
CHAIN = (("Design", "Build"), ("Build", "Test"), ("Design", "Manual"))
SATURDAY = ((480, 720), (780, 1020))


def late() -> tuple[Draft, engine.Before]:
    """Everybody has a task of their own, and the design takes two days longer than planned."""
    draft = office(WORK, CHAIN)
    return longer(draft, "Design", 56), known(engine.level(*made(draft, MONDAY.date())))


def ways(draft: Draft, before: engine.Before, **asked: Any) -> tuple[engine.Option, ...]:
    return engine.recovery_options(*made(draft, MONDAY.date()), before, **asked)


def finish(draft: Draft) -> int:
    """What the critical path alone gives: nobody has two things to do at once in these plans."""
    return engine.minute(snapshot.conclude(draft, as_of=MONDAY.date()).finish)


def task(draft: Draft, name: str, **other: Any) -> Draft:
    return replace(draft, tasks=tuple(replace(t, **other) if t.name == name else t for t in draft.tasks))


def in_weeks_of(draft: Draft, uids: set[int], week: tuple[Any, ...]) -> Draft:
    """The people `uids` work in a week of their own."""
    own = Calendar(99, "Longer", WorkingTime(week))
    people = tuple(replace(p, calendar=99) if p.uid in uids else p for p in draft.resources)
    return replace(draft, calendars=(*draft.calendars, own), resources=people)


def test_accepting_comes_first_and_changes_nothing() -> None:
    draft, before = late()
    accept, *others = ways(draft, before)
    assert (accept.kind, accept.gain, accept.cost, accept.people) == (Way.ACCEPT, 0, 0, ())
    assert accept.finish == finish(draft)
    assert accept.moved == 4
    assert others == sorted(others, key=lambda option: (option.finish, option.cost))


def test_only_what_ends_earlier_is_offered_and_the_gain_is_in_working_minutes() -> None:
    draft, before = late()
    accept, *others = ways(draft, before)
    assert {option.kind for option in others} == {Way.ADD, Way.OVERTIME, Way.SATURDAYS, Way.OVERLAP, Way.CUT}
    for option in others:
        assert option.finish < accept.finish
        days = np.arange(option.finish // 1440, accept.finish // 1440 + 1)
        assert 0 < option.gain <= 480 * len(days)


def test_each_way_ends_when_its_changed_plan_does() -> None:
    """The same change made by hand in the draft, scheduled by the critical path."""
    draft, before = late()
    found = ways(draft, before)
    names = [t.name for t in draft.tasks]
    checked = set()
    for option in found:
        rows, people = [names[row] for row in option.rows], {person + 1 for person in option.people}
        if option.kind is Way.CUT:
            changed = task(draft, rows[0], duration_minutes=0)
            changed = replace(changed, assignments=tuple(a for a in changed.assignments if a.task != option.rows[0] + 1))
        elif option.kind is Way.OVERLAP:
            pair = (option.rows[0] + 1, option.rows[1] + 1)
            links = (replace(k, lag=-option.risk) if (k.predecessor, k.successor) == pair else k for k in draft.links)
            changed = replace(draft, links=tuple(links))
        elif option.kind is Way.SATURDAYS:
            changed = in_weeks_of(draft, people, ((SATURDAY,) * 6 + ((),)))
        elif option.kind is Way.OVERTIME:
            longest = ((480, 720), (780, 1020 + recovery.EXTRA_HOURS))
            changed = in_weeks_of(draft, people, ((longest,) * 5 + ((), ())))
        elif option.kind is Way.ADD:
            minutes = -(-draft.tasks[option.rows[0]].duration_minutes * (100 + recovery.OVERHEAD) // 200)
            changed = task(draft, rows[0], duration_minutes=minutes)
            work = [replace(a, work_minutes=minutes) if a.task == option.rows[0] + 1 else a for a in changed.assignments]
            changed = replace(changed, assignments=(*work, Assignment(99, option.rows[0] + 1, option.people[0] + 1, 100, minutes)))
        else:
            changed = draft
        plan, team = made(changed, MONDAY.date())
        assert option.finish == engine.level(plan, team, budget=recovery.BUDGET).schedule.end, option.saying
        if option.kind is not Way.ADD:
            assert option.finish == finish(changed), option.saying
        checked.add(option.kind)
    assert checked == {Way.ACCEPT, Way.ADD, Way.OVERTIME, Way.SATURDAYS, Way.OVERLAP, Way.CUT}


def test_what_was_scheduled_is_a_plan_its_people_can_keep() -> None:
    draft, before = late()
    for option in ways(draft, before):
        found = engine.level(option.plan, option.team, budget=recovery.BUDGET)
        assert found.schedule.end == option.finish
        assert levelled.complaints(option.plan, option.team, found) == []


def test_longer_days_cost_what_is_worked_outside_the_usual_hours() -> None:
    """Ten hours a day instead of eight: of fourteen days' work in 11.2 days, a fifth is overtime, at one and a half the price."""
    draft, before = late()
    everybody = next(o for o in ways(draft, before, rates=np.full(4, 100)) if o.kind is Way.OVERTIME and len(o.people) > 1)
    hours = 56 + 40 + 24
    assert everybody.cost == pytest.approx(hours * 60 * 0.2 * recovery.OVERTIME / 100, rel=0.1)
    assert everybody.money == round(everybody.cost * 100 / 60)


def test_work_that_nobody_measured_costs_as_much_as_its_task_is_long() -> None:
    draft, before = late()
    unsaid = replace(draft, assignments=tuple(replace(each, work_minutes=0) for each in draft.assignments))
    priced = {kind: [o.cost for o in ways(draft, before) if o.kind is kind] for kind in (Way.OVERTIME, Way.SATURDAYS, Way.CUT)}
    assert {kind: [o.cost for o in ways(unsaid, before) if o.kind is kind] for kind in priced} == priced
    assert all(priced.values())


def test_help_costs_the_time_two_people_talk() -> None:
    draft, before = late()
    added = next(o for o in ways(draft, before) if o.kind is Way.ADD)
    minutes = draft.tasks[added.rows[0]].duration_minutes
    assert added.cost == minutes * recovery.OVERHEAD // 100
    assert added.money is None


def test_leaving_something_out_saves_its_work_and_counts_no_move_of_it() -> None:
    draft, before = late()
    cut = next(o for o in ways(draft, before) if o.kind is Way.CUT)
    assert cut.cost == -draft.tasks[cut.rows[0]].duration_minutes
    assert cut.moved <= 3


def test_somebody_who_is_free_may_take_a_task_over() -> None:
    """One person has everything to do, another nothing."""
    draft = office({"Design": 40, "Build": 40}, who={"Design": 1, "Build": 1})
    draft = replace(draft, resources=(*draft.resources, Resource(9, "Zoe")))
    before = known(engine.level(*made(draft, MONDAY.date())))
    swaps = [o for o in ways(draft, before) if o.kind is Way.SWAP]
    assert swaps
    assert swaps[0].people == (1, 0)
    assert swaps[0].finish == engine.minute(MONDAY) + 4 * 1440 + 540


def test_another_order_is_offered_where_it_ends_earlier_than_what_would_be_accepted() -> None:
    draft = office({"Long": 16, "Short": 8, "Test": 24}, (("Short", "Test"),), {"Long": 1, "Short": 1, "Test": 2})
    at = engine.minute(MONDAY)
    before = engine.Before(np.array([at, at + 2880, at + 4320]), np.array([at + 1440 + 540, at + 2880 + 540, at + 4 * 1440 + 540]))
    plan, team = made(draft, MONDAY.date())
    calm = engine.replan_plan(plan, team, before)
    found = ways(draft, before, accepted=calm.levelled.schedule)
    assert found[0].finish == calm.levelled.schedule.end
    reorder = next(o for o in found if o.kind is Way.REORDER)
    assert reorder.finish == at + 3 * 1440 + 540
    assert all(o.finish < reorder.finish for o in found[1:] if o is not reorder)


def test_no_way_of_a_kind_is_beaten_by_another_in_every_respect() -> None:
    draft, before = late()
    found = ways(draft, before)
    for one in found:
        for other in found:
            if one is not other and one.kind is other.kind:
                mine, its = ((o.finish, o.cost, o.risk, len(o.people), o.moved) for o in (one, other))
                assert any(a < b for a, b in zip(mine, its, strict=True))
    assert max(sum(o.kind is kind for o in found) for kind in Way) <= recovery.SHOWN


def test_a_finished_plan_offers_only_to_accept() -> None:
    done = tuple(replace(t, actual_start=MONDAY, actual_finish=MONDAY + timedelta(hours=9), percent=100) for t in office({"Dig": 8}).tasks)
    draft = replace(office({"Dig": 8}), tasks=done)
    before = known(engine.level(*made(draft, date(2026, 3, 4))))
    assert [o.kind for o in ways(draft, before)] == [Way.ACCEPT]


def test_holidays_stay_free_when_days_become_longer() -> None:
    draft = office({"Dig": 80})
    plan, _ = made(draft, MONDAY.date())
    short = replace(plan.calendars[0], exceptions=((date(2026, 3, 5), date(2026, 3, 5), ()),))
    plan = replace(plan, calendars=(short,))
    _, team = made(draft, MONDAY.date())
    found = recovery.measures.with_longer_days(plan, team, [0], 120, engine.minute(datetime(2026, 3, 12)))
    longer_one = found.plan.calendars[-1]
    worked = engine.minutes_by_day(longer_one, date(2026, 3, 2), date(2026, 3, 15)).tolist()
    assert worked == [600, 600, 600, 0, 600, 0, 0, 600, 600, 600, 600, 480, 0, 0]


def test_the_work_can_be_stopped_and_keeps_what_was_found() -> None:
    draft, before = late()
    told: list[float] = []

    def stop(share: float) -> bool:
        told.append(share)
        return len(told) < 4

    assert ways(draft, before, progress=stop)[0].kind is Way.ACCEPT
    assert len(told) == 4


def test_demands_that_do_not_stand_beside_the_assignments_are_refused() -> None:
    draft, before = late()
    plan, team = made(draft, MONDAY.date())
    with pytest.raises(ValueError, match="one for one"):
        engine.recovery_options(plan, replace(team, demands=engine.Demands()), before)
