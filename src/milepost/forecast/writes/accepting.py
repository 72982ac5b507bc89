"""Taking over what levelling proposes: tasks wait for who is busy, by a delay that a person accepted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import reads
from milepost.forecast.snapshot.delays import delays
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import Refusal, Stale
from milepost.kernel.say import say
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.plans.draft import Draft
from milepost.plans.edits import Edited, Set


def accept_levelling(actor: Actor, project_id: int, *, task_ids: Collection[int] | None, revision: int, now: datetime) -> Edited:
    """Some of the tasks of the kept levelled plan start where it puts them, or all of them (None): one change, and one undo.

    Refused: a plan that has moved on since the one of `revision` was drawn (stale), tasks that it does not move, and no tasks.
    """
    accounts.require(actor, "plans.change_task")
    with transaction.atomic():
        kept = reads.proposal(actor, project_id, now=now)
        plans.hold(project_id)
        current = audit.revision(project_id)
        if kept is None or not kept.fresh or (revision, kept.revision) != (current, current):
            raise Stale(yours={"revision": revision}, current={"revision": current})
        wanted = {move.uid: move for move in kept.moves if task_ids is None or move.task_id in task_ids}
        if not wanted or (task_ids is not None and len(wanted) < len(set(task_ids))):
            raise Refusal("not_proposed", say("Choose some of the tasks that levelling moves."), field="task_ids")
        draft = reads.facts(project_id, kept.as_of).draft
        found = delays(draft, {uid: move.start for uid, move in wanted.items()}, as_of=kept.as_of)
        return _keep(actor, project_id, {wanted[uid].task_id: minutes for uid, minutes in _changed(draft, found).items()}, now)


def _changed(draft: Draft, found: Mapping[int, int]) -> Mapping[int, int]:
    """The delays that are other than now; all of them where none is: then only that was said."""
    now = {task.uid: task.levelling_delay_minutes for task in draft.tasks}
    return {uid: minutes for uid, minutes in found.items() if minutes != now[uid]} or found


def take_back_levelling(actor: Actor, project_id: int, *, task_ids: Collection[int] | None, now: datetime) -> Edited:
    """These tasks, or all (None), wait for nobody any more: their links alone say when they start. Refused where none of them waits."""
    accounts.require(actor, "plans.change_task")
    with transaction.atomic():
        waiting = {task.task_id for task in plans.delayed(actor, project_id)}
        wanted = waiting if task_ids is None else waiting & set(task_ids)
        if not wanted:
            raise Refusal("not_delayed", say("None of these tasks waits for anybody."), field="task_ids")
        return _keep(actor, project_id, dict.fromkeys(wanted, 0), now)


def _keep(actor: Actor, project_id: int, delay: Mapping[int, int], now: datetime) -> Edited:
    versions = plans.versions(project_id, delay.keys())
    edits = [Set(pk, versions[pk], {"levelling_delay_minutes": minutes}) for pk, minutes in delay.items()]
    return plans_writes.edit_plan(actor, project_id, edits=edits, now=now)
