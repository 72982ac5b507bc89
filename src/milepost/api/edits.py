"""Changing a plan: any number of edits as one change, what they would do, and taking changes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.utils.translation import get_language
from ninja import Query

from milepost.api.entry import Call
from milepost.api.pages import Limit
from milepost.api.said import EditsAsked, Reading
from milepost.api.shapes import Asked, Id
from milepost.api.subject import Subject
from milepost.forecast import reads as forecasts
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence
from milepost.plans import edits, reads, writes

editing = Subject("Edits")


Since = Annotated[int | None, Query(None, ge=0, le=2**53, description="Only what came after this revision of the plan.")]


@dataclass(frozen=True, slots=True)
class PlanChange:
    """Who did what to which tasks, and whether you may undo it, or do it again."""

    id: int
    revision: int
    by: str
    mine: bool
    at: datetime
    verb: str
    sentence: Sentence
    task_ids: tuple[int, ...]
    undone: bool
    may_undo: bool
    may_redo: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes of a plan, newest first."""

    changes: tuple[PlanChange, ...]


class ChangeAsked(Asked):
    """Which change; without one, the newest of yours."""

    change_id: Id | None = None


@editing.post("/projects/{project_id}/edits", gives=edits.Edited, status=200)
def edit_plan(call: Call, project_id: Id, asked: EditsAsked) -> edits.Edited:
    """Does all of it or nothing; `details.index` says which edit a refusal is about. One change, one line of the history, one undo."""
    said, places = meant(call, project_id, asked)
    with placed(places):
        return writes.edit_plan(call.actor, project_id, edits=said, now=call.now)


@editing.post("/projects/{project_id}/preview", gives=forecasts.Preview, status=200)
def preview(call: Call, project_id: Id, asked: EditsAsked) -> forecasts.Preview:
    """What these edits would do to the dates and the promises. Nothing is kept."""
    said, places = meant(call, project_id, asked)
    with placed(places):
        return forecasts.preview(call.actor, project_id, said, now=call.now)


@editing.get("/projects/{project_id}/changes", gives=Changes)
def changes(call: Call, project_id: Id, since_revision: Since, limit: Limit) -> Changes:
    """What was done to the plan, newest first, and, with `since_revision`, only after that revision."""
    lines = reads.changes(call.actor, project_id, since_revision=since_revision, limit=limit)
    return Changes(tuple(PlanChange(**{name: getattr(line, name) for name in PlanChange.__slots__}) for line in lines))


@editing.post("/projects/{project_id}/undo", gives=edits.Edited, status=200)
def undo(call: Call, project_id: Id, asked: ChangeAsked) -> edits.Edited:
    """Takes a change back, as a whole, while everything it changed stands as it left it."""
    return writes.undo(call.actor, project_id, change_id=asked.change_id, now=call.now)


@editing.post("/projects/{project_id}/redo", gives=edits.Edited, status=200)
def redo(call: Call, project_id: Id, asked: ChangeAsked) -> edits.Edited:
    """Does again what was taken back."""
    return writes.redo(call.actor, project_id, change_id=asked.change_id, now=call.now)


def meant(call: Call, project_id: int, asked: EditsAsked, *, onto: Sequence[edits.Edit] = ()) -> tuple[list[edits.Edit], list[int]]:
    """The edits, and for each the place in `asked` that it came from. `onto` are those of the scenario in which they are said."""
    return Reading(call.actor, project_id, now=call.now, language=get_language() or "en", onto=onto).meant(asked.edits)


@contextmanager
def placed(places: Sequence[int]) -> Iterator[None]:
    """A refusal speaks of the edits as they were sent: one that was typed may have become several."""
    try:
        yield
    except Refusal as refusal:
        index = refusal.details.get("index")
        if isinstance(index, int):
            refusal.details["index"] = places[index]
        raise
