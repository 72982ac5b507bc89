"""What moved the finish since the last working day: the facts of each day are kept, and compared with those of the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from milepost.audit import reads as audit
from milepost.forecast import models, reads
from milepost.forecast.rules import kept, last_day
from milepost.forecast.rules.slipping import Slipped
from milepost.forecast.snapshot import calendars, slipping
from milepost.forecast.writes.runs import replace_row
from milepost.kernel import clock
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import packed
from milepost.plans import reads as plans

DAYS_KEPT = 10
"""Days of a project whose facts are kept; of a day without a change nothing is."""
TASKS_NAMED = 5


def keep_facts(project_id: int, *, now: datetime) -> None:
    """Keeps the facts as they stand today, anew where they have changed since; the oldest days are forgotten."""
    zone = dict(plans.zones()).get(project_id)
    if zone is None:
        return
    on = clock.today(zone, now)
    days = models.KeptFacts.objects.filter(project_id=project_id)
    newest = days.order_by("-on").values_list("on", "revision").first()
    if newest is not None and (newest[1] == audit.revision(project_id) or newest[0] > on):
        return
    facts = reads.facts(project_id, on)
    values = {"workspace_id": plans.workspace_id(project_id), "revision": facts.revision, "draft": kept.packed_draft(facts.draft)}
    with transaction.atomic():
        models.KeptFacts.objects.update_or_create(project_id=project_id, on=on, defaults=values)
        days.filter(pk__in=list(days.order_by("-on").values_list("pk", flat=True)[DAYS_KEPT:])).delete()


def compare(project_id: int, *, now: datetime) -> None:
    """Replaces what is said of the move of the finish since the last working day; nothing to do where it is fresh.

    Without facts of that day, or where the plan has no dates, it says nothing.
    """
    zone = dict(plans.zones()).get(project_id)
    if zone is None:
        return
    as_of = clock.today(zone, now)
    if models.Slip.objects.filter(pk=project_id, revision=audit.revision(project_id), as_of=as_of).exists():
        return
    facts = reads.facts(project_id, as_of)
    try:
        values = _since_last_working_day(facts, as_of)
    except Refusal as refusal:
        values = kept.refused(refusal)
    with transaction.atomic():
        plans.hold(project_id)
        row = models.Slip.objects.filter(pk=project_id).only("revision", "as_of").first()
        if row is None or (row.revision, row.as_of) <= (facts.revision, as_of):
            replace_row(models.Slip, project_id, facts.revision, as_of, values, now)
            _keep_line(facts, as_of, values)


def _keep_line(facts: reads.Facts, as_of: date, values: Mapping[str, Any]) -> None:
    """The day's line of the ledger; one day's newest replaces what was said earlier that day."""
    if "since_on" not in values:
        return
    content = values["content"]
    line = {
        "workspace_id": plans.workspace_id(facts.project_id),
        "as_of": as_of,
        "revision": facts.revision,
        **{name: content[name] for name in ("before_on", "finish_on", "minutes", "parts")},
    }
    models.KeptSlip.objects.update_or_create(project_id=facts.project_id, since_on=values["since_on"], defaults=line)


def _since_last_working_day(facts: reads.Facts, as_of: date) -> dict[str, Any]:
    since_on = calendars.last_working_day(calendars.project_time(facts.draft), as_of)
    days = models.KeptFacts.objects.filter(project_id=facts.project_id, on__lte=since_on or date.min).order_by("-on")
    then = days.values_list("draft", flat=True).first()
    if since_on is None or then is None:
        return {}
    moved = slipping.slipped(kept.unpacked_draft(bytes(then)), facts.draft, before_as_of=since_on, as_of=as_of)
    return {"since_on": since_on, "content": _content(moved, {uid: pk for pk, uid, _ in plans.names(facts.project_id)})}


def _content(slip: Slipped, ids: dict[int, int]) -> dict[str, Any]:
    """What is kept of a slip: the causes that moved something."""
    parts = [
        {
            "cause": part.cause,
            "days": part.days,
            "minutes": part.minutes,
            "sentence": packed(part.sentence),
            "tasks": [ids[uid] for uid in part.uids if uid in ids][:TASKS_NAMED],
        }
        for part in slip.parts
        if part.minutes
    ]
    return {
        "before_on": last_day(slip.before).isoformat(),
        "finish_on": last_day(slip.after).isoformat(),
        "days": slip.days,
        "minutes": slip.minutes,
        "sentence": packed(slip.sentence),
        "parts": parts,
    }
