"""Forecasts as they are kept, and which of them are older than the facts."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from milepost.accounts import reads as accounts
from milepost.audit import reads as audit
from milepost.forecast import models
from milepost.forecast.reads.values import Forecast, Head, Stamp
from milepost.forecast.rules import Columns, Warn, moment
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.say import Sentence, unpacked
from milepost.plans import reads as plans

CHAIN = 5
"""How many tasks back a reason is told."""


def forecast(actor: Actor, project_id: int) -> Forecast | None:
    """The newest conclusion of a project the actor may know; None before the first one and where there is nothing to see."""
    accounts.require(actor, "forecast.see")
    return forecasts(actor, [project_id]).get(project_id)


def forecasts(actor: Actor, project_ids: Iterable[int]) -> dict[int, Forecast]:
    """The newest conclusions of those of the projects that the actor may know. Three queries for any number of them."""
    accounts.require(actor, "forecast.see")
    wanted = list(project_ids)
    visible = plans.visible_to(actor).order_by().filter(pk__in=wanted).values("pk")
    rows = list(models.Forecast.objects.filter(project__in=visible).defer("reasons"))
    return from_rows(rows, audit.revisions(wanted)) if rows else {}


def forecast_at(project_id: int, *, facts_revision: int) -> Forecast | None:
    """The newest conclusion of a project that the actor was shown, beside the revision of its facts. One query."""
    rows = models.Forecast.objects.filter(pk=project_id).defer("reasons")
    return from_rows(rows, {project_id: facts_revision}).get(project_id)


def heads(actor: Actor, *, project_id: int | None = None) -> tuple[Head, ...]:
    """Every project the actor may know, or the one, with where its newest forecast stands. Five queries for any number of them."""
    accounts.require(actor, "forecast.see")
    visible = plans.visible_to(actor) if project_id is None else plans.visible_to(actor).filter(pk=project_id)
    projects = list(visible.values_list("pk", "name", "zone", "minutes_per_day"))
    ids = [row[0] for row in projects]
    facts, promised = audit.revisions(ids), plans.promised(ids)
    columns = ("pk", "revision", "as_of", "finish_minute", "standing_days", "refusal")
    kept = {row[0]: row[1:] for row in models.Forecast.objects.filter(pk__in=ids).values_list(*columns)}
    days = {pk: promise.on for pk, promise in promised.items()}
    found = (_head(pk, name, zone, facts[pk], days.get(pk), kept.get(pk)) for pk, name, zone, _ in projects)
    return tuple(replace(head, minutes_per_day=row[3]) for head, row in zip(found, projects, strict=True))


def _head(pk: int, name: str, zone: str, facts_revision: int, promised_on: date | None, kept: tuple[Any, ...] | None) -> Head:
    """The promise is a fact and shown as it is now; how far the forecast is from it is shown once the forecast knows it."""
    if kept is None:
        return Head(pk, name, zone, facts_revision, promised_on=promised_on)
    revision, as_of, finish, days, refusal = kept
    return Head(
        pk,
        name,
        zone,
        facts_revision,
        revision=revision,
        as_of=as_of,
        finish=None if finish is None else moment(finish),
        promised_on=promised_on,
        standing_days=days,
        refused=None if refusal is None else unpacked(refusal["sentence"]),
    )


def stamps() -> tuple[Stamp, ...]:
    """What every stored forecast is stamped with."""
    return tuple(Stamp(*row) for row in models.Forecast.objects.values_list("pk", "revision", "as_of"))


def from_rows(rows: Iterable[models.Forecast], revisions: Mapping[int, int]) -> dict[int, Forecast]:
    """The rows as values, with the revision of the facts beside them."""
    return {row.pk: _value(row, revisions[row.pk]) for row in rows}


def _value(row: models.Forecast, facts_revision: int) -> Forecast:
    columns = None if row.columns is None else Columns.unpacked(bytes(row.columns))
    return Forecast(
        project_id=row.pk,
        revision=row.revision,
        facts_revision=facts_revision,
        as_of=row.as_of,
        made_at=row.made_at,
        start=None if row.start_minute is None else moment(row.start_minute),
        finish=None if row.finish_minute is None else moment(row.finish_minute),
        promised_on=row.promised_on,
        standing_days=row.standing_days,
        columns=columns,
        rows={} if columns is None else {uid: place for place, uid in enumerate(columns.uid.tolist())},
        critical_path=tuple(row.critical_path),
        warnings=tuple(Warn(each["code"], unpacked(each["sentence"]), each["task"]) for each in row.warnings),
        open_minutes={int(uid) if uid else None: minutes for uid, minutes in row.open_minutes.items()},
        refused_code="" if row.refusal is None else row.refusal["code"],
        refused=None if row.refusal is None else unpacked(row.refusal["sentence"]),
    )


def explained(actor: Actor, project_id: int) -> tuple[Forecast | None, list[Mapping[str, Any]]]:
    """The newest conclusion and the reasons that belong to it, of one moment; no reasons before they are written down."""
    accounts.require(actor, "forecast.see")
    row = models.Forecast.objects.filter(project__in=plans.visible_to(actor).order_by().filter(pk=project_id).values("pk")).first()
    if row is None:
        return None, []
    return _value(row, audit.revision(project_id)), _unpacked_reasons(row.reasons)


def reasons(project_id: int) -> list[Mapping[str, Any]]:
    """The reason of each task in the order of the stored columns, still packed; none before they are written down."""
    kept = models.Forecast.objects.filter(pk=project_id).values_list("reasons", flat=True).first()
    return _unpacked_reasons(kept)


def _unpacked_reasons(kept: bytes | memoryview | None) -> list[Mapping[str, Any]]:
    return [] if kept is None else json.loads(zlib.decompress(bytes(kept)))


def why(actor: Actor, project_id: int, uid: int) -> tuple[Sentence, ...]:
    """Why a task stands where it stands: its own reason last, before it those of the tasks that drive it, at most five in all.

    Reasons follow the dates within a second (`forecast.writes.explain`); until then there are none.
    """
    known = forecast(actor, project_id)
    return () if known is None else why_of(known, uid)


def why_of(known: Forecast, uid: int) -> tuple[Sentence, ...]:
    """The same of a forecast that is at hand. One query."""
    if known.columns is None or uid not in known.rows:
        return ()
    chain: list[int] = []
    place: int | None = known.rows[uid]
    while place is not None and place not in chain and len(chain) < CHAIN:
        chain.append(place)
        place = known.rows.get(int(known.columns.driver[place]))
    why = reasons(known.project_id)
    return tuple(unpacked(why[place]) for place in reversed(chain)) if why else ()


def stale(now: datetime) -> tuple[Stamp, ...]:
    """The projects whose forecast is missing, or older than their facts or than today in their own zone. Four queries."""
    zones = dict(plans.zones())
    facts = audit.revisions(zones)
    kept = {row[0]: row[1:] for row in models.Forecast.objects.values_list("pk", "revision", "as_of")}
    days = {zone: clock.today(zone, now) for zone in set(zones.values())}
    wanted = (Stamp(project_id, facts[project_id], days[zone]) for project_id, zone in zones.items())
    return tuple(each for each in wanted if kept.get(each.project_id) != (each.revision, each.as_of))


def marks(project_ids: Iterable[int] | None = None) -> dict[int, tuple[int, int]]:
    """Per project the revision of its facts and that of its stored forecast, 0 before the first. Three or four queries."""
    wanted = [pk for pk, _ in plans.zones()] if project_ids is None else list(project_ids)
    facts = audit.revisions(wanted)
    kept = dict(models.Forecast.objects.filter(pk__in=wanted).values_list("pk", "revision"))
    return {project_id: (facts[project_id], kept.get(project_id, 0)) for project_id in wanted}


def newest_forecast(workspace_id: int) -> datetime | None:
    """When the newest forecast of any project of a workspace was drawn, whoever asks."""
    newest: datetime | None = models.Forecast.objects.filter(workspace_id=workspace_id).aggregate(at=Max("made_at"))["at"]
    return newest
