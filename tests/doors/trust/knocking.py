"""Ten kinds of callers, and how each of them knocks at an address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from milepost.accounts import reads as accounts
from milepost.accounts.models import User
from milepost.exchange import msproject
from tests.cast import NOW, Cast, Firm, plan
from tests.doors.trust.addresses import READING

ACTORS = ("anonymous", "disabled", "revoked", "stranger", "client", "other_client", "other_member", "member", "manager", "owner")
"""The owner of another workspace is the stranger; the other member and the other client belong to another project."""
WITHOUT_RIGHTS = ("anonymous", "disabled", "revoked")
FORGERY_TOKEN = "a" * 32
REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent along: JSON to the API, a form to the pages, a plan file, a question; `ids` where others than usual are meant."""

    json: Mapping[str, Any] | None = None
    form: Mapping[str, Any] | None = None
    file: bool = False
    query: str = ""
    ids: Mapping[str, int] = field(default_factory=dict)


class Callers:
    """Clients of Django's test kind, signed in as each of the ten, in two workspaces."""

    def __init__(self, firms: Cast, *, forgery_token: bool = True) -> None:
        self.cast = firms
        self.forgery_token = forgery_token
        self._clients: dict[str, Client] = {}

    def knock(self, who: str, method: str, path: str, body: Body | None = None, headers: Mapping[str, str] | None = None) -> HttpResponse:
        """The answer to one request of one of the ten, as the running program would give it. It keeps what it changed."""
        api = path.startswith("/api/")
        sent = {**self._headers(who, api=api), **(headers or {})}
        answer = self.client(who).generic(method, path, **self._content(body or Body(), api=api, method=method), headers=sent)
        return cast(HttpResponse, answer)

    def try_to(self, who: str, method: str, path: str, body: Body | None = None, headers: Mapping[str, str] | None = None) -> HttpResponse:
        """The answer to a request that leaves nothing behind: neither in the database nor in the caller's cookies."""
        client = self.client(who)
        cookies = client.cookies.output(header="")
        with transaction.atomic():
            answer = self.knock(who, method, path, body, headers)
            transaction.set_rollback(True)
        client.cookies.clear()
        client.cookies.load(cookies)
        return answer

    def client(self, who: str) -> Client:
        if who not in self._clients:
            self._clients[who] = self._signed_in(who)
        return self._clients[who]

    def _signed_in(self, who: str) -> Client:
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.cookies[settings.CSRF_COOKIE_NAME] = FORGERY_TOKEN
        if who not in ("anonymous", "revoked"):
            person = self.cast.south.owner if who == "stranger" else getattr(self.cast.north, who)
            client.force_login(User.objects.get(pk=person.user_id))
        return client

    def _headers(self, who: str, *, api: bool) -> dict[str, str]:
        if api and who not in ("anonymous", "client", "other_client"):
            return {"Authorization": f"Bearer {self.token(who)}"}
        return {"X-CSRFToken": FORGERY_TOKEN} if self.forgery_token else {}

    def token(self, who: str) -> str:
        north = self.cast.north
        if who == REVOKED:
            return north.revoked_token
        return (self.cast.south.owner if who == "stranger" else getattr(north, who)).token

    def _content(self, body: Body, *, api: bool, method: str) -> dict[str, Any]:
        if method in READING:
            return {}
        if body.file:
            return multipart({**(body.form or {})}, plan_file(self.cast.north))
        if api:
            return {"data": json.dumps(body.json if body.json is not None else {}), "content_type": "application/json"}
        return {"data": urlencode(body.form or {}, doseq=True), "content_type": "application/x-www-form-urlencoded"}


def plan_file(firm: Firm) -> bytes:
    """A small plan as MS Project XML."""
    return msproject.write(plan(firm.mark, firm.member.email), dates={})


def multipart(fields: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """A form with a plan file in it."""
    edge = "milepost-edge"
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="plan.xml"\r\nContent-Type: application/xml\r\n\r\n'
    return {
        "data": b"".join([*parts, head.encode(), content, f"\r\n--{edge}--\r\n".encode()]),
        "content_type": f"multipart/form-data; boundary={edge}",
    }


def ids(firm: Firm) -> dict[str, object]:
    """What stands in the places of an address, in one firm."""
    return {
        "project_id": firm.project_id,
        "task_id": firm.task_ids["moor"],
        "link_id": firm.link_id,
        "resource_id": firm.resource_id,
        "objective_id": firm.objective_id,
        "deliverable_id": firm.deliverable_id,
        "import_id": firm.import_id,
        **{
            name: getattr(firm, name)
            for name in (
                "label_id",
                "field_id",
                "calendar_id",
                "comment_id",
                "mention_id",
                "attachment_id",
                "view_id",
                "recurrence_id",
                "overtime_id",
                "risk_id",
                "scenario_id",
                "snapshot_id",
                "strategic_objective_id",
                "template_id",
            )
        },
        "line_id": firm.scenario_line_id,
        "cost_id": firm.fixed_cost_id,
        "client_id": firm.client_id,
        "contact_id": firm.contact_id,
        "person_id": firm.member_person_id,
        "absence_id": firm.absence_id,
        "membership_id": firm.other_member.membership_id,
        "workspace_id": firm.workspace_id,
        "token_id": accounts.tokens(firm.owner.actor)[0].id,
        "feed_id": next(link.id for link in accounts.links(firm.owner.actor, now=NOW) if link.purpose == "calendar"),
        "secret": "guessed",
        "page": "first-plan",
        "kind": "levelling",
        "check": "lags",
        "key": "not-a-key",
        "uidb36": "1",
        "pk": "1",
    }
