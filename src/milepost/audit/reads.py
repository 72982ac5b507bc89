"""What the ledger tells: revisions, history, and whether anybody has tampered with it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery, Value

from milepost.audit import rules
from milepost.audit.models import Chain, Entry, Revision
from milepost.kernel.say import Sentence, say
from milepost.tables import Worded

PAGE = 50


@dataclass(frozen=True, slots=True)
class Change:
    """One line of history: who did what to which thing, when and through which door, and the values it changed."""

    number: int
    at: datetime
    by_id: int
    by: str
    via: str
    verb: str
    kind: str
    subject_id: int
    plan_id: int | None
    revision: int | None
    before: dict[str, object]
    after: dict[str, object]
    because: str


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a workspace's ledger is whole. `digest` is its end: whoever notes it down can later prove that nothing was cut off."""

    sound: bool
    lines: int
    digest: str
    broken_at: int | None = None
    reason: Sentence | None = None


@dataclass(frozen=True, slots=True)
class End:
    """Where a ledger ends, and how often the lines up to there raised the revision of each plan (None: of all at once)."""

    number: int = 0
    digest: str = rules.BEGINNING
    raised: dict[int | None, int] = field(default_factory=dict)


def revision(plan_id: int) -> int:
    """How far the facts of a plan have moved: rises with each of its own changes and with those that all plans share. 0 if unknown."""
    return revisions([plan_id])[plan_id]


def revisions(plan_ids: Iterable[int]) -> dict[int, int]:
    """`revision` of several plans in one query: their own changes, and those that the plans of each workspace share."""
    wanted = list(plan_ids)
    rows = _REVISIONS(plan_ids=wanted)
    common = {workspace: raised for plan, workspace, raised in rows if plan is None}
    known = {plan: raised + common.get(workspace, 0) for plan, workspace, raised in rows if plan is not None}
    return {plan: known.get(plan, 0) for plan in wanted}


def _revisions(plan_ids: list[int]) -> QuerySet[Revision, tuple[int | None, int, int]]:
    own = Revision.objects.filter(plan_id__in=plan_ids)
    shared = Chain.objects.filter(workspace_id__in=own.values("workspace_id"))
    ends = shared.values_list(Value(None, BigIntegerField()), "workspace_id", "shared")
    return own.values_list("plan_id", "workspace_id", "own").union(ends, all=True)


_REVISIONS = Worded(_revisions)


def fingerprint(plan_id: int) -> str:
    """What the facts of a plan rest on: digests of the newest lines that moved them, its own and the shared one.

    Unlike a revision it is never the same for two different pasts, so that what is held in memory survives a restored backup.
    """
    moved = Entry.objects.filter(workspace_id=OuterRef("workspace_id"), revision__isnull=False).order_by("-number").values("digest")
    own, shared = Subquery(moved.filter(plan_id=plan_id)[:1]), Subquery(moved.filter(plan_id=None)[:1])
    return " ".join(map(str, Revision.objects.filter(plan_id=plan_id).values_list(own, shared).first() or ()))


Line = tuple[int, int, str]
"""A line of the ledger by workspace, number and digest."""


def newest_line(plan_id: int) -> Line | None:
    """The line that last said something of a plan."""
    return next(iter(_NEWEST_LINE(plan_id=plan_id)), None)


def _newest_line(plan_id: int) -> QuerySet[Entry, Line]:
    home = Revision.objects.filter(plan_id=plan_id).values("workspace_id")
    lines = Entry.objects.filter(workspace_id__in=home, plan_id=plan_id).order_by("-number")
    return lines.values_list("workspace_id", "number", "digest")[:1]


_NEWEST_LINE = Worded(_newest_line)


def end_of(workspace_id: int) -> str:
    """The digest of the newest line of a workspace's ledger: another one means that something was said since."""
    return Chain.objects.filter(workspace_id=workspace_id).values_list("digest", flat=True).first() or ""


def newest_digests(plan_ids: Iterable[int]) -> dict[int, str]:
    """The digest of the line that last said something of each plan: another one means that something of it may have changed."""
    said = Entry.objects.filter(workspace_id=OuterRef("workspace_id"), plan_id=OuterRef("plan_id")).order_by("-number")
    newest = Revision.objects.filter(plan_id__in=list(plan_ids)).annotate(digest=Subquery(said.values("digest")[:1]))
    return dict(newest.values_list("plan_id", "digest"))


def numbers_since(plan_id: int, line: Line, *, at_most: int) -> tuple[int, ...]:
    """The numbers of the lines that said something of a plan after `line`, oldest first."""
    later = Entry.objects.filter(workspace_id=line[0], plan_id=plan_id, number__gt=line[1]).order_by("number")
    return tuple(later.values_list("number", flat=True)[:at_most])


