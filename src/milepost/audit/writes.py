"""Adding to the ledger. The last line of every write of every room is `record`.

Its statements are written out: every write of every room pays for them, and having them made anew costs more than running them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, OperationalError, connection, transaction

from milepost.audit import rules
from milepost.audit.models import KeptAnswer
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
    end = _locked_end(actor.workspace_id)
    shared = end.shared + (raises_revision and plan_id is None)
    revision = (shared if plan_id is None else shared + _raised(plan_id, actor.workspace_id)) if raises_revision else None
    line = rules.Line(
        workspace_id=actor.workspace_id,
        number=end.number + 1,
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
        previous=end.digest,
    )
    _append(line, shared)
    return line.number if revision is None else revision


END = "SELECT number, digest, shared FROM audit_chain WHERE workspace_id = %s"
END_HELD = f"{END} FOR UPDATE"
BEGIN = "INSERT INTO audit_chain (workspace_id, number, digest, shared) VALUES (%s, 0, %s, 0) ON CONFLICT (workspace_id) DO NOTHING"
RAISE = """INSERT INTO audit_revision (plan_id, workspace_id, own) VALUES (%s, %s, 1)
           ON CONFLICT (plan_id) DO UPDATE SET own = audit_revision.own + 1 RETURNING own"""
APPEND = """INSERT INTO audit_entry (workspace_id, number, plan_id, revision, at, by_id, "by", via, verb, kind, subject_id,
            before, after, because, previous, digest) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""
MOVE_END = "UPDATE audit_chain SET number = %s, digest = %s, shared = %s WHERE workspace_id = %s"


@dataclass(frozen=True, slots=True)
class _End:
    """Where a ledger ended before the line that is being added."""

    number: int
    digest: str
    shared: int


def _locked_end(workspace_id: int) -> _End:
    """SQLite has one writer at a time anyway; PostgreSQL holds the row until the transaction ends."""
    found = _end_of(workspace_id)
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(BEGIN, [workspace_id, rules.BEGINNING])
        found = _end_of(workspace_id)
    return _End(*(found or (0, rules.BEGINNING, 0)))


def _end_of(workspace_id: int) -> tuple[int, str, int] | None:
    with connection.cursor() as cursor:
        if connection.features.has_select_for_update:
            cursor.execute(END_HELD, [workspace_id])
        else:
            cursor.execute(END, [workspace_id])
        found: tuple[int, str, int] | None = cursor.fetchone()
    return found


def _raised(plan_id: int, workspace_id: int) -> int:
    """How many changes of its own the plan has seen, this one included."""
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [plan_id, workspace_id])
        return int(cursor.fetchone()[0])


def _append(line: rules.Line, shared: int) -> None:
    digest = rules.digest(line)
    values = {name: getattr(line, name) for name in line.__slots__} | {"digest": digest}
    values["at"] = connection.ops.adapt_datetimefield_value(line.at)
    with connection.cursor() as cursor:
        cursor.execute(APPEND, list(values.values()))
        cursor.execute(MOVE_END, [line.number, digest, shared, line.workspace_id])


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
