"""Adding to the ledger. The last line of every write of every room is `record`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction

from milepost.audit import rules
from milepost.audit.models import Chain, Entry, KeptAnswer, Revision
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import Underway

LOCK_NOT_AVAILABLE = "55P03"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a door answered: an HTTP status and the body as text. `repeated` where it was kept from an earlier request."""

    status: int
    body: str
    repeated: bool = False


def record(
    actor: Actor,
    verb: str,
    kind: str,
    subject_id: int,
    *,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
    now: datetime,
    because: str = "",
    plan_id: int | None = None,
    raises_revision: bool = False,
) -> int:
    """Adds one line to the ledger of the actor's workspace, inside the transaction of the write it belongs to.

    `before` and `after` are the values that changed, as anything `rules.plain` knows; None where there was nothing.
    With `raises_revision` the facts of the plan moved on, or, without `plan_id`, those that all plans of the workspace
    share. Gives back the revision after the change, or the line's number where none was raised.
    """
    chain = _locked_end(actor.workspace_id)
    revision = _raised(chain, plan_id) if raises_revision else None
    line = rules.Line(
        workspace_id=actor.workspace_id,
        number=chain.number + 1,
        plan_id=plan_id,
        revision=revision,
        at=now,
        by_id=actor.user_id,
        by=actor.name,
        via=actor.via,
        verb=verb,
        kind=kind,
        subject_id=subject_id,
        before=rules.canonical(before),
        after=rules.canonical(after),
        because=because,
        previous=chain.digest,
    )
    _append(chain, line)
    return line.number if revision is None else revision


def _locked_end(workspace_id: int) -> Chain:
    ends = Chain.objects.select_for_update()
    return ends.get_or_create(workspace_id=workspace_id, defaults={"digest": rules.BEGINNING})[0]


def _raised(chain: Chain, plan_id: int | None) -> int:
    if plan_id is None:
        chain.shared += 1
        return chain.shared
    plan, _ = Revision.objects.get_or_create(plan_id=plan_id, defaults={"workspace_id": chain.workspace_id})
    plan.own += 1
    plan.save(update_fields=["own"])
    return plan.own + chain.shared


def _append(chain: Chain, line: rules.Line) -> None:
    chain.number = line.number
    chain.digest = rules.digest(line)
    Entry.objects.create(**{name: getattr(line, name) for name in line.__slots__}, digest=chain.digest)
    chain.save(update_fields=["number", "digest", "shared"])


def answer_once(actor: Actor, key: str, *, request: str, now: datetime, make: Callable[[], Answer]) -> Answer:
    """The answer of `make`, made once for this actor and `key` however often and however parallel it is asked.

    `request` is the digest of what was asked; the same key with another request is refused (`key_reused`). The key, the
    work and the answer stand in one transaction: where `make` refuses, nothing is kept and the key stays free. Where the first
    takes longer than PostgreSQL lets the next one wait, that is refused (`still_underway`).
    """
    rules.check_key(key)
    with transaction.atomic():
        kept = _claimed(actor, key, request=request, now=now)
        if kept.status:
            rules.check_same_request(kept=kept.request, asked=request)
            return Answer(kept.status, kept.body, repeated=True)
        answer = make()
        kept.status, kept.body = answer.status, answer.body
        kept.save(update_fields=["status", "body"])
    return answer


def _claimed(actor: Actor, key: str, *, request: str, now: datetime) -> KeptAnswer:
    """The row of this key: ours, without a status yet, or the finished one of whoever came first."""
    mine = {"workspace_id": actor.workspace_id, "user_id": actor.user_id, "key": key}
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(**mine, request=request, at=now)
    except IntegrityError:
        return KeptAnswer.objects.get(**mine)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise Underway() from error
        raise


def forget_answers(*, before: datetime) -> int:
    """Drops kept answers from before the instant; a key repeated later counts as new. Gives back how many."""
    return KeptAnswer.objects.filter(at__lt=before).delete()[0]
