"""The same form sent twice does its work once: a double click, a reload, a nervous network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import uuid4

from milepost.audit import writes as audit
from milepost.audit.writes import Answer
from milepost.web.visit import Visit

FIELD = "once"


def fresh() -> str:
    """A mark for a form that is shown now."""
    return uuid4().hex


def once(visit: Visit, write: Callable[[], str]) -> str:
    """What `write` gives back, done once for this form with these contents. A form without a mark is done as often as it is sent."""
    mark = visit.POST.get(FIELD, "")[:64]
    if not mark or visit.actor is None:
        return write()
    asked = _digest(visit)
    kept = audit.answer_once(visit.actor, f"{mark}-{asked[:24]}", request=asked, now=visit.now, make=lambda: Answer(302, write()))
    return kept.body


def _digest(visit: Visit) -> str:
    """Of the address and of everything typed, files by name and size; without the token against forgery, which may change."""
    typed = sorted((name, value) for name, values in visit.POST.lists() if name != "csrfmiddlewaretoken" for value in values)
    files = sorted((name, str(file.name), file.size) for name in visit.FILES for file in visit.FILES.getlist(name))
    return hashlib.sha256(repr((visit.path, typed, files)).encode("utf-8", "surrogatepass")).hexdigest()
