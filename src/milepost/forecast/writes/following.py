"""Following a way to recover: what it says becomes one change of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import models, reads
from milepost.forecast.rules.replanning import WayBack
from milepost.forecast.snapshot import following
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import Refusal, Stale
from milepost.kernel.say import say
from milepost.plans import reads as plans
from milepost.plans import writes as plans_writes
from milepost.plans.edits import Edit, Edited


def follow_way(actor: Actor, project_id: int, *, number: int, revision: int, now: datetime) -> Edited:
    """Makes the plan the one of which the kept way `number` tells: one change, and one undo.

    Refused: a plan that has moved on since the ways of `revision` were worked out (stale), and `not_followable` where there is no such way,
    or it takes more than edits of the plan.
    """
    accounts.require(actor, "plans.change_task")
    with _followed(actor, project_id, number, revision, now) as edits:
        return plans_writes.edit_plan(actor, project_id, edits=edits, now=now)


def try_way(actor: Actor, project_id: int, *, number: int, revision: int, name: str, now: datetime) -> int:
    """Begins a scenario, called `name`, with the kept way `number` as its first line. Gives back its id. Refused as `follow_way` is."""
    accounts.require(actor, "plans.change_scenario")
    with _followed(actor, project_id, number, revision, now) as edits:
        return plans_writes.add_scenario(actor, project_id, name=name, edits=edits, now=now)


@contextmanager
def _followed(actor: Actor, project_id: int, number: int, revision: int, now: datetime) -> Iterator[list[Edit]]:
    """The edits that a kept way is, while it still holds."""
    with transaction.atomic():
        kept = reads.recovery(actor, project_id, now=now)
        plans.hold(project_id)
        current = audit.revision(project_id)
        if kept is None or kept.older or (revision, kept.revision) != (current, current):
            raise Stale(yours={"revision": revision}, current={"revision": current})
        ways = models.Recovery.objects.values_list("content__ways", flat=True).get(pk=project_id) or []
        way = WayBack.from_json(ways[number]) if 0 <= number < len(ways) else None
        draft = reads.facts(project_id, kept.as_of).draft
        edits = [] if way is None else following.edits(draft, way, _ids(actor, project_id))
        if not edits:
            raise Refusal("not_followable", say("This way cannot be followed by a press. Change the plan by hand."), field="number")
        yield edits


def _ids(actor: Actor, project_id: int) -> following.Ids:
    tasks = {uid: pk for pk, uid, _ in plans.names(project_id)}
    versions = plans.versions(project_id, tasks.values())
    people = {place.uid: place.id for place in plans.team(actor, project_id)}
    return following.Ids(tasks, {uid: versions[pk] for uid, pk in tasks.items()}, people)
