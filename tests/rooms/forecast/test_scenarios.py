"""What a scenario would do stands beside the plan, and is what the plan says once it is adopted."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from milepost.forecast import reads, writes
from milepost.forecast.reads.scenarios import ScenarioBeside, ScenarioEffect
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import reads as plans
from milepost.plans import writes as planning
from milepost.plans.draft import Constraint
from milepost.plans.edits import Add, Assign, Edit, LinkUp, Remove, Set, Unlink
from tests.cast import NOW, Cast, Firm

TODAY = date(2026, 3, 2)


def beside(firm: Firm, scenario: int) -> ScenarioBeside:
    return next(each for each in found(firm).open if each.scenario.id == scenario)


def found(firm: Firm) -> reads.Scenarios:
    return reads.scenarios(firm.manager.actor, firm.project_id, now=NOW)


def today(firm: Firm) -> ScenarioEffect:
    told = found(firm).today
    assert told is not None
    return told


def begun(firm: Firm, *edits: Edit) -> int:
    return planning.add_scenario(firm.manager.actor, firm.project_id, name="What if", edits=edits, now=NOW)


def longer(firm: Firm, task: str = "dredge", minutes: int = 2400 + 960) -> Set:
    line = plans.task(firm.manager.actor, firm.task_ids[task]).line
    return Set(line.id, line.version, {"duration_minutes": minutes})


def test_finish_promises_and_moved_dates_stand_beside_those_of_today(cast: Cast) -> None:
    firm = cast.north
    scenario = begun(firm, longer(firm))
    effect = beside(firm, scenario).effect
    assert effect is not None
    assert (effect.days, effect.finish_on) == (2, date(2026, 3, 13))
    assert today(firm).finish_on == date(2026, 3, 11)
    assert effect.moved == 4, "the summary, the task itself and the two after it"
    assert [each.on for each in effect.promises] == [each.on for each in today(firm).promises] == [date(2026, 5, 15)]
    assert effect.promises[0].days == today(firm).promises[0].days - 2


@pytest.mark.parametrize(
    "said",
    [
        lambda firm: [longer(firm)],
        lambda firm: [Add("a", "Sound", firm.task_ids["survey"], 2, 960), LinkUp("a", firm.task_ids["dredge"])],
        lambda firm: [Unlink(firm.link_id), Assign(firm.task_ids["moor"], firm.resource_id, 100)],
        lambda firm: [Remove(firm.task_ids["moor"], 1)],
        lambda firm: [Set(firm.task_ids["survey"], 2, {"constraint": Constraint.SNET, "constraint_at": datetime(2026, 3, 16)})],
    ],
    ids=["longer", "new task", "two at once", "removal", "later"],
)
def test_it_is_what_the_plan_says_once_it_is_adopted(cast: Cast, said: object) -> None:
    firm = cast.north
    scenario = begun(firm, *said(firm))  # type: ignore[operator]
    expected = beside(firm, scenario).effect
    planning.adopt_scenario(firm.manager.actor, scenario, version=1, now=NOW)
    writes.conclude(firm.project_id, now=NOW)
    now = today(firm)
    assert expected is not None
    assert (expected.finish_on, expected.promises, expected.over_minutes) == (now.finish_on, now.promises, now.over_minutes)
    assert [each.id for each in found(firm).adopted] == [scenario]


def test_more_work_than_time_is_counted_as_the_workload_counts_it(cast: Cast) -> None:
    firm = cast.north
    assert today(firm).over_minutes == 0
    scenario = begun(firm, Unlink(firm.link_id))
    effect = beside(firm, scenario).effect
    planning.adopt_scenario(firm.manager.actor, scenario, version=1, now=NOW)
    writes.conclude(firm.project_id, now=NOW)
    load = reads.project_load(firm.manager.actor, firm.project_id, first=TODAY, steps=60, step_days=1, now=NOW)
    assert effect is not None
    assert effect.over_minutes == sum(cell.over_minutes for row in load.rows for cell in row.cells) > 0


def test_the_chart_of_a_scenario_holds_what_it_adds_under_a_number_below_zero(cast: Cast) -> None:
    firm = cast.north
    scenario = begun(firm, Add("x", "Sound", firm.task_ids["survey"], 2, 960), LinkUp("x", firm.task_ids["moor"]))
    chart = reads.scenario_chart(firm.manager.actor, scenario, now=NOW)
    row = chart.name.index("Sound")
    assert (chart.id[row], chart.duration[row], chart.scenario) == (-1, 960, 1)
    assert [(chart.name[link[0]], chart.name[link[1]]) for link in chart.links if row in link[:2]] == [("Sound", "moor kestrel")]
    assert chart.finish[row] is not None
    assert "Sound" not in reads.chart(firm.manager.actor, firm.project_id, now=NOW).name


def test_a_preview_in_a_scenario_compares_with_the_scenario(cast: Cast) -> None:
    firm = cast.north
    scenario = begun(firm, longer(firm))
    more = [longer(firm, minutes=2400 + 960 + 480)]
    assert reads.preview(firm.manager.actor, firm.project_id, more, now=NOW).days == 3
    assert reads.scenario_preview(firm.manager.actor, scenario, more, now=NOW).days == 1


def test_what_cannot_be_worked_out_says_why_and_the_others_still_are(cast: Cast) -> None:
    firm = cast.north
    lost = begun(firm, longer(firm, "moor", 960))
    sound = begun(firm, longer(firm))
    moor = plans.task(firm.manager.actor, firm.task_ids["moor"]).line
    planning.edit_plan(firm.manager.actor, firm.project_id, edits=[Remove(moor.id, moor.version)], now=NOW)
    assert beside(firm, lost).effect is None
    assert beside(firm, lost).refused is not None
    assert beside(firm, sound).effect is not None
    with pytest.raises(Refusal):
        reads.scenario_chart(firm.manager.actor, lost, now=NOW)


def test_only_managers_see_what_is_tried(cast: Cast) -> None:
    firm = cast.north
    for who in (firm.member, firm.client):
        for read in (
            lambda actor: reads.scenarios(actor, firm.project_id, now=NOW),
            lambda actor: reads.scenario_chart(actor, firm.scenario_id, now=NOW),
            lambda actor: reads.scenario_preview(actor, firm.scenario_id, [], now=NOW),
        ):
            with pytest.raises(NotAllowed):
                read(who.actor)
    with pytest.raises(NotFound):
        reads.scenario_chart(firm.manager.actor, cast.south.scenario_id, now=NOW)
