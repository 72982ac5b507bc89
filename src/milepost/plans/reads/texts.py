"""Everything that people wrote into plans, for whoever looks for a word in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from milepost.kernel.actor import Actor
from milepost.plans import models
from milepost.plans.reads.visible import visible_to

Line = tuple[int, int, str]
"""Project, number of what it is about, and the text."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Where texts of one kind stand. `about` leads from the row to what a finder opens, whose name is under `title`."""

    table: type[Any]
    text: str = "name"
    about: str = "pk"
    title: str = "name"
    project: str = "project"
    holding: Mapping[str, object] | None = None

    def rows(self) -> QuerySet[Any]:
        """What was written, project by project."""
        there: QuerySet[Any] = self.table._default_manager.filter(**(self.holding or {}))
        return there.exclude(**{self.text: ""}).order_by(f"{self.project}_id", "pk")


KINDS: Mapping[str, Kind] = {
    "task": Kind(models.Task, holding={"removed_at": None}),
    "deliverable": Kind(models.Deliverable),
    "objective": Kind(models.Objective),
    "risk": Kind(models.Risk),
    "metric": Kind(models.Objective, text="metric"),
    "criterion": Kind(models.Criterion, text="text", about="deliverable_id", title="deliverable__name", project="deliverable__project"),
    "comment": Kind(
        models.Comment, text="text", about="task_id", title="task__name", holding={"removed_at": None, "task__removed_at": None}
    ),
    "note": Kind(models.Task, text="notes", holding={"removed_at": None}),
}
"""Every kind of text in a plan."""


@dataclass(frozen=True, slots=True)
class Written:
    """One text with what it belongs to: `id` and `title` of the task, deliverable, objective or risk."""

    kind: str
    id: int
    title: str
    text: str
    project_id: int
    project_name: str


def texts(kind: str, project_ids: Iterable[int]) -> Iterator[Line]:
    """Every text of a kind in these projects, one project after the other, whoever asks."""
    place = KINDS[kind]
    rows = place.rows().filter(**{f"{place.project}_id__in": list(project_ids)})
    yield from rows.values_list(f"{place.project}_id", place.about, place.text).iterator(chunk_size=5000)


def written(actor: Actor, kind: str, ids: Iterable[int]) -> tuple[Written, ...]:
    """The texts of a kind that are about these numbers, as far as the actor may know their projects. One query."""
    place = KINDS[kind]
    seen = {f"{place.about}__in": list(ids), f"{place.project}__in": visible_to(actor).order_by().values("pk")}
    columns = (place.about, place.title, place.text, f"{place.project}_id", f"{place.project}__name")
    return tuple(Written(kind, *row) for row in place.rows().filter(**seen).values_list(*columns))
