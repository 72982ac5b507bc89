"""The rows of plans read before, so that after an edit of one task only what it touched is read again.

Every write that changes a task raises its version, so a task of the same id and version is the same. Links and assignments have no
version: which of them changed is told by what the plan's changes note, and where a change noted nothing, all of them are read again.
That holds within one past: with the rows we remember a line of the ledger, and where that line no longer stands, we remember nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any, TypeVar

from milepost.audit import reads as audit
from milepost.plans import models
from milepost.plans.draft import Task

Value = TypeVar("Value")
TABLES = 24
"""Three of each plan."""
AT_ONCE = 500
"""Beyond so many changed rows the whole table is read in one go."""
CHANGES = 100
"""Beyond so many changes, too."""

Known = Mapping[int, Any]

_plans: OrderedDict[tuple[int, str], tuple[audit.Line, Known, tuple[Any, ...]]] = OrderedDict()
"""Of each plan and table the newest line of the ledger when it was read, its rows by id, and their values in order."""
_lock = Lock()


def tasks(
    project_id: int, line: audit.Line | None, read: Callable[[int, Sequence[int] | None], Mapping[int, Task]]
) -> tuple[dict[int, int], tuple[Task, ...]]:
    """The uid of each id and the tasks in order, as they stand at `line`, the ledger's newest, or later.

    `read` fetches tasks of a plan by id: those asked for, or all (None). KeyError where a task came or went while we read.
    """
    then, known, values = _known(project_id, "task")
    if then != line and then is not None and not audit.stands(then):
        known = {}
    in_order = models.Task.objects.filter(project_id=project_id, removed_at=None).order_by("position")
    heads = list(in_order.values_list("pk", "uid", "version"))
    changed = [pk for pk, _, version in heads if pk not in known or known[pk][0] != version]
    fresh = read(project_id, changed if len(changed) <= AT_ONCE else None) if changed else {}
    now = {pk: (version, fresh[pk] if pk in fresh else known[pk][1]) for pk, _, version in heads}
    if changed or list(now) != list(known):
        values = tuple(task for _, task in now.values())
    _remember(project_id, "task", line, now, values)
    return {pk: uid for pk, uid, _ in heads}, values


def rows(
    project_id: int, line: audit.Line | None, table: str, read: Callable[[Sequence[int] | None], Mapping[int, Value]]
) -> tuple[Value, ...]:
    """The links or the assignments of a plan in the order of their ids. `read` fetches them by id: those asked for, or all (None)."""
    then, known, values = _known(project_id, table)
    touched = _touched(project_id, table, then, line)
    if touched is None or len(touched) > AT_ONCE:
        known = read(None)
        values = tuple(known.values())
    elif touched:
        kept = {pk: value for pk, value in known.items() if pk not in touched}
        known = dict(sorted((kept | dict(read(sorted(touched)))).items()))
        values = tuple(known.values())
    _remember(project_id, table, line, known, values)
    return values


def _touched(project_id: int, table: str, then: audit.Line | None, now: audit.Line | None) -> set[int] | None:
    """Ids of the rows that were changed since a line; None where that is not known: what can be taken back notes every row."""
    if then == now or then is None or not audit.stands(then):
        return set() if then is not None and then == now else None
    said = audit.numbers_since(project_id, then, at_most=CHANGES)
    noted = models.Change.objects.filter(project_id=project_id, number__in=said).exclude(needs="")
    changes = dict(noted.values_list("number", "pk"))
    if len(said) == CHANGES or len(changes) < len(said):
        return None
    return set(models.ChangedRow.objects.filter(change_id__in=changes.values(), table=table).values_list("row", flat=True))


def _known(project_id: int, table: str) -> tuple[audit.Line | None, Known, tuple[Any, ...]]:
    with _lock:
        return _plans.get((project_id, table), (None, {}, ()))


def _remember(project_id: int, table: str, line: audit.Line | None, now: Known, values: tuple[Any, ...]) -> None:
    if line is None:
        return
    with _lock:
        _plans[project_id, table] = (line, now, values)
        _plans.move_to_end((project_id, table))
        while len(_plans) > TABLES:
            _plans.popitem(last=False)
