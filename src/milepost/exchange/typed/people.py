"""Who works on a task, as people type it: "Mara", "Mara 50%, Jonas", "ÉT"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from milepost.exchange.typed.names import folded
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

_SHARE = re.compile(r"(?P<name>.*?)\s*[\[(]?(?P<units>\d{1,5})\s*%[\])]?")
WHOLE = 100


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """Somebody of a team by id, with `units` per cent of their time."""

    member: int
    units: int = WHOLE


def people(text: str, *, team: Sequence[tuple[int, str]], field: str | None = None) -> tuple[TypedPerson, ...]:
    """Whom `text` means, separated by commas or semicolons, each with a share of their time where one is said.

    Somebody of the `team` (ids and names) is meant by their whole name, or a beginning of it or its initials that nobody else has.
    Refused: `person_unknown`, `person_ambiguous`, `person_twice`.
    """
    parts = [part.strip() for part in re.split("[;,]", text) if part.strip()]
    found = tuple(_person(part, team, field) for part in parts)
    if len({each.member for each in found}) < len(found):
        raise Refusal("person_twice", say("Somebody is named twice in “{text}”.", text=text[:60]), field=field)
    return found


def _person(part: str, team: Sequence[tuple[int, str]], field: str | None) -> TypedPerson:
    share = _SHARE.fullmatch(part)
    name = share["name"] if share else part
    units = int(share["units"]) if share else WHOLE
    return TypedPerson(_member(folded(name), name, team, field), units)


def _member(wanted: str, name: str, team: Sequence[tuple[int, str]], field: str | None) -> int:
    for fits in (str.__eq__, str.startswith, _has_initials):
        found = [member for member, known in team if wanted and fits(folded(known), wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise Refusal(
                "person_ambiguous", say("Several of the team are called “{name}”. Write the whole name.", name=name[:60]), field=field
            )
    sentence = say("Nobody of the team is called “{name}”. Add them to the team first.", name=name[:60])
    raise Refusal("person_unknown", sentence, field=field)


def _has_initials(known: str, wanted: str) -> bool:
    return "".join(word[0] for word in known.split()) == wanted
