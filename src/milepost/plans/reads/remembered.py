"""The tasks of plans read before, so that after an edit of one task only that one is read again.

Every write that changes a task raises its version, so a task of the same id and version is the same. That holds within one
past: with the tasks we remember a line of the ledger, and where that line no longer stands, we remember nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from milepost.audit import reads as audit
from milepost.plans import models
from milepost.plans.draft import Task

PLANS = 8
AT_ONCE = 500
"""Beyond so many changed tasks the whole plan is read in one go."""

Known = Mapping[int, tuple[int, Task]]
"""Version and value of each task, by id."""

_plans: OrderedDict[int, tuple[audit.Line, Known]] = OrderedDict()
_lock = Lock()


def tasks(project_id: int, read: Callable[[int, Sequence[int] | None], Mapping[int, Task]]) -> tuple[dict[int, int], tuple[Task, ...]]:
    """The uid of each id and the tasks in order. `read` fetches tasks of a plan by id: those asked for, or all (None).

    KeyError where a task came or went while we read.
    """
    line = audit.newest_line(project_id)
    known = _known(project_id, line)
    in_order = models.Task.objects.filter(project_id=project_id, removed_at=None).order_by("position")
    heads = list(in_order.values_list("pk", "uid", "version"))
    changed = [pk for pk, _, version in heads if pk not in known or known[pk][0] != version]
    fresh = read(project_id, changed if len(changed) <= AT_ONCE else None) if changed else {}
    now = {pk: (version, fresh[pk] if pk in fresh else known[pk][1]) for pk, _, version in heads}
    _remember(project_id, line, now)
    return {pk: uid for pk, uid, _ in heads}, tuple(task for _, task in now.values())


def _known(project_id: int, newest: audit.Line | None) -> Known:
    with _lock:
        line, known = _plans.get(project_id, (None, {}))
    return known if line is not None and (line == newest or audit.stands(line)) else {}


def _remember(project_id: int, line: audit.Line | None, now: Known) -> None:
    if line is None:
        return
    with _lock:
        _plans[project_id] = (line, now)
        _plans.move_to_end(project_id)
        while len(_plans) > PLANS:
            _plans.popitem(last=False)
