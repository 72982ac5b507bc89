"""What-if scenarios: what somebody tries on a plan, line by line, without changing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import edits as said
from milepost.plans import models, tried
from milepost.plans.edits import Edit
from milepost.plans.reads.visible import project_row
from milepost.plans.rules import ScenarioState


@dataclass(frozen=True, slots=True)
class Told:
    """What one edit does, as the ledger would say it: verb, kind and name of the thing, and its values in the plan and here."""

    verb: str
    kind: str
    subject: str
    before: dict[str, object]
    after: dict[str, object]


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """Edits that were said together. `lost`: something that they are about is not in the plan any more."""

    id: int
    told: tuple[Told, ...]
    lost: bool


@dataclass(frozen=True, slots=True)
class Scenario:
    """What somebody tries. `since_at` is when it became what its state says: begun, or adopted."""

    id: int
    project_id: int
    name: str
    note: str
    state: ScenarioState
    by: str
    since_at: datetime
    version: int
    lines: tuple[ScenarioLine, ...]


def scenarios(actor: Actor, project_id: int) -> tuple[Scenario, ...]:
    """The open scenarios of a project in the order in which they were begun, then those that were adopted, the newest first.

    `NotFound` if the actor may not know the project. At most five queries.
    """
    accounts.require(actor, "plans.see_scenarios")
    rows = models.Scenario.objects.filter(project=project_row(actor, project_id)).select_related("by").order_by("pk")
    found = _scenarios(list(rows))
    adopted = [each for each in found if each.state is ScenarioState.ADOPTED]
    return (*(each for each in found if each.state is ScenarioState.OPEN), *reversed(adopted))


def scenario(actor: Actor, scenario_id: int) -> Scenario:
    """One of them; `NotFound` where there is none or the actor may not know its project."""
    accounts.require(actor, "plans.see_scenarios")
    row = models.Scenario.objects.filter(pk=scenario_id).select_related("by").first()
    if row is None:
        raise NotFound()
    project_row(actor, row.project_id)
    return _scenarios([row])[0]


def tried_edits(scenario_ids: Iterable[int]) -> dict[int, list[Edit]]:
    """All edits of these scenarios in order, whoever asks. One query."""
    found: defaultdict[int, list[Edit]] = defaultdict(list)
    kept = models.ScenarioLine.objects.filter(scenario_id__in=list(scenario_ids)).order_by("pk")
    for scenario_id, edits in kept.values_list("scenario_id", "edits"):
        found[scenario_id] += [tried.read(each) for each in edits]
    return found


def lost_lines(project_id: int, lines: Mapping[int, Sequence[Edit]]) -> set[int]:
    """Which of these lines, by id, are about a task or a link that is not in the plan any more. At most two queries."""
    tasks = {pk: set(_tasks(edits)) for pk, edits in lines.items()}
    links = {pk: {each.link_id for each in edits if isinstance(each, said.Unlink) and each.link_id} for pk, edits in lines.items()}
    there = _there(models.Task.objects.filter(project_id=project_id, removed_at=None), set().union(*tasks.values()))
    linked = _there(models.Link.objects.filter(project_id=project_id), set().union(*links.values()))
    return {pk for pk in lines if not (tasks[pk] <= there and links[pk] <= linked)}


def _there(rows: Any, ids: set[int]) -> set[int]:
    return set(rows.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def _tasks(edits: Iterable[Edit]) -> Iterable[int]:
    """Ids of the tasks of the plan that edits speak of."""
    named: list[int] = []

    def note(ref: said.Ref) -> said.Ref:
        if isinstance(ref, int) and ref != said.FIRST:
            named.append(ref)
        return ref

    for edit in edits:
        tried.renamed(edit, note)
    return named


def _scenarios(rows: Sequence[models.Scenario]) -> tuple[Scenario, ...]:
    lines: defaultdict[int, list[models.ScenarioLine]] = defaultdict(list)
    for line in models.ScenarioLine.objects.filter(scenario_id__in=[row.pk for row in rows]).order_by("pk"):
        lines[line.scenario_id].append(line)
    being_tried = [line for row in rows if row.state == ScenarioState.OPEN for line in lines[row.pk]]
    edits = {line.pk: [tried.read(each) for each in line.edits] for line in being_tried}
    gone = lost_lines(rows[0].project_id, edits) if edits else set()
    return tuple(_scenario(row, lines[row.pk], gone) for row in rows)


def _scenario(row: models.Scenario, lines: Iterable[models.ScenarioLine], gone: set[int]) -> Scenario:
    return Scenario(
        id=row.pk,
        project_id=row.project_id,
        name=row.name,
        note=row.note,
        state=ScenarioState(row.state),
        by=row.by.name,
        since_at=row.since_at,
        version=row.version,
        lines=tuple(ScenarioLine(line.pk, tuple(Told(**each) for each in line.told), line.pk in gone) for line in lines),
    )
