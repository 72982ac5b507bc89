"""Plan files on their way into projects, for the page that shows how far they came and for the job that reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from milepost.accounts import reads as accounts
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import packed, unpacked
from milepost.plans import draft as values
from milepost.plans import models
from milepost.plans.reads.values import Change, Difference, Import, Loss, ProgressKept, Refused, TaskName, WaitingFile


def imports(actor: Actor) -> tuple[Import, ...]:
    """The latest fifty files of the workspace, newest first."""
    accounts.require(actor, "plans.import_plan")
    rows = models.Import.objects.filter(workspace_id=actor.workspace_id).select_related("by").order_by("-pk")
    return tuple(map(_value, rows[:50]))


def import_(actor: Actor, import_id: int) -> Import:
    """One file on its way; `NotFound` if it is not of the actor's workspace."""
    accounts.require(actor, "plans.import_plan")
    row = models.Import.objects.filter(workspace_id=actor.workspace_id, pk=import_id).select_related("by").first()
    if row is None:
        raise NotFound()
    return _value(row)


def import_for_job(import_id: int) -> Import | None:
    """The same for the job that reads the file, which acts for the person who brought it."""
    row = models.Import.objects.filter(pk=import_id).select_related("by").first()
    return None if row is None else _value(row)


def waiting_imports() -> tuple[WaitingFile, ...]:
    """The files that wait for being read, oldest first."""
    waiting = models.Import.objects.filter(state="waiting").order_by("changed_at", "pk")
    return tuple(WaitingFile(*row) for row in waiting.values_list("pk", "changed_at"))


def losses(actor: Actor, project_id: int) -> tuple[Loss, ...]:
    """What the file last taken over into the project held and Milepost did not keep."""
    accounts.require(actor, "plans.import_plan")
    rows = models.Import.objects.filter(workspace_id=actor.workspace_id, project_id=project_id, state="taken_over").order_by("-pk")
    return _losses(rows.values_list("losses", flat=True).first() or [])


def _value(row: models.Import) -> Import:
    return Import(
        id=row.pk,
        workspace_id=row.workspace_id,
        project_id=row.project_id,
        update=row.update,
        file_name=row.file_name,
        kept_as=row.kept_as,
        size=row.size,
        state=row.state,
        percent=row.percent,
        losses=_losses(row.losses),
        refused=None if row.refusal is None else _refused(row.refusal),
        difference=None if row.difference is None else _difference(row.difference),
        by_id=row.by_id,
        by=row.by.name,
        at=row.at,
        accepted_by_id=row.accepted_by_id,
        sha256=row.sha256,
    )


def packed_losses(losses: tuple[values.Loss, ...]) -> list[dict[str, Any]]:
    """Losses as JSON for a table."""
    return [{"code": loss.code, "sentence": packed(loss.sentence), "count": loss.count, "example": loss.example} for loss in losses]


def _losses(kept: list[dict[str, Any]]) -> tuple[Loss, ...]:
    return tuple(Loss(one["code"], unpacked(one["sentence"]), one["count"], one["example"]) for one in kept)


def packed_refusal(refusal: Refusal) -> dict[str, Any]:
    """A refusal as JSON for a table."""
    return {
        "code": refusal.code,
        "sentence": packed(refusal.sentence),
        "details": {key: str(value) for key, value in refusal.details.items()},
    }


def _refused(kept: Mapping[str, Any]) -> Refused:
    return Refused(kept["code"], unpacked(kept["sentence"]), kept["details"])


def _difference(kept: Mapping[str, Any]) -> Difference:
    lists: dict[str, Any] = {"added": TaskName, "removed": TaskName, "changed": Change, "progress": ProgressKept, "project": Change}
    values = {name: tuple(made(**line) for line in kept[name]) for name, made in lists.items()}
    return Difference(**{**kept, **values})
