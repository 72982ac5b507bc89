"""Keeping the morning fresh: what the forecasts mean for the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from milepost.audit import reads as audit
from milepost.day import models, rules
from milepost.forecast import reads as forecasts
from milepost.forecast.rules import Conclusion
from milepost.kernel import clock
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import packed
from milepost.plans import reads as plans
from milepost.plans import rules as plan_rules
from milepost.plans.draft import Draft

MOST = 500
"""Lines of each kind that are kept of a project."""


def conclude(project_id: int, *, now: datetime) -> None:
    """Replaces what the morning says of a project by what follows from its facts today; nothing to do where it is fresh."""
    zone = dict(plans.zones()).get(project_id)
    if zone is None:
        return
    as_of = clock.today(zone, now)
    stamp = models.Brief.objects.filter(pk=project_id).values_list("revision", "as_of").first()
    if stamp == (audit.revision(project_id), as_of):
        return
    try:
        read, drawn = forecasts.concluded(project_id, as_of)
        revision, content = read.revision, _content(project_id, read.draft, drawn)
    except Refusal:
        revision, content = audit.revision(project_id), _nothing()
    _replace(project_id, revision, as_of, content)


def _replace(project_id: int, revision: int, as_of: date, content: dict[str, Any]) -> None:
    stamp = {"revision": revision, "as_of": as_of, "content": content}
    with transaction.atomic():
        row = models.Brief.objects.select_for_update().filter(pk=project_id).only("revision", "as_of").first()
        if row is None:
            models.Brief.objects.get_or_create(pk=project_id, defaults={"workspace_id": plans.workspace_id(project_id), **stamp})
        elif (row.revision, row.as_of) <= (revision, as_of):
            models.Brief.objects.filter(pk=project_id).update(**stamp)


def _nothing() -> dict[str, Any]:
    return {"why": None, "tasks": [], "deliverables": [], "slipping": [], "blocked": [], "open": {}}


def _content(project_id: int, draft: Draft, drawn: Conclusion) -> dict[str, Any]:
    facts = rules.Facts(draft)
    ids = {uid: pk for pk, uid, _ in plans.names(project_id)}
    people = plans.people_by_uid(project_id)
    made = (each for each in plans.deliverables_of([project_id]) if each.task_uids)
    bundles = {each.id: rules.Bundle(each.id, each.name, each.task_uids, each.review_minutes) for each in made}
    ready = rules.finishable_bundles(bundles.values(), drawn, facts)
    why = rules.sets_finish(draft, drawn, facts=facts)
    return {
        "why": None if why is None else packed(why),
        "tasks": [_finishable_task(each, drawn, ids, facts, people) for each in rules.finishable(draft, drawn, facts=facts)[:MOST]],
        "deliverables": [_finishable_bundle(each, bundles[each.uid], drawn, facts, people) for each in ready[:MOST]],
        "slipping": [_slipping(each, ids, facts, people) for each in rules.slipping(draft, drawn, facts=facts)[:MOST]],
        "blocked": [_line(each, ids, facts, people) for each in rules.blocked(draft, drawn.as_of, facts=facts)[:MOST]],
        "open": _open_shifts(draft, drawn.as_of),
    }


_Line = rules.Slipping | rules.Blocked


def _line(each: _Line, ids: Mapping[int, int], facts: rules.Facts, people: Mapping[int, int]) -> dict[str, Any]:
    return {
        "id": ids[each.uid],
        "uid": each.uid,
        "name": each.name,
        "who": each.who,
        "people": _people([each.uid], facts, people),
        "because": packed(each.because),
    }


def _slipping(each: rules.Slipping, ids: Mapping[int, int], facts: rules.Facts, people: Mapping[int, int]) -> dict[str, Any]:
    dates = {"against_on": each.against_on.isoformat(), "finish_on": each.finish_on.isoformat()}
    return {**_line(each, ids, facts, people), "against": each.against.value, **dates, "days": each.days}


def _finishable_task(
    each: rules.Finishable, drawn: Conclusion, ids: Mapping[int, int], facts: rules.Facts, people: Mapping[int, int]
) -> dict[str, Any]:
    needs = rules.task_needs(facts.tasks[each.uid], drawn, facts)
    return {"id": ids[each.uid], "uid": each.uid, **_finishable(each, [each.uid], needs, facts, people)}


def _finishable_bundle(
    each: rules.Finishable, bundle: rules.Bundle, drawn: Conclusion, facts: rules.Facts, people: Mapping[int, int]
) -> dict[str, Any]:
    needs = rules.bundle_needs(bundle, drawn, facts)
    return {"id": each.uid, "uid": 0, **_finishable(each, bundle.uids, needs, facts, people)}


def _finishable(
    each: rules.Finishable, uids: Sequence[int], needs: Mapping[int | None, int], facts: rules.Facts, people: Mapping[int, int]
) -> dict[str, Any]:
    """A line of the day, with the minutes that each calendar must still have for it."""
    return {
        "tasks": list(uids),
        "name": each.name,
        "minutes": each.remaining_minutes,
        "needs": {"" if uid is None else str(uid): minutes for uid, minutes in needs.items()},
        "who": each.who,
        "people": _people(uids, facts, people),
        "because": packed(each.because),
    }


def _people(uids: Iterable[int], facts: rules.Facts, people: Mapping[int, int]) -> list[int]:
    """Ids of the people of the firm who work on the tasks."""
    places = {line.resource for uid in uids for line in facts.assigned(uid)}
    return sorted({people[place] for place in places if place in people})


def _open_shifts(draft: Draft, on: date) -> dict[str, Any]:
    """When the day is open, by calendar uid, as minutes of the day; the project's own calendar under an empty uid."""
    shifts = {str(each.uid): plan_rules.open_on(each.time, on) for each in draft.calendars}
    own = shifts.get(str(draft.calendar)) if draft.calendar is not None else plan_rules.open_on(plan_rules.OFFICE_TIME, on)
    return {**shifts, "": own or ()}
