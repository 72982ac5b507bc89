"""Each kind of edit, applied to the rows on the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import edits as said
from milepost.plans import models, rules
from milepost.plans.desk.desk import Desk
from milepost.plans.desk.laying import lay_tasks
from milepost.plans.desk.outline import Node
from milepost.plans.desk.progress import report
from milepost.plans.edits import Edit

MOST_UNITS = 10_000


def apply(desk: Desk, each: Callable[[Edit], None] | None = None) -> None:
    """All edits of the desk, one after the other; what follows for summaries comes last. A refusal says which edit it is about.

    `each` is called with every edit as soon as it is on the desk, before others follow.
    """
    for index, edit in enumerate(desk.edits):
        with about(desk, index):
            APPLIERS[type(edit)](desk, edit)
        if each is not None:
            each(edit)
    if desk.rearranged:
        _arrange(desk)
    if desk.linked or desk.moved:
        _check_order(desk)


@contextmanager
def about(desk: Desk, index: int) -> Iterator[None]:
    """What is refused in here is about the edit with this index."""
    desk.index = index
    try:
        yield
    except Refusal as refusal:
        refusal.details.setdefault("index", index)
        raise


def add(desk: Desk, edit: said.Add) -> None:
    """A new row and its place."""
    if edit.key and edit.key in desk.made:
        raise Refusal("key_used_twice", say("Two new tasks of this change have the same key."), field="key")
    after = desk.outline.root.before if edit.after_id is None else _place(desk, edit.after_id)
    level = edit.level if edit.level is not None else max(1, after.level)
    rules.check_minutes(edit.duration_minutes, field="duration_minutes")
    row = models.Task(
        workspace_id=desk.project.workspace_id,
        project_id=desk.project.pk,
        position=0,
        uid=desk.next_uid("task"),
        name=rules.name(edit.name),
        level=level,
        duration_minutes=edit.duration_minutes,
        milestone=edit.duration_minutes == 0,
    )
    _check_references(desk, edit.fields)
    _assign_values(row, rules.values_set(row, edit.fields))
    task_id = desk.tasks.add(row)
    desk.made[edit.key] = task_id
    desk.named[edit.key] = row
    desk.outline.put(Node(task_id, row.uid, level, None), after, level)


def _place(desk: Desk, ref: said.Ref) -> Node:
    return desk.outline.root if ref == said.FIRST else desk.node(ref)


def change(desk: Desk, edit: said.Set) -> None:
    """Other values, and what follows from them for the work of its people."""
    row = desk.task(edit.task_id)
    desk.spoken_of.add(row.pk)
    _check_references(desk, edit.fields)
    before = row.duration_minutes
    _assign_values(row, rules.values_set(row, edit.fields))
    stretch(desk.people_on(row.pk), before, row.duration_minutes)


def _assign_values(row: models.Task, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _check_references(desk: Desk, fields: Any) -> None:
    if fields.get("deliverable_id") is not None and fields["deliverable_id"] not in desk.deliverables:
        raise NotFound()
    if fields.get("calendar") is not None and fields["calendar"] not in desk.calendars:
        raise Refusal("calendar_unknown", say("This plan has no such calendar."), field="calendar")


def stretch(lines: Iterable[models.Assignment], before: int, after: int) -> None:
    """Everybody's work keeps its share of a task that gets another duration; what a file said is left of it no longer holds."""
    if before != after:
        for line in lines:
            line.work_minutes = rules.stretched(line.work_minutes, before, after)
            line.remaining_work_minutes = None


def move(desk: Desk, edit: said.Move) -> None:
    """Branches to another place or depth."""
    wanted = [desk.node(ref) for ref in edit.task_ids]
    if not wanted:
        raise Refusal("nothing_to_move", say("Say which tasks to move."), field="task_ids")
    after = desk.outline.root if edit.after_id is None else _place(desk, edit.after_id)
    desk.outline.move(_tops(desk, wanted), after, edit.level)
    desk.moved.append(desk.index)


def _tops(desk: Desk, wanted: list[Node]) -> list[Node]:
    """The nodes in the plan's order, without those that stand below others of them."""
    if len(wanted) == 1:
        return wanted
    ids = {node.id for node in wanted}
    found: list[Node] = []
    covered = 0
    for node in desk.outline:
        covered = covered if covered and node.level > covered else 0
        if not covered and node.id in ids:
            found.append(node)
            covered = node.level
    return found


def remove(desk: Desk, edit: said.Remove) -> None:
    """A branch leaves, with its links and assignments."""
    top = desk.node(desk.task(edit.task_id).pk)
    if top.has_below and not edit.with_below:
        raise Refusal("summary_with_tasks", say("There are tasks below this one. Remove those first, or remove it with all of them."))
    for node in desk.outline.take_out(top):
        for link in desk.links.of(node.id):
            desk.links.remove(link)
        for line in desk.lines.of(node.id):
            desk.lines.remove(line)
        row = desk.tasks.rows[node.id]
        row.removed_at = desk.now
        desk.gone.append(row)
        if row.pk < 0:
            desk.tasks.remove(row)


