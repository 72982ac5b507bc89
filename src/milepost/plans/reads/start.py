"""Of the beginning of a project: what its sketch would be as a plan, and which day the client expects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.people import reads as people
from milepost.plans.draft import Draft
from milepost.plans.reads.drafts import in_firm_time
from milepost.plans.reads.visible import project_row
from milepost.plans.sketch import Sketch, draft_of


@dataclass(frozen=True, slots=True)
class Expected:
    """The day the client expects a project, None where nobody said; promised is another thing. `version` is the project's."""

    on: date | None
    version: int


def expected(actor: Actor, project_id: int) -> Expected:
    """Which day the client expects. One query; `NotFound` if the actor may not know the project."""
    accounts.require(actor, "plans.see")
    row = project_row(actor, project_id)
    return Expected(row.expected_on, row.version)


def sketched(actor: Actor, sketch: Sketch, *, start_on: date, as_of: date) -> Draft:
    """The plan that a project of the sketch would have, by the firm's working time. Nothing of it is kept."""
    accounts.require(actor, "plans.add_project")
    return in_firm_time(draft_of(sketch, name="", start_on=start_on), actor.workspace_id, as_of)


def namesakes(actor: Actor, sketch: Sketch) -> dict[str, int]:
    """Names on tasks that mean one person of the firm: the whole name, or a first name that nobody else has. Roles mean nobody yet."""
    if sketch.by_role:
        return {}
    called: dict[str, set[int]] = {}
    for person_id, name in people.names(actor):
        for spelling in {name.casefold(), name.split()[0].casefold()}:
            called.setdefault(spelling, set()).add(person_id)
    found = {role: called.get(role.casefold(), set()) for role in sketch.roles()}
    return {role: next(iter(ids)) for role, ids in found.items() if len(ids) == 1}
