"""Plans that others may begin as, and what of a project may become one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.people import reads as people
from milepost.plans import models, rules
from milepost.plans.draft import Draft, ResourceKind, Task
from milepost.plans.reads.drafts import draft
from milepost.plans.reads.outcomes import outcomes
from milepost.plans.reads.visible import project_row
from milepost.plans.sketch import After, Sketch, SketchDeliverable, SketchObjective, SketchTask

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SHORTEST_NAME = 3
_DATES = re.compile(
    r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})?\b|"
    r"\b\d{1,2}\.? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?: \d{4})?\b"
)
_ADDRESSES = re.compile(r"[^\s@]+@[^\s@]+")


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template of the workspace."""

    id: int
    name: str
    task_count: int
    made_at: datetime


def templates(actor: Actor) -> tuple[TemplateView, ...]:
    """The workspace's own templates, by name. One query."""
    accounts.require(actor, "plans.add_project")
    rows = models.Template.objects.filter(workspace_id=actor.workspace_id).order_by("name", "pk")
    return tuple(TemplateView(*row) for row in rows.values_list("pk", "name", "task_count", "made_at"))


def template_sketch(actor: Actor, template_id: int) -> Sketch:
    """What a template of the workspace holds; `NotFound` without it."""
    accounts.require(actor, "plans.add_project")
    kept = models.Template.objects.filter(workspace_id=actor.workspace_id, pk=template_id).values_list("sketch", flat=True).first()
    if kept is None:
        raise NotFound()
    return _sketches().validate_python(kept)


@cache
def _sketches() -> TypeAdapter[Sketch]:
    from pydantic import TypeAdapter

    return TypeAdapter(Sketch)


def sketch_of(actor: Actor, project_id: int, *, hidden: Mapping[str, str]) -> Sketch:
    """A project as others may begin: without people, dates, notes and progress.

    `hidden` says what stands in the place of names that must not be kept; names of the firm's people and of the team are added to
    it. Who works on a task becomes the role of the place in the team, or "Team member 1" where nobody said what it is for.
    """
    accounts.require(actor, "plans.add_project")
    row = project_row(actor, project_id)
    team = list(models.Resource.objects.filter(project=row).order_by("position").values_list("uid", "name", "role"))
    names = [*(name for _, name in people.names(actor)), *(name for _, name, role in team if name != role)]
    said = _Said({**{part: "somebody" for name in names for part in _spellings(name)}, **hidden})
    wanted = outcomes(actor, project_id)
    serves = {each.id: said.plain(each.name) for each in wanted.objectives}
    makes = {uid: said.plain(each.name) for each in wanted.deliverables for uid in each.task_uids}
    return Sketch(
        tasks=_tasks(draft(project_id), said, _roles(team, said), makes),
        objectives=tuple(
            SketchObjective(said.plain(each.name), said.plain(each.metric), said.plain(each.baseline_value), said.plain(each.target))
            for each in wanted.objectives
        ),
        deliverables=tuple(
            SketchDeliverable(
                said.plain(each.name),
                tuple(said.plain(criterion.text) for criterion in each.criteria),
                serves.get(each.objective_id or 0, ""),
                each.review_minutes,
            )
            for each in wanted.deliverables
        ),
        by_role=True,
    )


def _spellings(name: str) -> list[str]:
    """The whole name and each part of it that is a name by itself."""
    return [name, *(part for part in name.split() if len(part) >= SHORTEST_NAME and part[0].isupper())]


class _Said:
    """Texts without the names, addresses and dates that stand in them."""

    def __init__(self, hidden: Mapping[str, str]) -> None:
        known = {name: instead for name, instead in hidden.items() if len(name) >= SHORTEST_NAME}
        longest_first = sorted(known, key=len, reverse=True)
        self._instead = {name.casefold(): instead for name, instead in known.items()}
        self._names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE) if known else None

    def plain(self, text: str) -> str:
        """The text with neutral words in the place of names, and with … for addresses and dates."""
        text = _DATES.sub("…", _ADDRESSES.sub("…", text))
        return self._names.sub(lambda found: self._instead[found[0].casefold()], text) if self._names else text


def _roles(team: Iterable[tuple[int, str, str]], said: _Said) -> dict[int, str]:
    return {uid: said.plain(role) or f"Team member {number}" for number, (uid, _, role) in enumerate(team, 1)}


def _tasks(plan: Draft, said: _Said, roles: Mapping[int, str], makes: Mapping[int, str]) -> tuple[SketchTask, ...]:
    kept = [task for task in plan.tasks if task.active and not task.external]
    place = {task.uid: number for number, task in enumerate(kept)}
    workers = {member.uid for member in plan.resources if member.kind == ResourceKind.WORK}
    who: dict[int, list[str]] = {}
    for line in plan.assignments:
        if line.resource in workers:
            who.setdefault(line.task, []).append(roles[line.resource])
    after: dict[int, list[After]] = {}
    for link in plan.links:
        if link.predecessor in place and link.successor in place:
            after.setdefault(link.successor, []).append(After(place[link.predecessor], link.kind, link.lag, link.unit))
    return tuple(
        SketchTask(
            name=said.plain(task.name)[: rules.LONGEST_NAME],
            level=task.level,
            takes_minutes=None if task.summary else _working_minutes(task, plan),
            best_minutes=task.best_minutes,
            worst_minutes=task.worst_minutes,
            who=tuple(dict.fromkeys(who.get(task.uid, ()))),
            after=tuple(after.get(task.uid, ())),
            deliverable=makes.get(task.uid, ""),
        )
        for task in kept
    )


def _working_minutes(task: Task, plan: Draft) -> int:
    """A length on the wall clock becomes as many working days."""
    return round(task.duration_minutes * plan.minutes_per_day / 1440) if task.elapsed else task.duration_minutes


def as_kept(sketch: Sketch) -> Any:
    """The sketch as JSON for its table."""
    return _sketches().dump_python(sketch, mode="json")
