"""What-if scenarios: edits that are tried beside the plan, what they would do, and adopting them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from milepost.accounts import reads as accounts
from milepost.api.edits import meant, placed
from milepost.api.entry import Call
from milepost.api.said import AnyEdit, EditsAsked
from milepost.api.shapes import Asked, Changed, Id, Made, Text, VersionAsked, Versioned
from milepost.api.subject import Subject, version_of
from milepost.forecast import reads as forecasts
from milepost.plans import edits, reads, writes

scenarios = Subject("Scenarios")

Note = Annotated[str, Field(max_length=1000)]


class ScenarioAsked(Asked):
    name: Text
    note: Note = ""


class ScenarioBegun(ScenarioAsked):
    edits: Annotated[list[AnyEdit], Field(max_length=5_000)] = []
    """Its first line, if it begins with one."""


class ScenarioChange(ScenarioAsked, Versioned):
    pass


class ScenarioAdopted(Versioned):
    line_ids: Annotated[list[Id], Field(max_length=5_000)] | None = None
    """The lines that you adopt; null for all."""


@scenarios.get("/projects/{project_id}/scenarios", gives=forecasts.Scenarios)
def scenarios_beside(call: Call, project_id: Id) -> forecasts.Scenarios:
    """What each open scenario would do to finish, promises, load and dates, beside the plan as it is."""
    return forecasts.scenarios(call.actor, project_id, now=call.now)


@scenarios.post("/projects/{project_id}/scenarios", gives=Made)
def add_scenario(call: Call, project_id: Id, asked: ScenarioBegun) -> Made:
    """Begins to try something. Nothing of the plan changes."""
    accounts.require(call.actor, "plans.change_scenario")
    tried, places = meant(call, project_id, EditsAsked(edits=asked.edits)) if asked.edits else ([], [])
    with placed(places):
        return Made(writes.add_scenario(call.actor, project_id, name=asked.name, note=asked.note, edits=tried, now=call.now))


@scenarios.get("/scenarios/{scenario_id}", gives=reads.Scenario)
def scenario(call: Call, scenario_id: Id) -> reads.Scenario:
    """A scenario, line by line."""
    return reads.scenario(call.actor, scenario_id)


@scenarios.put("/scenarios/{scenario_id}", gives=Changed)
def change_scenario(call: Call, scenario_id: Id, change: ScenarioChange) -> Changed:
    """Says anew what it is called and what it is about."""
    version = version_of(call, change.version)
    return Changed(writes.change_scenario(call.actor, scenario_id, name=change.name, note=change.note, version=version, now=call.now))


@scenarios.delete("/scenarios/{scenario_id}")
def remove_scenario(call: Call, scenario_id: Id, version: VersionAsked) -> None:
    """Forgets a scenario. Nothing of the plan changes."""
    writes.remove_scenario(call.actor, scenario_id, version=version_of(call, version), now=call.now)


@scenarios.get("/scenarios/{scenario_id}/chart", gives=forecasts.Chart)
def scenario_chart(call: Call, scenario_id: Id) -> forecasts.Chart:
    """The plan as the scenario would have it, as columns. Tasks that it adds have the ids -1, -2, …; edits name them `new-1`, `new-2`, …"""
    return forecasts.scenario_chart(call.actor, scenario_id, now=call.now)


@scenarios.post("/scenarios/{scenario_id}/edits", gives=edits.Edited, status=200)
def try_edits(call: Call, scenario_id: Id, asked: EditsAsked) -> edits.Edited:
    """Adds a line to the scenario: all of these edits, or none. The plan stays as it is."""
    tried, places = _tried(call, scenario_id, asked)
    with placed(places):
        return writes.try_edits(call.actor, scenario_id, edits=tried, now=call.now)


@scenarios.post("/scenarios/{scenario_id}/preview", gives=forecasts.Preview, status=200)
def preview_scenario(call: Call, scenario_id: Id, asked: EditsAsked) -> forecasts.Preview:
    """What these edits would do to the dates of the scenario. Nothing is kept."""
    tried, places = _tried(call, scenario_id, asked)
    with placed(places):
        return forecasts.scenario_preview(call.actor, scenario_id, tried, now=call.now)


@scenarios.post("/scenarios/{scenario_id}/undo", gives=Changed, status=200)
def take_line_back(call: Call, scenario_id: Id) -> Changed:
    """Takes the newest line out of the scenario."""
    return Changed(writes.leave_out(call.actor, scenario_id, now=call.now))


@scenarios.delete("/scenarios/{scenario_id}/lines/{line_id}")
def leave_out(call: Call, scenario_id: Id, line_id: Id) -> None:
    """Takes a line out of the scenario."""
    writes.leave_out(call.actor, scenario_id, line_id=line_id, now=call.now)


@scenarios.post("/scenarios/{scenario_id}/adopt", gives=edits.Edited, status=200)
def adopt_scenario(call: Call, scenario_id: Id, asked: ScenarioAdopted) -> edits.Edited:
    """Makes the plan what the scenario says, or some of its lines: one change, and one undo."""
    version = version_of(call, asked.version)
    return writes.adopt_scenario(call.actor, scenario_id, line_ids=asked.line_ids, version=version, now=call.now)


def _tried(call: Call, scenario_id: int, asked: EditsAsked) -> tuple[list[edits.Edit], list[int]]:
    found = reads.scenario(call.actor, scenario_id)
    return meant(call, found.project_id, asked, onto=reads.tried_edits([scenario_id])[scenario_id])
