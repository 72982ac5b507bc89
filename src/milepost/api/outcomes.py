"""Objectives and deliverables, and what the firm as a whole is after."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from milepost.api.entry import Call
from milepost.api.shapes import Asked, Changed, Id, Made, Number, Text, VersionAsked, Versioned
from milepost.api.subject import Subject, version_of
from milepost.day import reads as day
from milepost.plans import reads, writes

outcomes = Subject("Outcomes")


class ObjectiveAsked(Asked):
    name: Text
    metric: Text = ""
    baseline_value: Text = ""
    target: Text = ""
    by_on: date | None = None


class ObjectiveChange(ObjectiveAsked, Versioned):
    pass


class StrategicObjectiveAsked(ObjectiveAsked):
    project_ids: Annotated[list[Id], Field(max_length=1000)] = []
    """The projects that serve it."""


class StrategicObjectiveChange(StrategicObjectiveAsked, Versioned):
    pass


class CriterionAsked(Asked):
    text: Text
    met: bool = False


class DeliverableAsked(Asked):
    name: Text
    criteria: Annotated[list[CriterionAsked], Field(max_length=100)] = []
    objective_id: Id | None = None
    owner_id: Id | None = None
    review_minutes: Annotated[Number, Field(ge=0)] = 0
    task_ids: Annotated[list[Id], Field(max_length=5000)] = []


class DeliverableChange(DeliverableAsked, Versioned):
    pass


@outcomes.get("/projects/{project_id}/objectives", gives=tuple[reads.Objective, ...])
def objectives(call: Call, project_id: Id) -> tuple[reads.Objective, ...]:
    """The measurable outcomes the project is judged by."""
    return reads.objectives(call.actor, project_id)


@outcomes.post("/projects/{project_id}/objectives", gives=Made)
def add_objective(call: Call, project_id: Id, asked: ObjectiveAsked) -> Made:
    """A measurable outcome."""
    return Made(writes.add_objective(call.actor, project_id, **asked.values(), now=call.now))


@outcomes.put("/objectives/{objective_id}", gives=Changed)
def change_objective(call: Call, objective_id: Id, change: ObjectiveChange) -> Changed:
    """Says anew what the objective is."""
    version = version_of(call, change.version)
    return Changed(writes.change_objective(call.actor, objective_id, **change.values(without=("version",)), version=version, now=call.now))


@outcomes.delete("/objectives/{objective_id}")
def remove_objective(call: Call, objective_id: Id, version: VersionAsked) -> None:
    """Takes an objective away; its deliverables stay."""
    writes.remove_objective(call.actor, objective_id, version=version_of(call, version), now=call.now)


@outcomes.get("/projects/{project_id}/deliverables", gives=tuple[reads.Deliverable, ...])
def deliverables(call: Call, project_id: Id) -> tuple[reads.Deliverable, ...]:
    """What the project hands over, with what is left of each."""
    return reads.deliverables(call.actor, project_id)


@outcomes.post("/projects/{project_id}/deliverables", gives=Made)
def add_deliverable(call: Call, project_id: Id, asked: DeliverableAsked) -> Made:
    """A result that is handed over."""
    return Made(writes.add_deliverable(call.actor, project_id, **_deliverable(asked), now=call.now))


@outcomes.put("/deliverables/{deliverable_id}", gives=Changed)
def change_deliverable(call: Call, deliverable_id: Id, change: DeliverableChange) -> Changed:
    """Says anew what the deliverable is."""
    version = version_of(call, change.version)
    return Changed(writes.change_deliverable(call.actor, deliverable_id, **_deliverable(change), version=version, now=call.now))


@outcomes.delete("/deliverables/{deliverable_id}")
def remove_deliverable(call: Call, deliverable_id: Id, version: VersionAsked) -> None:
    """Takes a deliverable away; its tasks stay in the plan."""
    writes.remove_deliverable(call.actor, deliverable_id, version=version_of(call, version), now=call.now)


def _deliverable(asked: DeliverableAsked) -> dict[str, Any]:
    criteria = [writes.CriterionText(text=criterion.text, met=criterion.met) for criterion in asked.criteria]
    return {**asked.values(without=("version", "criteria")), "criteria": criteria}


@outcomes.get("/strategy", gives=day.Strategy)
def strategy(call: Call) -> day.Strategy:
    """What the firm is after, where the projects stand that serve it, and those that serve none of it."""
    return day.strategy(call.actor, now=call.now)


@outcomes.post("/strategy/objectives", gives=Made)
def add_strategic_objective(call: Call, asked: StrategicObjectiveAsked) -> Made:
    """An outcome that the firm as a whole is after, and the projects that serve it."""
    return Made(writes.add_strategic_objective(call.actor, **asked.values(), now=call.now))


@outcomes.put("/strategy/objectives/{strategic_objective_id}", gives=Changed)
def change_strategic_objective(call: Call, strategic_objective_id: Id, change: StrategicObjectiveChange) -> Changed:
    """Says anew what the firm is after and which projects serve it."""
    said = change.values(without=("version",))
    version = version_of(call, change.version)
    return Changed(writes.change_strategic_objective(call.actor, strategic_objective_id, **said, version=version, now=call.now))


@outcomes.delete("/strategy/objectives/{strategic_objective_id}")
def remove_strategic_objective(call: Call, strategic_objective_id: Id, version: VersionAsked) -> None:
    """Takes an objective of the firm away; the projects that served it stay as they are."""
    writes.remove_strategic_objective(call.actor, strategic_objective_id, version=version_of(call, version), now=call.now)
