"""Taking changes back, and doing them again: each person their own, one after the other, across all their windows.

A change is taken back only as a whole, and only while everything it changed stands as it left it. Where somebody changed the
same thing since, it is refused, and the refusal says who did what. Reports of progress are kept for ever: they are taken back by
a report of how it was before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import DateField, DateTimeField, Model

from milepost.accounts import reads as accounts
from milepost.accounts import rules as permissions
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import models
from milepost.plans.edits import Edited
from milepost.plans.writes import settling
from milepost.plans.writes.changes import AT_ONCE, Rows, changing, rows_by_id, values_of
from milepost.plans.writes.keeping import SHOWN, append_reports

TABLES: Mapping[str, type[Model]] = {
    str(table._meta.model_name): table for table in vars(models).values() if isinstance(table, type) and issubclass(table, Model)
}
FOLLOWING = frozenset(("version", "summary", "milestone"))
"""Columns that follow from others: that they are different is no change by somebody else."""
PROGRESS = frozenset(("percent", "remaining_minutes", "actual_start", "actual_finish"))
BARRIERS = ("reimported_plan",)


def undo(actor: Actor, project_id: int, *, change_id: int | None = None, now: datetime) -> Edited:
    """Takes back the actor's newest change of a plan that is not taken back yet, or the one that is named.

    Whoever may change tasks may name a change of somebody else. Refused: `nothing_to_undo`, `not_undoable`, `changed_since`.
    """
    accounts.require(actor, "plans.undo")
    with changing(actor, project_id, now=now) as rows:
        change = _to_undo(actor, rows.project, change_id)
        _check_may(actor, change)
        _check_barrier(change)
        touched = _turn(rows, change, back=True)
        return _keep(rows, "undid", change, change, touched)


def redo(actor: Actor, project_id: int, *, change_id: int | None = None, now: datetime) -> Edited:
    """Does again what the actor took back last, if they changed nothing since, or the change that is named. Refused as `undo` is."""
    accounts.require(actor, "plans.undo")
    with changing(actor, project_id, now=now) as rows:
        change = _to_redo(actor, rows.project, change_id)
        _check_may(actor, change)
        _check_barrier(change)
        touched = _turn(rows, change, back=False)
        return _keep(rows, "redid", change, change.undone_by or change, touched)


def _to_undo(actor: Actor, project: models.Project, change_id: int | None) -> models.Change:
    changes = models.Change.objects.filter(project=project, undoes=None).order_by("-pk")
    if change_id is not None:
        return _named(changes, change_id, undone=False)
    newest = changes.filter(by_id=actor.user_id, undone_by=None).exclude(needs="").first()
    if newest is None:
        raise Refusal("nothing_to_undo", say("You have changed nothing here that could be undone."))
    return newest


def _to_redo(actor: Actor, project: models.Project, change_id: int | None) -> models.Change:
    changes = models.Change.objects.filter(project=project).order_by("-pk")
    originals = changes.filter(undoes=None).select_related("undone_by")
    if change_id is not None:
        return _named(originals, change_id, undone=True)
    mine = changes.filter(by_id=actor.user_id)
    last = mine.filter(undoes=None).exclude(needs="").values_list("pk", flat=True).first() or 0
    taken_back = mine.filter(verb="undid", undone_by=None, pk__gt=last).values_list("undoes_id", flat=True).first()
    if taken_back is None:
        raise Refusal("nothing_to_redo", say("There is nothing that you undid and could do again."))
    return originals.get(pk=taken_back)


def _named(changes: Any, change_id: int, *, undone: bool) -> models.Change:
    change: models.Change | None = changes.filter(pk=change_id).first()
    if change is None:
        raise NotFound()
    if not change.needs:
        raise Refusal("not_undoable", say("This cannot be undone: it was told to others, or came from a file."))
    if (change.undone_by_id is not None) != undone:
        raise Refusal("not_undoable", say("This was undone already.") if not undone else say("This is not undone."))
    return change


def _check_may(actor: Actor, change: models.Change) -> None:
    accounts.require(actor, change.needs)
    if change.by_id != actor.user_id and not permissions.may(actor.role, "plans.change_task"):
        raise NotAllowed(say("This is somebody else's change. Ask them, or a manager."))


def _check_barrier(change: models.Change) -> None:
    since = models.Change.objects.filter(project_id=change.project_id, pk__gt=change.pk, verb__in=BARRIERS)
    newer = since.select_related("by").order_by("pk").first()
    if newer is not None:
        raise _changed_since(newer, "", say("{by} took over a newer file since, so this cannot be undone.", by=newer.by.name))


def _changed_since(change: models.Change | None, thing: str, sentence: Any) -> Refusal:
    details = {} if change is None else {"by": change.by.name, "at": change.at, "change_id": change.pk, "verb": change.verb, "thing": thing}
    return Refusal("changed_since", sentence, details=details)


def _turn(rows: Rows, change: models.Change, *, back: bool) -> settling.Touched:
    """Puts every row of a change back as it was before it, or as it was after it; refused where one is not as the change left it."""
    kept = list(models.ChangedRow.objects.filter(change=change).order_by("-pk" if back else "pk"))
    touched = settling.Touched(rows, change, TABLES, settling.outline_of(rows) if any(row.table == "task" for row in kept) else [])
    try:
        with transaction.atomic():
            for (table, _), group in groupby((_Turned.of(row, back=back) for row in kept), key=lambda each: (each.table, each.kind)):
                _turn_rows(rows, TABLES[table], list(group), touched)
    except IntegrityError as error:
        raise touched.refusal(kept[0].table, [row.row for row in kept]) from error
    settling.settle(touched)
    return touched


@dataclass(frozen=True, slots=True)
class _Turned:
    """A row that is to be put back: what it should be now, and what it is to become. None: it should not be there."""

    table: str
    row: int
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None

    @classmethod
    def of(cls, kept: models.ChangedRow, *, back: bool) -> _Turned:
        sides = (kept.after, kept.before) if back else (kept.before, kept.after)
        return cls(kept.table, kept.row, *sides)

    @property
    def kind(self) -> str:
        return "come" if self.old is None else "go" if self.new is None else "change"


def _turn_rows(rows: Rows, table: type[Model], group: Sequence[_Turned], touched: settling.Touched) -> None:
    """Rows of one table that all come, all go or all change. Tasks never leave their table: they leave the plan, or are back in it."""
    there = rows_by_id(table._default_manager.all(), [each.row for each in group])
    if table is models.Task:
        touched.tasks |= there
    for each in group:
        if not _stands(table, there.get(each.row), each.old):
            raise touched.refusal(each.table, [each.row])
    if table is models.Task or group[0].kind == "change":
        _update(rows, table, [(there[each.row], _columns(table, each, rows.now)) for each in group])
    elif group[0].kind == "come":
        _insert(rows, table, [each.new for each in group if each.new is not None])
    else:
        rows.delete(table._default_manager.filter(pk__in=list(there)))


def _stands(table: type[Model], row: Model | None, old: Mapping[str, Any] | None) -> bool:
    """Whether a row is as the change left it, but for columns that only follow from others."""
    if row is None:
        return old is None
    if old is None:
        return table is models.Task and getattr(row, "removed_at", None) is not None
    return all(getattr(row, name) == _value(table, name, value) for name, value in old.items() if name not in FOLLOWING)


def _columns(table: type[Model], turned: _Turned, now: datetime) -> dict[str, Any]:
    if turned.new is None:
        return {"removed_at": now}
    return {name: _value(table, name, value) for name, value in turned.new.items() if name not in ("id", "version")}


def _value(table: type[Model], name: str, kept: Any) -> Any:
    """A value as the table holds it, from JSON."""
    field = table._meta.get_field(name)
    if not isinstance(kept, str):
        return kept
    if isinstance(field, DateTimeField | models.WallTimeField):
        return datetime.fromisoformat(kept)
    return datetime.fromisoformat(kept).date() if isinstance(field, DateField) else kept


def _insert(rows: Rows, table: type[Model], new: Sequence[Mapping[str, Any]]) -> None:
    made = [table(**{name: _value(table, name, value) for name, value in each.items()}) for each in new]
    table._default_manager.bulk_create(made, batch_size=AT_ONCE)
    for row in made:
        rows.note(row, None, values_of(row))


def _update(rows: Rows, table: type[Model], wanted: Sequence[tuple[Model, dict[str, Any]]]) -> None:
    names: set[str] = set()
    for row, values in wanted:
        if hasattr(row, "version") and (table is not models.Task or not SHOWN.isdisjoint(values)):
            values["version"] = row.version + 1
        before = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        rows.note(row, before, values)
        names |= values.keys()
    if names:
        fields = [table._meta.get_field(name).name for name in sorted(names)]
        whole = [row for row, _ in wanted]
        table._default_manager.bulk_create(whole, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=AT_ONCE)


def _keep(rows: Rows, verb: str, change: models.Change, undoes: models.Change, touched: settling.Touched) -> Edited:
    _report_again(rows, change, touched)
    after = {"change": change.pk, "verb": change.verb, "at": change.at, "by_id": change.by_id, "names": touched.names()}
    revision = rows.keep(verb, "change", change.pk, before=None, after=after, needs=change.needs, undoes=undoes)
    models.Change.objects.filter(pk=undoes.pk).update(undone_by=rows.change_id)
    if undoes.pk != change.pk:
        models.Change.objects.filter(pk=change.pk).update(undone_by=None)
    versions = {pk: row.version for pk, row in touched.tasks.items() if row.removed_at is None}
    return Edited(rows.change_id, revision, {}, versions)


def _report_again(rows: Rows, change: models.Change, touched: settling.Touched) -> None:
    """A correcting report of each task whose progress became what it was."""
    changed = [row for row in rows.changed if row.table == "task" and row.before]
    tasks: Iterable[int] = {row.row for row in changed if not PROGRESS.isdisjoint(row.before or ())}
    reported = models.Progress.objects.filter(task_id__in=tasks, at=change.at).values_list("task_id", flat=True)
    append_reports(rows, [(touched.tasks[pk], "") for pk in sorted(set(reported))])
