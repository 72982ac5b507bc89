"""What other projects have of a project's people: computed from their facts, never from what is kept of their forecasts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from threading import Lock
from types import MappingProxyType

from milepost.audit import reads as audit
from milepost.forecast import models
from milepost.forecast.reads.fresh import concluded
from milepost.forecast.rules import moment
from milepost.forecast.rules.calming import CalmDates
from milepost.forecast.rules.levelling import Booking
from milepost.kernel.refusal import NotFound, Refusal
from milepost.plans import reads as plans

Taken = tuple[tuple[int, datetime, datetime, int], ...]
"""Person, from when, until when, per cent."""
PROJECTS_KEPT = 50

_taken: OrderedDict[tuple[int, str, date], Taken] = OrderedDict()
_lock = Lock()


def bookings(project_id: int, as_of: date, *, moved: Mapping[int, timedelta | None] = MappingProxyType({})) -> tuple[Booking, ...]:
    """When other projects need the people of this one, from the day `as_of` on, as bookings of this plan's resources.

    People are first with the project of the highest priority, of equals with the one that was promised the earliest; projects without a
    promise come last. So of two projects one gives way to the other, never each to each. What is left of those in `moved` is taken so much
    later than it is planned; with None they are left out.
    """
    places = {person: uid for uid, person in plans.people_by_uid(project_id).items()}
    found = []
    for other in plans.sharing_people(project_id):
        later = moved.get(other, timedelta())
        if later is not None and goes_first(other, project_id):
            taken = (each for each in _taken_by(other, as_of) if each[0] in places)
            found += [Booking(places[person], start + later, finish + later, units) for person, start, finish, units in taken]
    return tuple(found)


def calm_bookings(project_id: int, as_of: date) -> tuple[Booking, ...]:
    """The same by the calm plans of those that go first, as they are kept: what was proposed there is nobody else's time.

    One that has none yet counts by its facts.
    """
    places = {person: uid for uid, person in plans.people_by_uid(project_id).items()}
    first = [other for other in plans.sharing_people(project_id) if goes_first(other, project_id)]
    rows = models.Calm.objects.filter(pk__in=first).values_list("pk", "columns")
    kept = {pk: CalmDates.unpacked(bytes(columns)) for pk, columns in rows if columns is not None}
    found = []
    for other in first:
        taken = _calmly(other, as_of, kept[other]) if other in kept else _taken_by(other, as_of)
        found += [Booking(places[person], start, finish, units) for person, start, finish, units in taken if person in places]
    return tuple(found)


def _calmly(project_id: int, as_of: date, dates: CalmDates) -> Taken:
    at = dict(zip(dates.uid.tolist(), zip(map(moment, dates.start), map(moment, dates.finish), strict=True), strict=True))
    try:
        return tuple(_needed(project_id, as_of, at))
    except (Refusal, NotFound):
        return ()


def goes_first(other: int, project_id: int) -> bool:
    """Whether people whom both need are with `other` first."""
    promised, priority = plans.promised([other, project_id]), plans.priorities([other, project_id])
    mine, theirs = ((-priority[each], promised[each].on if each in promised else date.max, each) for each in (project_id, other))
    return theirs < mine


def _taken_by(project_id: int, as_of: date) -> Taken:
    """Held ready by what the facts rest on, so that an edit of one project reads that one again and no other."""
    key = (project_id, audit.fingerprint(project_id), as_of)
    with _lock:
        if key in _taken:
            _taken.move_to_end(key)
            return _taken[key]
    try:
        taken = tuple(_needed(project_id, as_of))
    except (Refusal, NotFound):
        taken = ()
    with _lock:
        _taken[key] = taken
        while len(_taken) > PROJECTS_KEPT:
            _taken.popitem(last=False)
    return taken


def _needed(
    project_id: int, as_of: date, at: Mapping[int, tuple[datetime, datetime]] = MappingProxyType({})
) -> Iterator[tuple[int, datetime, datetime, int]]:
    """What is left of the project's work: by whom, from when, until when, per cent. `at` are dates by uid instead of those of the facts."""
    read, drawn = concluded(project_id, as_of)
    people, today = plans.people_by_uid(project_id), datetime.combine(as_of, time())
    left = {task.uid for task in read.draft.tasks if task.percent < 100 and task.active and not task.summary and not task.external}
    for line in read.draft.assignments:
        if line.task in left and line.resource in people and line.units > 0:
            dates = drawn.task(line.task)
            start, finish = at.get(line.task, (dates.start, dates.finish))
            if finish > max(start, today):
                yield people[line.resource], max(start, today), finish, line.units
