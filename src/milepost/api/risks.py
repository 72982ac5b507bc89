"""Risks and issues: what may happen to a project, and what each costs the promise."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from milepost.api.entry import Call
from milepost.api.shapes import Asked, Changed, Id, Made, Number, Text, VersionAsked, Versioned
from milepost.api.subject import Subject, version_of
from milepost.forecast import reads
from milepost.plans import writes

risks = Subject("Risks")

Note = Annotated[str, Field(max_length=1000)]


class RiskAsked(Asked):
    name: Text
    percent: Annotated[Number, Field(ge=1, le=99)]
    """In how many of 100 cases it happens."""
    minutes: Annotated[Number, Field(ge=0)] = 0
    """Working time that each of its tasks takes longer then."""
    task_ids: Annotated[list[Id], Field(max_length=5000)] = []
    effect: Note = ""
    response: Literal["avoid", "reduce", "transfer", "accept"] = "reduce"
    measures: Note = ""
    owner_id: Id | None = None
    review_on: date | None = None


class RiskChange(RiskAsked, Versioned):
    pass


class RiskSettled(Versioned):
    state: Literal["open", "happened", "closed"]


@risks.get("/projects/{project_id}/risks", gives=reads.RiskRegister)
def risk_register(call: Call, project_id: Id) -> reads.RiskRegister:
    """What may happen and what did, each with what it costs the finish and the promise."""
    return reads.risk_register(call.actor, project_id, now=call.now)


@risks.post("/projects/{project_id}/risks", gives=Made)
def add_risk(call: Call, project_id: Id, asked: RiskAsked) -> Made:
    """Something that may happen; every simulation counts with it from now on."""
    return Made(writes.add_risk(call.actor, project_id, **asked.values(), now=call.now))


@risks.put("/risks/{risk_id}", gives=Changed)
def change_risk(call: Call, risk_id: Id, change: RiskChange) -> Changed:
    """Says anew what the risk is."""
    version = version_of(call, change.version)
    return Changed(writes.change_risk(call.actor, risk_id, **change.values(without=("version",)), version=version, now=call.now))


@risks.put("/risks/{risk_id}/state", gives=Changed)
def settle_risk(call: Call, risk_id: Id, settled: RiskSettled) -> Changed:
    """Says that it has happened and is an issue, that it is over, or that it is open again."""
    version = version_of(call, settled.version)
    return Changed(writes.settle_risk(call.actor, risk_id, state=settled.state, version=version, now=call.now))


@risks.delete("/risks/{risk_id}")
def remove_risk(call: Call, risk_id: Id, version: VersionAsked) -> None:
    """Takes a risk away that should never have been written down."""
    writes.remove_risk(call.actor, risk_id, version=version_of(call, version), now=call.now)