def link_up(desk: Desk, edit: said.LinkUp) -> None:
    """A new link, or another kind or lag of the one that is there."""
    rules.check_minutes(abs(edit.lag), field="lag")
    before, after = desk.task(edit.predecessor_id).pk, desk.task(edit.successor_id).pk
    row = desk.link(before, after)
    if row is None:
        row = models.Link(workspace_id=desk.project.workspace_id, project_id=desk.project.pk, predecessor_id=before, successor_id=after)
        desk.links.add(row)
        desk.linked.append((desk.index, before, after))
    elif edit.only_new:
        raise Refusal("link_there", say("The two tasks are linked already. Remove that link first."), field="successor")
    row.kind, row.lag, row.unit = edit.kind.value, edit.lag, edit.unit.value
    desk.named[edit.key] = row


def unlink(desk: Desk, edit: said.Unlink) -> None:
    """A link goes."""
    if edit.link_id is not None:
        row = desk.links.rows.get(edit.link_id)
    elif edit.predecessor_id is not None and edit.successor_id is not None:
        row = desk.link(desk.task(edit.predecessor_id).pk, desk.task(edit.successor_id).pk)
    else:
        row = None
    if row is None:
        raise NotFound()
    desk.taken = row
    desk.links.remove(row)


def assign(desk: Desk, edit: said.Assign) -> None:
    """Somebody comes to a task, or with other units."""
    if not 1 <= edit.units <= MOST_UNITS:
        raise Refusal("units_out_of_range", say("Units lie between 1 and 10 000 per cent."), field="units")
    task = desk.task(edit.task_id)
    if edit.resource_id not in desk.team:
        raise NotFound()
    if task.summary:
        raise Refusal("assigned_to_summary", say("This task sums up the tasks below it. Assign people to those."))
    line = desk.line(task.pk, edit.resource_id) or _new_line(desk, task.pk, edit.resource_id)
    line.units = edit.units
    desk.named[edit.key] = line


def _new_line(desk: Desk, task_id: int, resource_id: int) -> models.Assignment:
    whose = {"workspace_id": desk.project.workspace_id, "project_id": desk.project.pk}
    line = models.Assignment(**whose, task_id=task_id, resource_id=resource_id, uid=desk.next_uid("line"))
    desk.lines.add(line)
    return line


def unassign(desk: Desk, edit: said.Unassign) -> None:
    """Somebody goes from a task."""
    line = desk.line(desk.task(edit.task_id).pk, edit.resource_id)
    if line is None:
        raise NotFound()
    desk.taken = line
    desk.lines.remove(line)


def work_overtime(desk: Desk, edit: said.WorkOvertime) -> None:
    """People of the team work more for a while."""
    rules.overtime.check_overtime(edit.first, edit.last, edit.minutes, saturdays=edit.saturdays)
    if not edit.resource_ids:
        raise Refusal("overtime_of_nobody", say("Say who works longer."), field="resource_ids")
    for resource in dict.fromkeys(edit.resource_ids):
        member = desk.team.get(resource)
        if member is None or member.kind != "work":
            raise NotFound()
        whose = {"workspace_id": desk.project.workspace_id, "project_id": desk.project.pk, "resource_id": resource}
        row = models.Overtime(**whose, first=edit.first, last=edit.last, minutes=edit.minutes, saturdays=edit.saturdays)
        desk.overtime.add(row)


def end_overtime(desk: Desk, edit: said.EndOvertime) -> None:
    """What was agreed is not worked."""
    row = desk.overtime.rows.get(edit.overtime_id)
    if row is None:
        raise NotFound()
    desk.taken = row
    desk.overtime.remove(row)


def _marked(desk: Desk, edit: said.Label | said.Unlabel | said.SetField) -> None:
    """What stands beside a task changes nothing here: only that there is such a task is asked."""
    desk.task(edit.task_id)


APPLIERS: Mapping[type, Callable[[Desk, Any], None]] = {
    said.Add: add,
    said.Set: change,
    said.Move: move,
    said.Remove: remove,
    said.LinkUp: link_up,
    said.Unlink: unlink,
    said.Assign: assign,
    said.Unassign: unassign,
    said.WorkOvertime: work_overtime,
    said.EndOvertime: end_overtime,
    said.Report: report,
    said.Label: _marked,
    said.Unlabel: _marked,
    said.SetField: _marked,
}


def _arrange(desk: Desk) -> None:
    """What follows from the new order for the rows of tasks: how deep they are, and whether they sum up others."""
    summing = list(desk.outline.sums_anew())
    deeper = [node for node in desk.outline if node.position is None or node.level != node.stood]
    lay_tasks(desk, (node.id for node in [*deeper, *(node for node, _ in summing)]))
    for node in deeper:
        desk.tasks.rows[node.id].level = node.level
    for node, summary in summing:
        row = desk.tasks.rows[node.id]
        row.summary, row.milestone = summary, not summary and row.duration_minutes == 0


def _check_order(desk: Desk) -> None:
    """Refuses a plan in which a task would wait for itself, where these edits made it so."""
    links = desk.all_links()
    outline = desk.outline.levels()
    if not rules.has_circle(rules.points(outline, links)):
        return
    for index, before, following in desk.linked:
        with about(desk, index):
            rules.check_link(outline, links, predecessor=before, successor=following)
    if desk.moved and not _had_circle(desk):
        sentence = say("There, a task would wait for itself: a link leads from what is above it to it, or back.")
        raise Refusal("move_circle", sentence, field="after_id", details={"index": desk.moved[-1]})


def _had_circle(desk: Desk) -> bool:
    links = models.Link.objects.filter(project=desk.project).values_list("predecessor_id", "successor_id")
    tasks = models.Task.objects.filter(project=desk.project, removed_at=None).order_by("position", "pk")
    return rules.has_circle(rules.points(list(tasks.values_list("pk", "level")), links))
