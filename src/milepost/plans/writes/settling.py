"""What must hold of a plan after something of it was put back: every task in its place, nothing that refers to what is gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import ForeignKey, Model, Q

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.plans import models, rules
from milepost.plans.writes.changes import Rows

STRUCTURE = frozenset(("position", "level", "removed_at"))
SAID = 50


@dataclass(slots=True)
class Touched:
    """The rows that were put back, and the change that they belong to."""

    rows: Rows
    change: models.Change
    tables: Mapping[str, type[Model]]
    outline: list[tuple[int, int]]
    """How the plan stood before."""
    tasks: dict[int, Any] = field(default_factory=dict)
    wanted: defaultdict[Any, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Ids of what the rows refer to, by table."""

    def names(self) -> list[str]:
        return [row.name for row in list(self.tasks.values())[:SAID]]

    def refusal(self, table: str, ids: Sequence[int]) -> Refusal:
        """Who changed one of these rows since, and what it is."""
        later = models.ChangedRow.objects.filter(table=table, row__in=ids, change_id__gt=self.change.pk, change__project=self.rows.project)
        newest = later.filter(change__undone_by=None, change__undoes=None).select_related("change__by").order_by("-pk").first()
        newest = newest or later.select_related("change__by").order_by("-pk").first()
        thing = _name_of(table, newest.row if newest else ids[0])
        if newest is None:
            sentence = say("“{thing}” was changed since, so this cannot be undone as it was.", thing=thing)
            return Refusal("changed_since", sentence, details={"thing": thing})
        by = newest.change.by.name
        return Refusal(
            "changed_since",
            say("{by} changed “{thing}” since. Undo that first, or change it by hand.", by=by, thing=thing),
            details={"by": by, "at": newest.change.at, "change_id": newest.change_id, "verb": newest.change.verb, "thing": thing},
        )


def _name_of(table: str, row: int) -> str:
    """What a row is about, by the task it is or belongs to."""
    wanted: Any = models.Task.objects.all()
    if table == "link":
        wanted = wanted.filter(pk__in=models.Link.objects.filter(pk=row).values("successor_id"))
    elif table == "assignment":
        wanted = wanted.filter(pk__in=models.Assignment.objects.filter(pk=row).values("task_id"))
    elif table in ("deliverable", "objective", "project"):
        named: dict[str, Any] = {"deliverable": models.Deliverable, "objective": models.Objective, "project": models.Project}
        wanted = named[table].objects.filter(pk=row)
    else:
        wanted = wanted.filter(pk=row)
    return str(wanted.values_list("name", flat=True).first() or table)


def outline_of(rows: Rows) -> list[tuple[int, int]]:
    """Id and level of every task of the plan, in order."""
    tasks = models.Task.objects.filter(project=rows.project, removed_at=None).order_by("position", "pk")
    return list(tasks.values_list("pk", "level"))


def settle(touched: Touched) -> None:
    """Keeps the plan whole after rows of a change were put back, or refuses that where somebody built on what it changed."""
    changed = touched.rows.changed
    moved = any(row.table == "task" and not STRUCTURE.isdisjoint((row.after or {}).keys()) for row in changed)
    _check_references(touched)
    if moved:
        _settle_outline(touched)
        _check_ends(touched)
    for table, ends in (("link", ("predecessor_id", "successor_id")), ("assignment", ("task_id", "resource_id"))):
        _check_single(touched, table, ends)
    if moved or any(row.table == "link" and row.after for row in changed):
        _check_order(touched)
    if any(row.table == "calendar" or "calendar" in (row.after or ()) for row in changed):
        _check_calendars(touched)


def _check_references(touched: Touched) -> None:
    """What rows refer to is there, and tasks are still in the plan."""
    for row in touched.rows.changed:
        for column in touched.tables[row.table]._meta.concrete_fields:
            if isinstance(column, ForeignKey) and (row.after or {}).get(column.attname) is not None:
                touched.wanted[column.related_model].add((row.after or {})[column.attname])
    for model, ids in touched.wanted.items():
        query = model._default_manager.filter(pk__in=ids)
        there = query.filter(removed_at=None) if model is models.Task else query
        missing = ids - set(there.values_list("pk", flat=True))
        if missing:
            raise touched.refusal(str(model._meta.model_name), sorted(missing))


