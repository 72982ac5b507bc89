"""Nobody slips a value past a form: every field of every table, and ten invented ones, sent to every writing address."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from milepost.api.api import api
from tests.cast import NOW, Cast, Firm
from tests.doors.trust.bodies import bodies
from tests.doors.trust.digest import NOTES, changed, digests
from tests.doors.trust.knocking import Body, Callers, ids
from tests.doors.trust.table import Row, rows

INVENTED = ("is_admin", "is_staff", "is_superuser", "permissions", "groups", "__class__", "_state", "pk", "workspace__id", "actor")
MADE_BY_CHANCE = NOTES | {"digest", "prefix", "password", "previous", "after"}
"""Columns that differ between two runs of the same request: secrets, and the chain over them."""
ROLES = ("owner", "manager", "member", "client")


def columns() -> set[str]:
    """The names of all fields of all tables of ours, as attributes and as columns."""
    models = [model for model in apps.get_models() if model.__module__.startswith("milepost.")]
    return {name for model in models for field in model._meta.concrete_fields for name in (field.name, field.attname)} | set(INVENTED)


def hostile(name: str, firm: Firm) -> Any:
    """A value that would do harm if it arrived."""
    if name == "role":
        return "owner"
    return 10**6 if name == "version" else firm.workspace_id if "workspace" in name else firm.owner.user_id


def writing(cast: Cast) -> list[tuple[Row, str, Body]]:
    here, sent = ids(cast.north), bodies(cast.north)
    known = [(row, address) for row, address in rows() if row in sent]
    return [(row, address.at({**here, **sent[row].ids}) + sent[row].query, sent[row]) for row, address in known]


def test_the_api_refuses_what_it_does_not_know(cast: Cast) -> None:
    """Everything unknown at once; each name alone is the long form."""
    callers, before = Callers(cast), digests()
    assert surprises(callers, cast, lambda unknown: [unknown]) == []
    assert changed(before, digests()) == set()


@pytest.mark.slow
def test_the_api_refuses_every_single_name_it_does_not_know(cast: Cast) -> None:
    assert surprises(Callers(cast), cast, lambda unknown: [{name: value} for name, value in unknown.items()]) == []


def surprises(callers: Callers, cast: Cast, parts: Any) -> list[str]:
    found = []
    for (method, template), path, body in writing(cast):
        if not template.startswith("/api/") or body.json is None:
            continue
        unknown = {name: hostile(name, cast.south) for name in sorted(columns() - set(body.json) - fields_of(template, method))}
        for extra in parts(unknown):
            for who in ROLES:
                answer = callers.knock(who, method, path, replace(body, json={**body.json, **extra}))
                if answer.status_code not in (401, 403, 422):
                    found.append(f"{method} {template} as {who} with {sorted(extra)[:3]}…: {answer.status_code}")
    return found


def fields_of(template: str, method: str) -> set[str]:
    """The fields that the OpenAPI document declares for an address."""
    document = _document()
    operation = document["paths"][template][method.lower()]
    named = operation["requestBody"]["content"]["application/json"]["schema"].get("$ref", "").rpartition("/")[2]
    return set(document["components"]["schemas"].get(named, {}).get("properties", {}))


@cache
def _document() -> Any:
    return api.get_openapi_schema()


def test_the_pages_ignore_what_they_do_not_ask(cast: Cast) -> None:
    """The same form with every foreign field beside it does exactly what it does without."""
    callers, found = Callers(cast), []
    for row, path, body in writing(cast):
        if body.form is None or row[1] == "/welcome/":
            continue
        extra = {name: hostile(name, cast.south) for name in columns() - set(body.form) - ASKED.get(row[1], set())}
        plain, stuffed = (effect(callers, row[0], path, replace(body, form=form)) for form in (body.form, {**extra, **body.form}))
        if plain != stuffed:
            found.append(f"{row[1]}: {changed(plain[1], stuffed[1]) or (plain[0], stuffed[0])}")
    assert found == []


ASKED = {
    "/projects/{project_id}/promise/": {"to_whom", "paper", "because"},
    "/projects/{project_id}/objectives/add/": {"metric", "baseline_value", "target", "by_on"},
    "/projects/{project_id}/objectives/{objective_id}/": {"metric", "baseline_value", "target", "by_on"},
    "/strategy/add/": {"metric", "baseline_value", "target", "by_on", "project_ids"},
    "/strategy/{strategic_objective_id}/": {"metric", "baseline_value", "target", "by_on", "project_ids"},
    "/projects/{project_id}/deliverables/add/": {"criteria", "met", "objective_id", "owner_id", "review_minutes"},
    "/projects/{project_id}/deliverables/{deliverable_id}/": {"criteria", "met", "objective_id", "owner_id", "review_minutes"},
    "/projects/{project_id}/risks/add/": {"effect", "minutes", "measures", "owner_id", "review_on"},
    "/projects/{project_id}/risks/{risk_id}/": {"effect", "minutes", "measures", "owner_id", "review_on"},
    "/projects/{project_id}/scenarios/add/": {"note"},
    "/projects/{project_id}/budget/costs/add/": {"paid", "risk_id"},
    "/projects/{project_id}/budget/costs/{cost_id}/": {"risk_id"},
    "/projects/{project_id}/scenarios/{scenario_id}/change/": {"note"},
    "/tasks/{task_id}/progress/": {"started_at", "finished_at", "note", "remaining_minutes", "started_on", "finished_on", "version"},
    "/tasks/{task_id}/change/": {"constraint", "deliverable_id", "notes"},
    "/projects/{project_id}/fields/": {"choices"},
    "/projects/{project_id}/fields/{field_id}/": {"choices"},
    "/projects/{project_id}/repeating/": {"weekdays", "month_day", "until_on"},
    "/projects/{project_id}/repeating/{recurrence_id}/": {"weekdays", "month_day", "until_on"},
    "/projects/{project_id}/calendars/": {"holidays", "country", "region"},
    "/projects/{project_id}/calendars/{calendar_id}/": {"holidays", "country", "region"},
    "/projects/{project_id}/calendars/{calendar_id}/days/": {"last", "hours", "called"},
    "/projects/add/": {"template", "outline", "file", "objectives", "deliverables", "expected_on", "client", "promised"},
    "/people/add/": {"email", "user_id", "zone"},
    "/people/{person_id}/change/": {"email", "zone"},
    "/people/{person_id}/week/": {"second_from"},
    "/people/{person_id}/absences/": {"because"},
}
"""Fields that a page does ask for, beside those of its body in `bodies`."""


def number_anew() -> None:
    """New rows are numbered from where the tables end; PostgreSQL does not take numbers back with what was rolled back."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


def effect(callers: Callers, method: str, path: str, body: Body) -> tuple[int, dict[str, str]]:
    """The status, and what the database holds afterwards; nothing stays."""
    number_anew()
    client = callers.client("owner")
    cookies = client.cookies.output(header="")
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        answer = callers.knock("owner", method, path, body)
        seen = digests(without=MADE_BY_CHANCE)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    return answer.status_code, seen
