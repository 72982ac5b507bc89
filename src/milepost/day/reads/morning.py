"""The morning: where every project stands, what can be finished today, what slips and what waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from milepost.accounts import reads as accounts
from milepost.accounts import rules as permissions
from milepost.clients import reads as clients
from milepost.day import models, rules
from milepost.day.reads.due import ProjectDues, dues_of
from milepost.forecast import reads as forecasts
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.kernel.say import Sentence, unpacked
from milepost.people import reads as people
from milepost.plans import reads as plans

NEVER = (-1, date.min)
KEPT = ("on_the_day", "in_hand")
CERTAIN = 101
"""Sorts behind every chance that is known."""
WORST_FIRST = ("refused", "late", "on_the_day", "in_hand", "no_promise", "not_yet")


@dataclass(frozen=True, slots=True)
class Standing:
    """One project against what was promised. `state` is refused, late, on_the_day, in_hand, no_promise or not_yet (no forecast so far).

    `days` are working days: negative late, positive in hand. `older` tells that facts have changed since the forecast.
    """

    project_id: int
    name: str
    client: str
    zone: str
    state: str
    days: int | None
    promised_on: date | None
    finish_on: date | None
    baseline_on: date | None
    why: Sentence | None
    as_of: date | None
    revision: int
    older: bool
    minutes_per_day: int = 480
    p50_on: date | None = None
    p80_on: date | None = None
    """The likely range: as likely as not by the first, 8 in 10 chances by the second."""
    chance: int | None = None
    """Of keeping the promise, in 100."""
    outlook_older: bool = False
    slip: forecasts.Slip | None = None
    """What moved the finish since the last working day, and why."""

    @property
    def at_risk(self) -> bool:
        """Whether the promise is kept as planned, but not in 8 of 10 cases."""
        return self.state in KEPT and bool(self.promised_on and self.p80_on and self.p80_on > self.promised_on)


@dataclass(frozen=True, slots=True)
class Finishable:
    """Something that can be finished today: `kind` is task or deliverable, `id` and `uid` of it (a deliverable has no uid: 0)."""

    project_id: int
    project_name: str
    kind: str
    id: int
    uid: int
    name: str
    remaining_minutes: int
    who: tuple[str, ...]
    because: Sentence


@dataclass(frozen=True, slots=True)
class Slipping:
    """A task whose forecast finish lies behind `against` (deadline or baseline) date `against_on`, by `days` working days."""

    project_id: int
    project_name: str
    task_id: int
    uid: int
    name: str
    against: str
    against_on: date
    finish_on: date
    days: int
    who: tuple[str, ...]
    because: Sentence


@dataclass(frozen=True, slots=True)
class Blocked:
    """A task that should be worked on by now but waits for other tasks."""

    project_id: int
    project_name: str
    task_id: int
    uid: int
    name: str
    who: tuple[str, ...]
    because: Sentence


@dataclass(frozen=True, slots=True)
class Morning:
    """Today of one actor, worst first. `sentence` sums it up."""

    day: date
    sentence: Sentence
    standings: tuple[Standing, ...]
    finishable_deliverables: tuple[Finishable, ...]
    finishable_tasks: tuple[Finishable, ...]
    slipping: tuple[Slipping, ...]
    blocked: tuple[Blocked, ...]
    reviews: tuple[plans.Review, ...]
    """Risks and issues that are to be looked at again by today."""
    dues: tuple[ProjectDues, ...] = ()
    """The due dates that are proposed, for those who manage."""


def morning(actor: Actor, *, now: datetime) -> Morning:
    """Today of the actor over every project they may know, the worst first. The same queries for any number of projects.

    Members find the tasks they work on; those who manage find everything.
    """
    accounts.require(actor, "day.see")
    heads = forecasts.heads(actor)
    rows = models.Brief.objects.filter(pk__in=[head.project_id for head in heads])
    briefs = {row.pk: {**row.content, "as_of": row.as_of} for row in rows if row.content}
    where = _standings(heads, briefs, _outlooks(heads, now))
    own = None if permissions.may(actor.role, "plans.change_task") else frozenset(people.visible_to(actor).values_list("pk", flat=True))
    lines = [(head, _mine(briefs[head.project_id], own)) for head in heads if head.project_id in briefs]
    bundles = tuple(each for head, brief in lines for each in _finishable(head, brief, "deliverable", now))
    tasks = tuple(each for head, brief in lines for each in _finishable(head, brief, "task", now))
    today = clock.today(accounts.workspace_of(actor.workspace_id).zone, now)
    return Morning(
        day=today,
        sentence=_sentence(where, bundles, tasks, lines),
        standings=where,
        finishable_deliverables=bundles,
        finishable_tasks=tasks,
        slipping=tuple(sorted((each for line in lines for each in _slipping(*line)), key=lambda each: -each.days)),
        blocked=tuple(each for line in lines for each in _blocked(*line)),
        reviews=plans.reviews(actor, on=today),
        dues=dues_of(heads, {row.pk: row.dues for row in rows}) if own is None else (),
    )


def standings(actor: Actor, *, now: datetime) -> tuple[Standing, ...]:
    """Where every project stands that the actor may know, the worst first."""
    accounts.require(actor, "day.see")
    heads = forecasts.heads(actor)
    return _standings(heads, _briefs(heads), _outlooks(heads, now))


def standing(actor: Actor, project_id: int, *, now: datetime) -> Standing:
    """Where one project stands; `NotFound` if the actor may not know it."""
    heads = _one(actor, project_id)
    return _standings(heads, _briefs(heads), _outlooks(heads, now))[0]


def headline(actor: Actor, project_id: int, *, now: datetime) -> Standing:
    """The same as the title of a page says it: without the reason why, and without what moved the finish."""
    return plain(_one(actor, project_id), now)[0]


def plain(heads: Sequence[forecasts.Head], now: datetime) -> tuple[Standing, ...]:
    """Where these projects stand, without the reason why and without what moved them, the worst first."""
    return _standings(heads, {}, _Outlooks(forecasts.likely_of(heads, now=now), {}))


def _one(actor: Actor, project_id: int) -> tuple[forecasts.Head, ...]:
    accounts.require(actor, "day.see")
    heads = forecasts.heads(actor, project_id=project_id)
    if not heads:
        raise NotFound()
    return heads


def stale() -> tuple[forecasts.Stamp, ...]:
    """The projects of which the morning knows less than their forecast. Two queries."""
    kept = {row[0]: row[1:] for row in models.Brief.objects.values_list("pk", "revision", "as_of")}
    return tuple(each for each in forecasts.stamps() if kept.get(each.project_id, NEVER) < (each.revision, each.as_of))


def _briefs(heads: Iterable[forecasts.Head]) -> dict[int, dict[str, Any]]:
    rows = models.Brief.objects.filter(pk__in=[head.project_id for head in heads]).values_list("pk", "content", "as_of")
    return {pk: {**content, "as_of": as_of} for pk, content, as_of in rows if content}


@dataclass(frozen=True, slots=True)
class _Outlooks:
    likely: Mapping[int, forecasts.Likely]
    slips: Mapping[int, forecasts.Slip]

    def of(self, project_id: int) -> dict[str, Any]:
        """What a standing says of the future and of yesterday."""
        known = self.likely.get(project_id)
        told: dict[str, Any] = {"slip": self.slips.get(project_id)}
        if known is not None:
            told |= {"p50_on": known.p50_on, "p80_on": known.p80_on, "chance": known.chance, "outlook_older": known.older}
        return told


def _outlooks(heads: Sequence[forecasts.Head], now: datetime) -> _Outlooks:
    return _Outlooks(forecasts.likely_of(heads, now=now), forecasts.slips_of(heads, now=now))


def _standings(heads: Sequence[forecasts.Head], briefs: Mapping[int, dict[str, Any]], outlooks: _Outlooks) -> tuple[Standing, ...]:
    ids = [head.project_id for head in heads]
    names, frozen = clients.client_names(ids), plans.baseline_finish(ids)
    found = [
        replace(
            _standing(head, briefs.get(head.project_id, {}), names.get(head.project_id, ""), frozen.get(head.project_id)),
            **outlooks.of(head.project_id),
        )
        for head in heads
    ]
    return tuple(sorted(found, key=_worst_first))


def _worst_first(each: Standing) -> tuple[int, int, int, str]:
    """Plans without dates, then what is late, by days; then what is kept so far, the least sure first; then what promised nothing."""
    kept_so_far = each.state in KEPT
    sureness = CERTAIN if each.chance is None or not kept_so_far else each.chance
    return WORST_FIRST.index(KEPT[0] if kept_so_far else each.state), sureness, each.days or 0, each.name


def _standing(head: forecasts.Head, brief: Mapping[str, Any], client: str, frozen: datetime | None) -> Standing:
    why = brief.get("why")
    return Standing(
        project_id=head.project_id,
        name=head.name,
        client=client,
        zone=head.zone,
        state=_state(head),
        days=head.standing_days,
        promised_on=head.promised_on,
        finish_on=None if head.finish is None else head.finish.date(),
        baseline_on=None if frozen is None else frozen.date(),
        why=head.refused or (None if why is None else unpacked(why)),
        as_of=head.as_of,
        revision=head.facts_revision,
        older=head.revision != head.facts_revision,
        minutes_per_day=head.minutes_per_day,
    )


def _state(head: forecasts.Head) -> str:
    if head.revision == 0:
        return "not_yet"
    if head.refused is not None:
        return "refused"
    if head.standing_days is None:
        return "no_promise"
    return "late" if head.standing_days < 0 else "in_hand" if head.standing_days else "on_the_day"


def _mine(brief: dict[str, Any], own: frozenset[int] | None) -> dict[str, Any]:
    """The brief without what others work on, for somebody who sees only their own."""
    if own is None:
        return brief
    lists = ("tasks", "deliverables", "slipping", "blocked")
    return {**brief, **{name: [line for line in brief[name] if own.intersection(line["people"])] for name in lists}}


def _finishable(head: forecasts.Head, brief: Mapping[str, Any], kind: str, now: datetime) -> Iterator[Finishable]:
    """What fits into what is left of today in the project's zone; nothing of a brief that is of another day."""
    wall = now.astimezone(ZoneInfo(head.zone)).replace(tzinfo=None)
    if brief["as_of"] != wall.date():
        return
    left = {uid: rules.minutes_left(shifts, wall) for uid, shifts in brief["open"].items()}
    for line in brief["tasks" if kind == "task" else "deliverables"]:
        if all(minutes <= left.get(uid, left[""]) for uid, minutes in line.get("needs", {}).items()):
            ids = {"id": line["id"], "uid": line["uid"], "name": line["name"], "remaining_minutes": line["minutes"]}
            yield Finishable(head.project_id, head.name, kind, who=tuple(line["who"]), because=unpacked(line["because"]), **ids)


