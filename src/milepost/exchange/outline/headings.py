"""What the columns of a table are called, in the words people use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from milepost.exchange.typed import folded

_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": (
            *("task", "task name", "tasks", "name", "activity", "title", "summary", "what", "subject", "item", "work package"),
            *("description of work", "aufgabe", "vorgang", "vorgangsname", "bezeichnung", "tatigkeit"),
        ),
        "takes": ("duration", "length", "estimate", "takes", "most likely", "likely", "days", "hours", "weeks", "dauer", "tage"),
        "best": ("best", "best case", "optimistic", "min", "minimum"),
        "worst": ("worst", "worst case", "pessimistic", "max", "maximum"),
        "start": ("start", "start date", "starts", "begin", "begins", "from", "planned start", "anfang", "beginn"),
        "finish": ("finish", "finish date", "end", "end date", "ends", "to", "planned finish", "ende"),
        "due": ("due", "due date", "deadline", "by", "by when", "until", "termin", "frist"),
        "after": (
            *("predecessors", "predecessor", "pred", "depends on", "dependencies", "dependency", "after", "waits for", "follows"),
            *("blocked by", "vorganger"),
        ),
        "who": (
            *("who", "owner", "assignee", "assigned to", "assigned", "resource", "resources", "resource names", "responsible"),
            *("person", "people", "role", "team member", "wer", "verantwortlich", "ressourcennamen"),
        ),
        "level": ("level", "outline level", "indent", "ebene", "gliederungsebene"),
        "wbs": ("wbs", "wbs code", "outline number", "no", "nr", "number", "psp", "psp-code"),
        "id": ("id", "#", "key", "row", "task id", "issue key"),
        "phase": ("phase", "group", "section", "stage", "epic", "category", "milestone group"),
        "deliverable": ("deliverable", "result", "output"),
        "notes": ("notes", "note", "comment", "comments", "description", "remarks", "notizen"),
        "milestone": ("milestone", "is milestone", "meilenstein"),
    }
)
_MEANING = {word: column for column, words in _WORDS.items() for word in words}
_UNIT = {"days": "d", "tage": "d", "hours": "h", "weeks": "w", "minutes": "m"}
_WITH_UNIT = re.compile(r"(.*?)\s*[(\[/]?\s*(?:in\s+)?\b(days|hours|weeks|minutes|tage|d|h|w)\b\s*[)\]]?")


def columns(cells: Sequence[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Which column of a table holds what, and the unit of lengths where the heading says it: "Duration (days)".

    The first of two columns with the same meaning counts.
    """
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    for place, cell in enumerate(cells):
        word, unit = _read(cell)
        if word in _MEANING and _MEANING[word] not in places:
            places[_MEANING[word]] = place
            units[_MEANING[word]] = unit
    return places, {column: unit for column, unit in units.items() if unit}


def _read(cell: str) -> tuple[str, str]:
    word = folded(cell.lstrip("\ufeff")).rstrip(":*?")
    if word in _MEANING:
        return word, _UNIT.get(word, "")
    found = _WITH_UNIT.fullmatch(word)
    return (found[1], found[2][0].replace("t", "d")) if found else (word, "")
