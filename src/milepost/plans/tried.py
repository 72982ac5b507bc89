"""Edits that are tried and not said yet: what a scenario may hold, and how edits are written down until somebody adopts them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans import edits as said
from milepost.plans.draft import Constraint, LagUnit, LinkKind
from milepost.plans.edits import Edit, Ref
from milepost.plans.rules.setting import TIMES

KEY = "new-"
"""A task that a scenario adds is named by this and its number there."""


KINDS: Mapping[str, type[Any]] = {
    "add": said.Add,
    "set": said.Set,
    "move": said.Move,
    "remove": said.Remove,
    "link": said.LinkUp,
    "unlink": said.Unlink,
    "assign": said.Assign,
    "unassign": said.Unassign,
    "overtime": said.WorkOvertime,
    "end_overtime": said.EndOvertime,
}
"""What a scenario takes. What was reported, labels and custom fields are no plans: they are said where they hold."""
_NAMES = {kind: name for name, kind in KINDS.items()}
_REFS = ("task_id", "after_id", "predecessor_id", "successor_id")


def check_tried(edits: Sequence[Edit]) -> None:
    """Refuses what no scenario holds; the refusal says which edit it is about."""
    for index, edit in enumerate(edits):
        if type(edit) not in _NAMES:
            sentence = say("A scenario is about the plan. Report progress, and set labels and custom fields, in the plan itself.")
            raise Refusal("not_in_scenario", sentence, details={"index": index})


def numbered(edits: Sequence[Edit], last: int) -> tuple[list[Edit], dict[str, int]]:
    """The same edits with the tasks they add numbered on from `last`, and the number of each by its old key."""
    added = [edit.key for edit in edits if isinstance(edit, said.Add)]
    numbers = {key: last + place for place, key in enumerate(added, start=1)}
    fresh = {key: key_of(number) for key, number in numbers.items()}
    named = (renamed(edit, lambda ref: fresh.get(ref, ref) if isinstance(ref, str) else ref) for edit in edits)
    return [replace(edit, key=fresh[edit.key]) if isinstance(edit, said.Add) else edit for edit in named], numbers


def key_of(number: int) -> str:
    """What edits call the task that a scenario adds as this number."""
    return f"{KEY}{number}"


def number_of(key: str) -> int:
    """The number of a task that a scenario adds."""
    return int(key.removeprefix(KEY))


def renamed(edit: Edit, name: Callable[[Ref], Ref]) -> Edit:
    """The same edit about tasks that are named otherwise."""
    other: dict[str, Any] = {field: name(ref) for field in _REFS if (ref := getattr(edit, field, None)) is not None}
    if isinstance(edit, said.Move):
        other["task_ids"] = tuple(name(ref) for ref in edit.task_ids)
    return replace(edit, **other) if other else edit


def keys_named(edits: Sequence[Edit]) -> Iterator[tuple[int, str]]:
    """The keys that edits refer to, each with the place of its edit."""
    for index, edit in enumerate(edits):
        found: list[Ref | None] = [getattr(edit, field, None) for field in _REFS]
        found += edit.task_ids if isinstance(edit, said.Move) else ()
        yield from ((index, ref) for ref in found if isinstance(ref, str))


def check_whole(edits: Sequence[Edit]) -> None:
    """Refuses a part of a scenario that speaks of tasks which another part adds."""
    added: set[str] = set()
    named = dict[int, list[str]]()
    for index, key in keys_named(edits):
        named.setdefault(index, []).append(key)
    for index, edit in enumerate(edits):
        if isinstance(edit, said.Add):
            added.add(edit.key)
        if not added.issuperset(named.get(index, ())):
            sentence = say("One of these is about a task that another change of the scenario adds. Take both, or neither.")
            raise Refusal("part_of_scenario", sentence, field="lines", details={"index": index})


def written(edit: Edit) -> dict[str, Any]:
    """An edit in the words of JSON: its kind, and its fields as far as they differ from what they are by themselves."""
    held = {field.name: getattr(edit, field.name) for field in fields(edit) if getattr(edit, field.name) != field.default}
    return {"edit": _NAMES[type(edit)], **{name: _plain(value) for name, value in held.items()}}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return list(value) if isinstance(value, Collection) and not isinstance(value, str) else value


def read(kept: Mapping[str, Any]) -> Edit:
    """The edit that `written` wrote down."""
    held: dict[str, Any] = {name: _READERS.get(name, _same)(value) for name, value in kept.items() if name != "edit"}
    edit: Edit = KINDS[kept["edit"]](**held)
    return edit


def _same(value: Any) -> Any:
    return value


def _values(held: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in held.items()}


def _value(name: str, value: Any) -> Any:
    if name in TIMES and value is not None:
        return datetime.fromisoformat(value)
    return Constraint(value) if name == "constraint" else value


_DAYS: Mapping[str, Callable[[Any], Any]] = {"resource_ids": tuple, "first": date.fromisoformat, "last": date.fromisoformat}
_READERS: Mapping[str, Callable[[Any], Any]] = {"fields": _values, "task_ids": tuple, "kind": LinkKind, "unit": LagUnit, **_DAYS}
