"""The templates that come with Milepost: readable TOML files, read as sketches.

Each names what must be better afterwards, what is handed over and when it is accepted, and the tasks of each phase with three
lengths (likely, best, worst), the role that does them, and what they wait for, with the reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from milepost.exchange import typed
from milepost.kernel.refusal import NotFound
from milepost.plans.sketch import After, Sketch, SketchDeliverable, SketchObjective, SketchTask


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A template that comes with Milepost. `key` names it for ever."""

    key: str
    name: str
    sentence: str
    sketch: Sketch


@cache
def built_in() -> tuple[BuiltIn, ...]:
    """All of them, by name."""
    folder = resources.files("milepost.plans") / "templates"
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    return tuple(sorted((_read(file.name.removesuffix(".toml"), file.read_text("utf-8")) for file in files), key=lambda one: one.name))


def template(key: str) -> BuiltIn:
    """The one that `key` names; `NotFound` without it."""
    found = next((one for one in built_in() if one.key == key), None)
    if found is None:
        raise NotFound()
    return found


def _read(key: str, text: str) -> BuiltIn:
    written = tomllib.loads(text)
    entries = list(_entries(written["phases"]))
    names = typed.Names([(place, entry["name"]) for place, (_, entry) in enumerate(entries)])
    sketch = Sketch(
        tasks=tuple(_task(level, entry, names) for level, entry in entries),
        objectives=tuple(SketchObjective(each["name"], each["metric"], each["from"], each["to"]) for each in written["objectives"]),
        deliverables=tuple(
            SketchDeliverable(each["name"], tuple(each["criteria"]), each["serves"], typed.length(each["review"]))
            for each in written["deliverables"]
        ),
        by_role=True,
    )
    return BuiltIn(key, written["name"], written["sentence"], sketch)


def _entries(phases: list[Mapping[str, Any]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for phase in phases:
        yield 1, phase
        yield from ((2, task) for task in phase["tasks"])


def _task(level: int, entry: Mapping[str, Any], names: typed.Names) -> SketchTask:
    if level == 1:
        return SketchTask(entry["name"])
    takes = [typed.length(part) for part in entry["takes"]]
    likely, best, worst = takes if len(takes) == 3 else (takes[0], None, None)
    return SketchTask(
        name=entry["name"],
        level=level,
        takes_minutes=likely,
        best_minutes=best,
        worst_minutes=worst,
        who=tuple(entry.get("who", ())),
        after=tuple(_after(link, because, names) for link, because in entry.get("after", {}).items()),
        deliverable=entry.get("makes", ""),
    )


def _after(link: str, because: str, names: typed.Names) -> After:
    found = typed.links(link, tasks=names)[0]
    return After(found.task, found.kind, found.lag, found.unit, because)