def _settle_outline(touched: Touched) -> None:
    outline = outline_of(touched.rows)
    was, now = _parents(touched.outline), _parents(outline)
    jumping = [pk for (_, before), (pk, level) in zip([(0, 0), *outline], outline, strict=False) if level > before + 1]
    _refuse_built_upon(touched, [*jumping, *(pk for pk in now if pk in was and now[pk] != was[pk])])
    _sum_anew(touched, outline)


def _parents(outline: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The task that each task is below; 0 at the top."""
    found: dict[int, int] = {}
    enclosing: list[tuple[int, int]] = []
    for pk, level in outline:
        while enclosing and enclosing[-1][1] >= level:
            enclosing.pop()
        found[pk] = enclosing[-1][0] if enclosing else 0
        enclosing.append((pk, level))
    return found


def _refuse_built_upon(touched: Touched, ids: Iterable[int]) -> None:
    """Refuses where somebody put one of these tasks in its place since the change."""
    strangers = [pk for pk in ids if pk not in touched.tasks]
    later = models.ChangedRow.objects.filter(table="task", row__in=strangers, change_id__gt=touched.change.pk)
    counting = later.filter(change__undone_by=None, change__undoes=None)
    placed = [row.row for row in counting if not STRUCTURE.isdisjoint({**(row.before or {}), **(row.after or {})})]
    if placed:
        raise touched.refusal("task", placed)


def _sum_anew(touched: Touched, outline: Sequence[tuple[int, int]]) -> None:
    """Tasks sum up others where tasks are below them, as far as that is different now or was put back."""
    had, have = _with_below(touched.outline), _with_below(outline)
    asked = (had ^ have) | touched.tasks.keys()
    for row in models.Task.objects.filter(project=touched.rows.project, removed_at=None, pk__in=asked):
        summary = row.pk in have
        if row.summary != summary:
            milestone = not summary and row.duration_minutes == 0
            touched.rows.change(row, {"summary": summary, "milestone": milestone, "version": row.version + 1})
            touched.tasks[row.pk] = row


def _with_below(outline: Sequence[tuple[int, int]]) -> set[int]:
    following = [*(level for _, level in outline[1:]), 0]
    return {pk for (pk, level), after in zip(outline, following, strict=False) if after > level}


def _check_ends(touched: Touched) -> None:
    """Nothing leads to tasks that left the plan."""
    gone = [pk for pk, row in touched.tasks.items() if row.removed_at is not None]
    links = models.Link.objects.filter(Q(predecessor__in=gone) | Q(successor__in=gone))
    for table, rows in (("link", links), ("assignment", models.Assignment.objects.filter(task__in=gone))):
        left = list(rows.values_list("pk", flat=True)[:SAID])
        if left:
            raise touched.refusal(table, left)


def _check_single(touched: Touched, table: str, ends: tuple[str, str]) -> None:
    """Two tasks are linked once, and nobody is on a task twice."""
    back = [row for row in touched.rows.changed if row.table == table and row.after and not row.before]
    mine = {tuple((row.after or {})[end] for end in ends): row.row for row in back}
    if not mine:
        return
    model = touched.tables[table]
    others = model._default_manager.filter(**{f"{ends[0]}__in": [first for first, _ in mine]}).values_list("pk", *ends)
    twice = [pk for pk, *pair in others if tuple(pair) in mine and mine[tuple(pair)] != pk]
    if twice:
        raise touched.refusal(table, twice)


def _check_calendars(touched: Touched) -> None:
    """Everything works by a calendar that is there."""
    project = touched.rows.project
    there = models.Calendar.objects.filter(project=project).values("uid")
    for table, rows in (
        ("project", models.Project.objects.filter(pk=project.pk)),
        ("task", models.Task.objects.filter(project=project, removed_at=None)),
        ("resource", models.Resource.objects.filter(project=project)),
    ):
        lost = list(rows.filter(calendar__isnull=False).exclude(calendar__in=there).values_list("pk", flat=True)[:SAID])
        if lost:
            raise touched.refusal(table, lost)


def _check_order(touched: Touched) -> None:
    """Refuses what would close a circle with links that came since."""
    project = touched.rows.project
    links = list(models.Link.objects.filter(project=project).values_list("predecessor_id", "successor_id"))
    if rules.has_circle(rules.points(outline_of(touched.rows), links)):
        later = models.ChangedRow.objects.filter(table="link", change_id__gt=touched.change.pk, change__project=project, before=None)
        raise touched.refusal("link", list(later.values_list("row", flat=True)) or [0])
