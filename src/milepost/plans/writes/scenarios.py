"""What-if scenarios: trying edits beside the plan, and adopting them as one change of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import reads as audit
from milepost.audit.rules import plain
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import desk as desks
from milepost.plans import edits as said
from milepost.plans import models, reads, rules, tried
from milepost.plans.desk import Desk
from milepost.plans.edits import Edit, Edited
from milepost.plans.rules import ScenarioState
from milepost.plans.rules.scenarios import MOST_EDITS, MOST_SCENARIOS
from milepost.plans.writes import merging, telling
from milepost.plans.writes.changes import Rows, changing
from milepost.plans.writes.editing import carry_out, needed


def add_scenario(actor: Actor, project_id: int, *, name: str, note: str = "", edits: Sequence[Edit] = (), now: datetime) -> int:
    """Begins to try something on a plan, with these edits as its first line if there are any. Gives back its id.

    Refused: `scenarios_too_many`, a name or a note that is none, and what `try_edits` refuses.
    """
    accounts.require(actor, "plans.change_scenario")
    values = _said(name, note)
    with changing(actor, project_id, now=now) as rows:
        if models.Scenario.objects.filter(project=rows.project, state=ScenarioState.OPEN).count() >= MOST_SCENARIOS:
            sentence = say("At most {most} scenarios can be open in a project. Remove some first.", most=MOST_SCENARIOS)
            raise Refusal("scenarios_too_many", sentence, field="name")
        row = models.Scenario(workspace_id=rows.project.workspace_id, project=rows.project, by_id=actor.user_id, since_at=now, **values)
        rows.insert(row)
        told = _try(rows, row, edits)[1] if edits else []
        _keep(rows, "added", row, after={**values, "told": told})
    return row.pk


def change_scenario(actor: Actor, scenario_id: int, *, name: str, note: str, version: int | None, now: datetime) -> int:
    """Says anew what the scenario is called and what it is about. Gives back the new version."""
    accounts.require(actor, "plans.change_scenario")
    values = _said(name, note)
    with _trying(actor, scenario_id, now) as (rows, row):
        before = {"name": row.name, "note": row.note}
        accounts_rules.check_version(version, current=row.version, yours=values, now_there={**before, "version": row.version})
        rows.change(row, {**values, "version": row.version + 1})
        _keep(rows, "changed", row, before=before, after=values)
    return row.version


def remove_scenario(actor: Actor, scenario_id: int, *, version: int | None, now: datetime) -> None:
    """Forgets a scenario. Nothing of the plan changes."""
    accounts.require(actor, "plans.change_scenario")
    with changing(actor, _home(scenario_id), now=now) as rows:
        row = models.Scenario.objects.get(pk=scenario_id)
        before = {"name": row.name, "note": row.note, "version": row.version}
        accounts_rules.check_version(version, current=row.version, yours=None, now_there=before)
        rows.delete(models.ScenarioLine.objects.filter(scenario=row))
        rows.delete(models.Scenario.objects.filter(pk=row.pk))
        row.pk = scenario_id
        _keep(rows, "removed", row, before=before)


def try_edits(actor: Actor, scenario_id: int, *, edits: Sequence[Edit], now: datetime) -> Edited:
    """Adds a line to a scenario: all edits together are tried on the plan as the lines before leave it.

    `made` says by key as which number below zero the scenario knows each task it adds; edits name it `new-` and that number. Refused:
    what the plan would refuse, and progress, labels and custom fields (`not_in_scenario`), which are no plans.
    """
    accounts.require(actor, "plans.change_scenario")
    with _trying(actor, scenario_id, now) as (rows, row):
        numbers, told = _try(rows, row, edits)
        rows.change(row, {"version": row.version + 1})
        _keep(rows, "tried", row, after={"name": row.name, "told": told})
    made = {key: -number for key, number in numbers.items()}
    return Edited(rows.change_id, audit.revision(rows.project.pk), made, {})


def _try(rows: Rows, row: models.Scenario, edits: Sequence[Edit]) -> tuple[dict[str, int], list[Any]]:
    """Keeps a line, and gives back the numbers of what it adds, by key, and what it says."""
    tried.check_tried(edits)
    known = reads.tried_edits([row.pk])[row.pk] if row.pk else []
    if not len(edits) >= 1 or len(known) + len(edits) > MOST_EDITS:
        sentence = say("A scenario is made of between 1 and {most} edits.", most=MOST_EDITS)
        raise Refusal("edits_count", sentence, field="edits")
    fresh, numbers = tried.numbered(edits, row.added)
    with _counted_from(len(known)):
        desk = desks.laid(rows.project, [*known, *fresh], now=rows.now)
        merging.check(desk, first=len(known))
        said_of_each: list[Any] = []
        desks.apply(desk, lambda edit: said_of_each.append(_told(desk, edit)))
    told = plain(said_of_each[len(known) :])
    home = {"workspace_id": row.workspace_id, "project_id": row.project_id}
    rows.insert(models.ScenarioLine(**home, scenario=row, edits=[tried.written(edit) for edit in fresh], told=told))
    rows.change(row, {"added": row.added + len(numbers)})
    return numbers, list(told) if isinstance(told, list) else []


@contextmanager
def _counted_from(known: int) -> Iterator[None]:
    """A refusal speaks of the edits as they were sent, not of those before them."""
    try:
        yield
    except Refusal as refusal:
        index = refusal.details.get("index")
        if isinstance(index, int):
            refusal.details["index"] = max(0, index - known)
        raise


def _told(desk: Desk, edit: Edit) -> dict[str, Any]:
    line = telling.one(desk, edit)
    row = desk.tasks.rows.get(line.subject_id) if line.kind == "task" else None
    subject = row.name if row is not None else ""
    return {"verb": line.verb, "kind": line.kind, "subject": subject, "before": dict(line.before or {}), "after": dict(line.after or {})}


def leave_out(actor: Actor, scenario_id: int, *, line_id: int | None = None, now: datetime) -> int:
    """Takes a line out of a scenario, without `line_id` its newest. Gives back the new version.

    Refused: `nothing_to_leave_out`, and `part_of_scenario` where a later line is about a task that this one adds.
    """
    accounts.require(actor, "plans.change_scenario")
    with _trying(actor, scenario_id, now) as (rows, row):
        lines = list(models.ScenarioLine.objects.filter(scenario=row).order_by("pk"))
        if not lines and line_id is None:
            raise Refusal("nothing_to_leave_out", say("There is nothing in this scenario that could be taken back."))
        line = lines[-1] if line_id is None else next((each for each in lines if each.pk == line_id), None)
        if line is None:
            raise NotFound()
        tried.check_whole([tried.read(each) for other in lines if other is not line for each in other.edits])
        rows.delete(models.ScenarioLine.objects.filter(pk=line.pk))
        rows.change(row, {"version": row.version + 1})
        _keep(rows, "left_out", row, before={"name": row.name, "told": line.told})
    return row.version


def adopt_scenario(actor: Actor, scenario_id: int, *, line_ids: Sequence[int] | None = None, version: int | None, now: datetime) -> Edited:
    """Makes the plan what the scenario says, or what some of its lines say: one change, and one undo, which opens the scenario again.

    Lines that were adopted alone leave the scenario. Refused: a scenario that changed since it was read (stale), `nothing_to_adopt`,
    `part_of_scenario`, `lost_in_scenario` for a line about something that is not in the plan any more, and what `edit_plan` refuses, stale
    edits among it; `details["line"]` says which line it is about.
    """
    accounts.require(actor, "plans.change_scenario")
    with _trying(actor, scenario_id, now) as (rows, row):
        accounts_rules.check_version(version, current=row.version, yours={"lines": line_ids}, now_there={"version": row.version})
        lines = list(models.ScenarioLine.objects.filter(scenario=row).order_by("pk"))
        chosen = lines if line_ids is None else [line for line in lines if line.pk in set(line_ids)]
        if line_ids is not None and len(chosen) < len(set(line_ids)):
            raise NotFound()
        if not chosen:
            raise Refusal("nothing_to_adopt", say("Choose at least one change of the scenario."), field="lines")
        edits = {line.pk: [tried.read(each) for each in line.edits] for line in chosen}
        gone = reads.lost_lines(row.project_id, edits)
        if gone:
            sentence = say("What one of these changes is about is not in the plan any more. Take that change out of the scenario.")
            raise Refusal("lost_in_scenario", sentence, field="lines", details={"line": min(gone)})
        desk = _adopt(rows, edits)
        others = [line for line in lines if line not in chosen]
        _go_on(rows, row, others, chosen, desk)
        names = [each.name for each in desk.tasks.rows.values()]
        told = [each for line in chosen for each in line.told]
        after = {"name": row.name, "tasks": len(names), "names": names[: telling.SAID], "told": told}
        revision = rows.keep("adopted", "scenario", row.pk, before=None, after=after, needs="plans.change_task")
    made = {key: task.pk for key, task in desk.named.items() if key}
    versions = {task.pk: task.version for task in desk.tasks.rows.values() if task.removed_at is None}
    return Edited(rows.change_id, revision, made, versions)


def _adopt(rows: Rows, edits: Mapping[int, Sequence[Edit]]) -> Desk:
    """Does what the lines say. A refusal says which line it is about."""
    everything = [edit for line in edits.values() for edit in line]
    for permission in needed(everything):
        accounts.require(rows.actor, permission)
    whose = [pk for pk, line in edits.items() for _ in line]
    try:
        tried.check_whole(everything)
        return carry_out(rows, everything)
    except Refusal as refusal:
        index = refusal.details.get("index")
        if isinstance(index, int):
            refusal.details["line"] = whose[index]
        raise


def _go_on(
    rows: Rows, row: models.Scenario, others: Sequence[models.ScenarioLine], chosen: Sequence[models.ScenarioLine], desk: Desk
) -> None:
    """What is left of a scenario: nothing, and it is adopted; or the other lines, in which what was added is now called by its id."""
    if not others:
        rows.change(row, {"state": ScenarioState.ADOPTED, "since_at": rows.now, "version": row.version + 1})
        return
    rows.delete(models.ScenarioLine.objects.filter(pk__in=[line.pk for line in chosen]))
    made = {key: task.pk for key, task in desk.named.items() if key.startswith(tried.KEY)}
    versions = {task.pk: task.version for task in desk.tasks.rows.values()}
    for line in others:
        kept = [tried.written(_called(tried.read(each), made, versions)) for each in line.edits]
        if kept != line.edits:
            rows.change(line, {"edits": kept})
    rows.change(row, {"version": row.version + 1})


def _called(edit: Edit, made: Mapping[str, int], versions: Mapping[int, int]) -> Edit:
    """An edit about tasks that are in the plan by now; it was said of them as they are since the scenario was adopted in part."""
    other = tried.renamed(edit, lambda ref: made.get(ref, ref) if isinstance(ref, str) else ref)
    if isinstance(other, said.Set | said.Remove) and isinstance(other.task_id, int) and other.task_id in versions:
        return replace(other, version=versions[other.task_id])
    return other


def _said(name: str, note: str) -> dict[str, str]:
    return {"name": rules.name(name), "note": rules.text(note, field="note", longest=rules.LONGEST_NOTE)}


def _home(scenario_id: int) -> int:
    """The project of a scenario; 0, which nobody may know, where there is none."""
    return models.Scenario.objects.filter(pk=scenario_id).values_list("project_id", flat=True).first() or 0


@contextmanager
def _trying(actor: Actor, scenario_id: int, now: datetime) -> Iterator[tuple[Rows, models.Scenario]]:
    """A scenario that is open still, in one transaction."""
    with changing(actor, _home(scenario_id), now=now) as rows:
        row = models.Scenario.objects.get(pk=scenario_id)
        if row.state != ScenarioState.OPEN:
            raise Refusal("scenario_adopted", say("This scenario is part of the plan already. Begin another one."))
        yield rows, row


def _keep(
    rows: Rows, verb: str, row: models.Scenario, *, before: Mapping[str, object] | None = None, after: Mapping[str, object] | None = None
) -> None:
    """The line of the ledger. The plan stays as it is, so its Undo has nothing to do with it."""
    rows.keep(verb, "scenario", row.pk, before=before, after=after, needs="", raises_revision=False)
