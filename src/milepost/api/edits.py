"""Changing a plan: any number of edits as one change, what they would do, and taking changes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils.translation import get_language

from milepost.api.entry import Call
from milepost.api.said import EditsAsked, Reading
from milepost.api.shapes import Asked, Id
from milepost.api.subject import Subject
from milepost.forecast import reads as forecasts
from milepost.kernel.refusal import Refusal
from milepost.plans import edits, writes

editing = Subject("Edits")


class ChangeAsked(Asked):
    """Which change; without one, the newest of yours."""

    change_id: Id | None = None


@editing.post("/projects/{project_id}/edits", gives=edits.Edited, status=200)
def edit_plan(call: Call, project_id: Id, asked: EditsAsked) -> edits.Edited:
    """Does all of it or nothing; `details.index` says which edit a refusal is about. One change, one line of the history, one undo."""
    meant, places = _meant(call, project_id, asked)
    with _placed(places):
        return writes.edit_plan(call.actor, project_id, edits=meant, now=call.now)


@editing.post("/projects/{project_id}/preview", gives=forecasts.Preview, status=200)
def preview(call: Call, project_id: Id, asked: EditsAsked) -> forecasts.Preview:
    """What these edits would do to the dates and the promises. Nothing is kept."""
    meant, places = _meant(call, project_id, asked)
    with _placed(places):
        return forecasts.preview(call.actor, project_id, meant, now=call.now)


@editing.post("/projects/{project_id}/undo", gives=edits.Edited, status=200)
def undo(call: Call, project_id: Id, asked: ChangeAsked) -> edits.Edited:
    """Takes a change back, as a whole, while everything it changed stands as it left it."""
    return writes.undo(call.actor, project_id, change_id=asked.change_id, now=call.now)


@editing.post("/projects/{project_id}/redo", gives=edits.Edited, status=200)
def redo(call: Call, project_id: Id, asked: ChangeAsked) -> edits.Edited:
    """Does again what was taken back."""
    return writes.redo(call.actor, project_id, change_id=asked.change_id, now=call.now)


def _meant(call: Call, project_id: int, asked: EditsAsked) -> tuple[list[edits.Edit], list[int]]:
    return Reading(call.actor, project_id, now=call.now, language=get_language() or "en").meant(asked.edits)


@contextmanager
def _placed(places: Sequence[int]) -> Iterator[None]:
    """A refusal speaks of the edits as they were sent: one that was typed may have become several."""
    try:
        yield
    except Refusal as refusal:
        index = refusal.details.get("index")
        if isinstance(index, int):
            refusal.details["index"] = places[index]
        raise
