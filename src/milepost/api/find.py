"""Finding anything that the caller may see."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext
from ninja import Query

from milepost.api.entry import Call
from milepost.api.shapes import Text
from milepost.api.subject import Subject
from milepost.search import reads

find = Subject("Find")

Question = Annotated[Text, Query("", description="Words, or beginnings of words, without regard to accents or upper case.")]


@find.get("/find", gives=tuple[reads.Found, ...])
def found(call: Call, q: Question) -> tuple[reads.Found, ...]:
    """Projects, tasks, outcomes, comments, people, promises and terms that answer a question, the best first; at most 24."""
    return reads.found(call.actor, q, translate=gettext)