def _slipping(head: forecasts.Head, brief: Mapping[str, Any]) -> Iterator[Slipping]:
    for line in brief["slipping"]:
        yield Slipping(
            **_named(head, line),
            against=line["against"],
            against_on=date.fromisoformat(line["against_on"]),
            finish_on=date.fromisoformat(line["finish_on"]),
            days=line["days"],
        )


def _blocked(head: forecasts.Head, brief: Mapping[str, Any]) -> Iterator[Blocked]:
    return (Blocked(**_named(head, line)) for line in brief["blocked"])


def _named(head: forecasts.Head, line: Mapping[str, Any]) -> dict[str, Any]:
    """What every line about a task says."""
    whose = {"project_id": head.project_id, "project_name": head.name, "task_id": line["id"], "uid": line["uid"], "name": line["name"]}
    return {**whose, "who": tuple(line["who"]), "because": unpacked(line["because"])}


def _sentence(
    where: tuple[Standing, ...], bundles: tuple[Finishable, ...], tasks: tuple[Finishable, ...], lines: list[tuple[forecasts.Head, Any]]
) -> Sentence:
    """The day in words. A task that is a step of a deliverable that can be finished is not counted again."""
    finishing = {(each.project_id, each.id) for each in bundles}
    parts = {
        (head.project_id, uid)
        for head, brief in lines
        for line in brief["deliverables"]
        if (head.project_id, line["id"]) in finishing
        for uid in line["tasks"]
    }
    alone = sum((each.project_id, each.uid) not in parts for each in tasks)
    late = sum(each.state == "late" for each in where)
    kept = [each for each in where if each.state in KEPT]
    at_risk = sum(each.at_risk for each in kept)
    return rules.summed_up(projects=len(where), late=late, at_risk=at_risk, kept=len(kept) - at_risk, finishable=len(bundles) + alone)