def stands(line: Line) -> bool:
    """Whether the line is still in the ledger: what was seen then is part of this past, and not of one that was rolled back."""
    workspace_id, number, digest = line
    return Entry.objects.filter(workspace_id=workspace_id, number=number, digest=digest).exists()


def entries(workspace_id: int, *, plan_id: int | None = None, before: int | None = None, limit: int = PAGE) -> tuple[Change, ...]:
    """The workspace's changes, newest first: of one plan if `plan_id` is given, only lines numbered below `before` if that is."""
    lines = Entry.objects.filter(workspace_id=workspace_id).order_by("-number")
    if plan_id is not None:
        lines = lines.filter(plan_id=plan_id)
    if before is not None:
        lines = lines.filter(number__lt=before)
    return tuple(_change(line) for line in lines[:limit])


def lines(workspace_id: int, numbers: Iterable[int]) -> tuple[Change, ...]:
    """The changes with these numbers, oldest first."""
    found = Entry.objects.filter(workspace_id=workspace_id, number__in=list(numbers)).order_by("number")
    return tuple(_change(line) for line in found)


def _change(line: Entry) -> Change:
    return Change(
        number=line.number,
        at=line.at,
        by_id=line.by_id,
        by=line.by,
        via=line.via,
        verb=line.verb,
        kind=line.kind,
        subject_id=line.subject_id,
        plan_id=line.plan_id,
        revision=line.revision,
        before=json.loads(line.before) or {},
        after=json.loads(line.after) or {},
        because=line.because,
    )


def ledgers() -> tuple[int, ...]:
    """The workspaces that have a ledger, for whoever verifies them all."""
    return tuple(Chain.objects.order_by("workspace_id").values_list("workspace_id", flat=True))


def verify(workspace_id: int, *, noted: str | None = None) -> Verification:
    """Walks the ledger from its first line and names the first that does not fit.

    Found are: a changed, missing, added or moved line, a ledger cut off before its end, an end or a revision that was
    changed. With `noted`, a digest written down earlier, also a ledger that was rewritten as a whole since then.
    """
    end, reached, raised = _end(workspace_id), End(), Counter[int | None]()
    previous, number, seen = rules.BEGINNING, 0, noted in (None, rules.BEGINNING)
    for line in Entry.objects.filter(workspace_id=workspace_id).order_by("number", "id").iterator(chunk_size=2000):
        number += 1
        reason = _fault(line, number, previous)
        if reason is not None:
            return Verification(sound=False, lines=number, digest=previous, broken_at=line.number, reason=reason)
        previous = line.digest
        seen = seen or previous == noted
        raised[line.plan_id] += line.revision is not None
        if number == end.number:
            reached = End(number, previous, dict(+raised))
    reason = _fault_at_end(end, reached, number, longest=_end(workspace_id).number, seen=seen)
    return Verification(sound=reason is None, lines=number, digest=previous, broken_at=number if reason else None, reason=reason)


def _fault(line: Entry, number: int, previous: str) -> Sentence | None:
    if line.number != number:
        return say("Line {number} is missing or stands twice.", number=number)
    if line.previous != previous:
        return say("Line {number} does not continue the line before it.", number=number)
    if line.digest != rules.digest(_written(line)):
        return say("Line {number} was changed after it was written.", number=number)
    return None


def _written(line: Entry) -> rules.Line:
    return rules.Line(**{name: getattr(line, name) for name in rules.Line.__slots__})


def _fault_at_end(end: End, reached: End, number: int, *, longest: int, seen: bool) -> Sentence | None:
    """People go on working while the ledger is read: lines may follow the end that was noted first, but none that no later end knows."""
    if (end.number, end.digest) != (reached.number, reached.digest) or number > longest:
        return say("The ledger does not end where it should: lines were cut off or added after line {number}.", number=number)
    if not seen:
        return say("The digest noted earlier is not in this ledger: it was rewritten since.")
    if end.raised != reached.raised:
        return say("A plan's revision was changed without a line in the ledger.")
    return None


def _end(workspace_id: int) -> End:
    """Read in one query, so that it is of one moment."""
    plans = Revision.objects.filter(workspace_id=workspace_id).values_list("plan_id", "own", Value(0), Value(""))
    chain = Chain.objects.filter(workspace_id=workspace_id)
    whole = chain.values_list(Value(None, BigIntegerField()), "shared", "number", "digest")
    rows = list(plans.union(whole, all=True))
    number, digest = next(((row[2], row[3]) for row in rows if row[0] is None), (0, rules.BEGINNING))
    return End(number, digest, {plan: times for plan, times, _, _ in rows if times})
