"""Links between tasks: "Design", "2d after Design", "3FS+2d, 7SS", "with Design", "before Launch"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milepost.exchange.typed.lengths import MINUTES_PER_DAY, NUMBER, UNIT, length
from milepost.exchange.typed.lengths import written_length as _length
from milepost.exchange.typed.names import Names
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans.draft import LagUnit, LinkKind

LONGEST = 2_000
_LAG = rf"{NUMBER}\s*(?:e?%|e(?:{UNIT})\b|(?:{UNIT})\b(?:\s*{NUMBER}\s*(?:{UNIT})\b)*)"
_CODED = re.compile(
    rf"(?P<name>.*?)\s*(?P<kind>\b(?:FS|SS|FF|SF)|(?<=\d)(?:FS|SS|FF|SF))?\s*(?:(?P<sign>[+−-])\s*(?P<lag>{_LAG}))?", re.IGNORECASE
)
_SPOKEN = re.compile(
    rf"(?:(?P<lag>{_LAG})\s+)?(?P<word>after|before|(?:together\s+|starts?\s+)?with|(?:finish(?:es)?|ends?)\s+with)\s+"
    r"(?:the\s+(?P<edge>start|end|finish)\s+of\s+)?(?P<name>.+?)(?P<verb>\s+(?:starts|begins|ends|finishes|is\s+done))?",
    re.IGNORECASE,
)
_ROW = re.compile(r"(?:row\s+|#\s*)?(\d{1,7}(?:\.\d{1,5})*)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TypedLink:
    """A link to or from `task`, which is an id. `outgoing`: the other way round, `task` is the one that follows."""

    task: int
    kind: LinkKind = LinkKind.FS
    lag: int = 0
    unit: LagUnit = LagUnit.WORKING
    outgoing: bool = False


def links(
    text: str, *, tasks: Sequence[tuple[int, str]] | Names, per_day: int = MINUTES_PER_DAY, field: str | None = None
) -> tuple[TypedLink, ...]:
    """The links that `text` means, separated by commas or semicolons. `tasks` are ids and names in the order of their rows.

    A task is meant by the number of its row, its name, or a beginning or part of its name that no other has. Refuses what it does
    not understand with `link_not_understood`, `name_unknown`, `name_ambiguous`, `row_unknown`, `linked_twice`.
    """
    names = tasks if isinstance(tasks, Names) else Names(tasks)
    if len(text) > LONGEST:
        raise _not_understood(text, field)
    found = tuple(_link(part, names, per_day, field) for part in _parts(" ".join(text.split()), names))
    ends = [(link.task, link.outgoing) for link in found]
    if len(set(ends)) < len(ends):
        raise Refusal("linked_twice", say("The same task is named twice in “{text}”.", text=text[:60]), field=field)
    return found


def _parts(text: str, names: Names) -> Iterator[str]:
    """Split at commas and semicolons, but not inside the name of a task that holds some."""
    pieces = [piece.strip() for piece in re.split("[;,]", text)]
    place = 0
    while place < len(pieces):
        last = next((end for end in range(min(len(pieces), place + 6), place + 1, -1) if _is_one(pieces[place:end], names)), place + 1)
        if part := ", ".join(pieces[place:last]).strip():
            yield part
        place = last


def _is_one(pieces: Sequence[str], names: Names) -> bool:
    joined = ", ".join(pieces)
    spoken, coded = _SPOKEN.fullmatch(joined), _CODED.fullmatch(joined)
    return any(names.is_name(found["name"]) for found in (spoken, coded) if found)


def _link(part: str, names: Names, per_day: int, field: str | None) -> TypedLink:
    if names.is_name(part):
        return TypedLink(names.find(part))
    if spoken := _SPOKEN.fullmatch(part):
        return _said(spoken, names, per_day, field)
    coded = _CODED.fullmatch(part)
    if coded is None or not coded["name"]:
        raise _not_understood(part, field)
    kind = LinkKind((coded["kind"] or "FS").upper())
    lag, unit = _lag(coded["lag"], per_day, field)
    return TypedLink(_task(coded["name"], names, field), kind, lag if coded["sign"] == "+" else -lag, unit)


def _said(spoken: re.Match[str], names: Names, per_day: int, field: str | None) -> TypedLink:
    word = spoken["word"].lower()
    task, verb = _named(spoken, names, field)
    starts = verb.startswith(("start", "begin"))
    lag, unit = _lag(spoken["lag"], per_day, field)
    if word.endswith("with"):
        kind = LinkKind.FF if word.startswith(("finish", "end")) else LinkKind.SS
    elif word == "after":
        kind = LinkKind.SS if starts else LinkKind.FS
    else:
        kind = LinkKind.FS if starts or not verb else LinkKind.FF
    return TypedLink(task, kind, lag, unit, outgoing=word == "before")


def _named(spoken: re.Match[str], names: Names, field: str | None) -> tuple[int, str]:
    """The task, and whether its start or its end is spoken of. A name may itself end in "starts"."""
    verb = (spoken["verb"] or "").strip().lower()
    whole = f"{spoken['name']}{spoken['verb'] or ''}"
    if verb and names.is_name(whole):
        return names.find(whole), ""
    return _task(spoken["name"], names, field), verb or (spoken["edge"] or "").lower()


def _task(name: str, names: Names, field: str | None) -> int:
    row = _ROW.fullmatch(name)
    if row and not names.is_name(name):
        return names.row(row[1], field=field)
    return names.find(name, field=field)


def _lag(text: str | None, per_day: int, field: str | None) -> tuple[int, LagUnit]:
    if not text:
        return 0, LagUnit.WORKING
    plain = text.lower().strip()
    if plain.endswith("%"):
        return round(float(plain.rstrip("e% ").replace(",", "."))), LagUnit.ELAPSED_PERCENT if plain.endswith("e%") else LagUnit.PERCENT
    if elapsed := re.fullmatch(rf"({NUMBER})\s*e({UNIT})", plain):
        return length(f"{elapsed[1]}{elapsed[2]}", 1440, per_week=7 * 1440, field=field), LagUnit.ELAPSED
    return length(plain, per_day, field=field), LagUnit.WORKING


def _not_understood(part: str, field: str | None) -> Refusal:
    sentence = say("“{text}” is not a link we understand. Write it like Design, 2d after Design, with Design, 3 or 3SS+2d.", text=part[:60])
    return Refusal("link_not_understood", sentence, field=field)


def written_links(found: Sequence[TypedLink], *, rows: dict[int, int], per_day: int = MINUTES_PER_DAY) -> str:
    """The way back, by the numbers of the rows: "3, 7SS+2d, before 9". `rows` gives the row of each id."""
    return ", ".join(_written(link, rows[link.task], per_day) for link in found)


def _written(link: TypedLink, row: int, per_day: int) -> str:
    if link.outgoing:
        lag = f"{_written_lag(link, per_day)[1:]} " if link.lag else ""
        return f"{lag}before {row}{' ends' if link.kind == LinkKind.FF else ''}"
    kind = "" if link.kind == LinkKind.FS and not link.lag else link.kind.value
    return f"{row}{kind}{_written_lag(link, per_day)}"


def _written_lag(link: TypedLink, per_day: int) -> str:
    if not link.lag:
        return ""
    size, sign = abs(link.lag), "+" if link.lag > 0 else "-"
    unit = {LagUnit.PERCENT: "%", LagUnit.ELAPSED_PERCENT: "e%", LagUnit.ELAPSED: "em"}.get(link.unit)
    return f"{sign}{size}{unit}" if unit else f"{sign}{_length(size, per_day=per_day)}"
