"""The templates that come with Milepost are whole plans: linked from one beginning to one end, estimated, with roles and outcomes."""

from __future__ import annotations

from datetime import date

import pytest

from milepost.exchange import templates
from milepost.forecast import snapshot
from milepost.kernel.refusal import NotFound
from milepost.plans.reads.wholeness import check_draft
from milepost.plans.sketch import Sketch, draft_of

ALL = {each.key: each.sketch for each in templates.built_in()}


def works(sketch: Sketch) -> list[int]:
    return [place for place in range(len(sketch.tasks)) if not sketch.is_summary(place)]


def test_there_are_six() -> None:
    assert set(ALL) == {"saas-build", "cloud-migration", "erp-rollout", "website-relaunch", "office-network", "security-programme"}
    with pytest.raises(NotFound):
        templates.template("moon-landing")


@pytest.mark.parametrize("sketch", ALL.values(), ids=ALL)
def test_a_template_is_a_plan_with_dates(sketch: Sketch) -> None:
    plan = draft_of(sketch, name="New", start_on=date(2026, 3, 2))
    check_draft(plan)
    length = snapshot.conclude(plan, as_of=date(2026, 3, 2)).finish.date() - date(2026, 3, 2)
    assert 90 <= length.days <= 500


@pytest.mark.parametrize("sketch", ALL.values(), ids=ALL)
def test_it_ends_in_one_task_and_everything_leads_there(sketch: Sketch) -> None:
    followed = {after.task for task in sketch.tasks for after in task.after}
    assert len([place for place in works(sketch) if place not in followed]) == 1
    assert len([place for place in works(sketch) if not sketch.tasks[place].after]) <= 2
    assert all(after.because for task in sketch.tasks for after in task.after)


@pytest.mark.parametrize("sketch", ALL.values(), ids=ALL)
def test_each_task_has_three_lengths_somebody_who_does_it_and_a_deliverable(sketch: Sketch) -> None:
    tasks = [sketch.tasks[place] for place in works(sketch)]
    assert 25 <= len(tasks) <= 60
    for task in tasks:
        assert task.deliverable in {each.name for each in sketch.deliverables}
        if task.takes_minutes:
            assert task.who
            assert (task.best_minutes or 0) <= task.takes_minutes <= (task.worst_minutes or 0)


@pytest.mark.parametrize("sketch", ALL.values(), ids=ALL)
def test_it_says_what_for_and_when_each_result_is_accepted(sketch: Sketch) -> None:
    assert all(each.metric and each.baseline_value and each.target for each in sketch.objectives)
    assert all(each.criteria and each.objective in {one.name for one in sketch.objectives} for each in sketch.deliverables)
    made = {task.deliverable for task in sketch.tasks}
    assert {each.name for each in sketch.deliverables} <= made
