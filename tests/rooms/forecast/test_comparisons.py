"""Two baselines beside each other: what moved is what their rows say, counted again day by day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from milepost.forecast import models, reads
from milepost.forecast import writes as forecasts
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.models import BaselineTask
from tests.cast import NOW, Cast, Firm

MONDAY = date(2026, 3, 2)
TASKS = (("Concept", 960), ("Build", 1440), ("Trial", 480), ("Handover", 0))
LATER = NOW + timedelta(days=1)


@pytest.fixture
def firm(cast: Cast) -> Firm:
    return cast.north


@pytest.fixture
def pier(firm: Firm) -> dict[str, int]:
    """Four tasks in a row, frozen as signed; the ids by name, that of the project under an empty one."""
    boss = firm.manager.actor
    project = planning.add_project(boss, name="Pier", start_on=MONDAY, now=NOW)
    tasks = {name: planning.add_task(boss, project, name=name, duration_minutes=minutes, now=NOW) for name, minutes in TASKS}
    for before, after in pairwise(tasks.values()):
        planning.add_link(boss, before, successor_id=after, now=NOW)
    forecasts.freeze_baseline(boss, project, name="As signed", because="The contract was signed", now=NOW)
    return {"": project, **tasks}


def compared(firm: Firm, pier: dict[str, int], **numbers: int) -> reads.Comparison:
    found = reads.compare_baselines(firm.manager.actor, pier[""], **numbers, now=LATER)
    assert found is not None
    return found


def grow(firm: Firm, pier: dict[str, int], name: str, minutes: int) -> None:
    planning.record_progress(firm.manager.actor, pier[name], percent=0, remaining_minutes=minutes, now=LATER)


def workdays_between(first: date, last: date) -> int:
    """Weekdays after the first up to the last, one by one."""
    step = 1 if last >= first else -1
    days = (min(first, last) + timedelta(days=n) for n in range(1, abs((last - first).days) + 1))
    return step * sum(day.weekday() < 5 for day in days)


def test_nothing_moved_as_long_as_nothing_changed(firm: Firm, pier: dict[str, int]) -> None:
    found = reads.compare_baselines(firm.manager.actor, pier[""], now=NOW)
    assert found is not None
    assert (found.days, found.tasks, found.same) == (0, (), 4)
    assert (found.before.name, found.before.because, found.after) == ("As signed", "The contract was signed", None)


def test_every_move_is_what_the_frozen_and_the_forecast_dates_say(firm: Firm, pier: dict[str, int]) -> None:
    grow(firm, pier, "Build", 2880)
    found = compared(firm, pier)
    forecasts.conclude(pier[""], now=LATER)
    stored = reads.forecast(firm.manager.actor, pier[""])
    assert stored is not None
    frozen = {row.task.uid: row for row in BaselineTask.objects.filter(baseline__project_id=pier[""]).select_related("task")}
    for uid, row in frozen.items():
        today = stored.task(uid)
        assert today is not None
        assert row.finish is not None
        moved = next((each for each in found.tasks if each.uid == uid), None)
        expected = workdays_between(row.finish.date(), today.finish.date())
        assert (moved.days if moved else 0) == expected, row.task.name
    assert found.days == max(workdays_between(row.finish.date(), stored.finish.date()) for row in frozen.values() if row.task.milestone)
    assert found.days == 4, "Build took three days and takes six; Concept, not begun on its first day, pushes it by one more"


def test_what_is_new_and_what_is_gone_is_named(firm: Firm, pier: dict[str, int]) -> None:
    boss = firm.manager.actor
    planning.add_task(boss, pier[""], name="Flags", duration_minutes=480, now=LATER)
    (trial,) = (task for task in plans.tasks(boss, pier[""]).tasks if task.name == "Trial")
    planning.remove_task(boss, trial.id, version=trial.version, now=LATER)
    found = compared(firm, pier)
    kinds = {each.shown.name: (each.kind, each.shown.task_id is None) for each in found.tasks}
    assert kinds["Flags"] == ("appeared", False)
    assert kinds["Trial"] == ("vanished", True)
    assert found.counts["appeared"] == found.counts["vanished"] == 1


def test_milestones_stand_first_then_the_largest_move(firm: Firm, pier: dict[str, int]) -> None:
    grow(firm, pier, "Build", 2880)
    found = compared(firm, pier)
    assert found.tasks[0].shown.name == "Handover"
    sizes = [abs(each.days) for each in found.tasks[1:]]
    assert sizes == sorted(sizes, reverse=True)


def test_two_baselines_are_compared_with_each_other(firm: Firm, pier: dict[str, int]) -> None:
    first = compared(firm, pier).before.number
    grow(firm, pier, "Trial", 2400)
    second = forecasts.freeze_baseline(firm.manager.actor, pier[""], name="After the storm", now=LATER)
    grow(firm, pier, "Trial", 480)
    forth, back = compared(firm, pier, before=first, after=second), compared(firm, pier, before=second, after=first)
    assert forth.days == -back.days == 5
    assert forth.counts["later"] == back.counts["earlier"] > 0
    assert compared(firm, pier).before.number == second, "the newest is compared with today"


def test_the_same_finish_with_more_work_is_a_change(firm: Firm, pier: dict[str, int]) -> None:
    boss = firm.manager.actor
    slack = planning.add_task(boss, pier[""], name="Paint", duration_minutes=480, now=NOW)
    number = forecasts.freeze_baseline(boss, pier[""], name="With paint", now=NOW)
    row = BaselineTask.objects.get(baseline__project_id=pier[""], baseline__number=number, task_id=slack)
    row.effort_minutes = 960
    row.save()
    found = reads.compare_baselines(boss, pier[""], before=number, now=NOW)
    assert found is not None
    assert [(each.shown.name, each.kind, each.days) for each in found.tasks] == [("Paint", "changed", 0)]


def test_what_is_cut_from_the_plan_is_not_frozen(firm: Firm) -> None:
    from milepost.plans.draft import Draft, Task

    plan = Draft(
        "Quay", datetime(2026, 3, 2, 9), (Task(1, "Walls", duration_minutes=480), Task(2, "Statues", active=False, duration_minutes=480))
    )
    project = forecasts.import_plan(firm.manager.actor, plan, file_name="quay.xml", now=NOW).project_id
    number = forecasts.freeze_baseline(firm.manager.actor, project, name="As signed", now=NOW)
    assert [task.name for task in plans.frozen_tasks(project, [number])[number]] == ["Walls"]


def test_a_project_without_a_baseline_has_nothing_to_compare(firm: Firm) -> None:
    project = planning.add_project(firm.manager.actor, name="Quay", start_on=MONDAY, now=NOW)
    assert reads.compare_baselines(firm.manager.actor, project, now=NOW) is None


def test_a_number_that_nothing_has_is_not_found(firm: Firm, pier: dict[str, int]) -> None:
    for numbers in ({"before": 99}, {"after": 99}):
        with pytest.raises(NotFound):
            compared(firm, pier, **numbers)


def test_it_is_as_private_as_the_project(cast: Cast, firm: Firm, pier: dict[str, int]) -> None:
    for stranger in (firm.other_member, cast.south.owner):
        with pytest.raises(NotFound):
            reads.compare_baselines(stranger.actor, pier[""], now=NOW)
    with pytest.raises(NotAllowed):
        reads.compare_baselines(firm.client.actor, pier[""], now=NOW)
    assert not models.KeptSlip.objects.filter(project_id=pier[""]).exists(), "looking keeps nothing"


def test_the_chart_stands_beside_any_baseline(firm: Firm, pier: dict[str, int]) -> None:
    boss, project = firm.manager.actor, pier[""]
    grow(firm, pier, "Build", 2880)
    second = forecasts.freeze_baseline(boss, project, name="As agreed", because="", now=LATER)
    first = next(each.number for each in plans.baselines(boss, project) if each.number != second)
    for number in (first, second):
        frozen = {row.task_id: row.finish for row in BaselineTask.objects.filter(baseline__project_id=project, baseline__number=number)}
        chart = reads.chart(boss, project, baseline=number, now=LATER)
        shown = [None if minutes is None else datetime(1970, 1, 1) + timedelta(minutes=minutes) for minutes in chart.baseline_finish]
        assert shown == [frozen[task_id] for task_id in chart.id]
    assert reads.chart(boss, project, now=LATER) == reads.chart(boss, project, baseline=second, now=LATER)
    assert reads.chart(boss, project, baseline=first, now=LATER).baseline_finish != chart.baseline_finish
    with pytest.raises(NotFound):
        reads.chart(boss, project, baseline=99, now=LATER)
