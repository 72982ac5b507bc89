"""Clients, their contacts, what is promised to them, and projects that begin with a promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.accounts import rules as accounts_rules
from milepost.audit import writes as audit
from milepost.clients import models
from milepost.clients.reads import visible_to
from milepost.forecast import reads as forecast
from milepost.kernel import clock
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import rules
from milepost.plans import writes as plans
from milepost.plans.sketch import Sketch, draft_of


def add_client(actor: Actor, *, name: str, now: datetime) -> int:
    """Somebody the firm works for. Gives back the id. A second client of the same name is refused."""
    accounts.require(actor, "clients.add_client")
    kept = rules.name(name)
    with transaction.atomic():
        _check_unused(actor, kept)
        row = models.Client.objects.create(workspace_id=actor.workspace_id, name=kept)
        audit.record(actor, "added", "client", row.pk, before=None, after={"name": kept}, now=now)
    return row.pk


def _check_unused(actor: Actor, name: str, *, but: int = 0) -> None:
    if models.Client.objects.filter(workspace_id=actor.workspace_id, name__iexact=name).exclude(pk=but).exists():
        raise Refusal("client_there", say("There is a client of this name already."), field="name")


def change_client(actor: Actor, client_id: int, *, name: str, version: int | None, now: datetime) -> int:
    """Another name. Gives back the new version."""
    accounts.require(actor, "clients.change_client")
    after = {"name": rules.name(name)}
    with transaction.atomic():
        row = _held(actor, client_id)
        before = {"name": row.name}
        accounts_rules.check_version(version, current=row.version, yours=after, now_there={**before, "version": row.version})
        _check_unused(actor, after["name"], but=row.pk)
        models.Client.objects.filter(pk=row.pk).update(**after, version=row.version + 1)
        audit.record(actor, "changed", "client", row.pk, before=before, after=after, now=now)
    return row.version + 1


def _held(actor: Actor, client_id: int) -> models.Client:
    row = visible_to(actor).select_for_update(of=("self",), no_key=True).filter(pk=client_id).first()
    if row is None:
        raise NotFound()
    return row


def add_contact(actor: Actor, client_id: int, *, name: str, email: str = "", user_id: int | None = None, now: datetime) -> int:
    """A named person at a client; with `user_id`, a member of the workspace who then sees what was promised. Gives back the id."""
    accounts.require(actor, "clients.change_client")
    values = _contact(actor, name, email, user_id)
    with transaction.atomic():
        client = _held(actor, client_id)
        row = models.Contact.objects.create(workspace_id=actor.workspace_id, client=client, **values)
        audit.record(actor, "added", "contact", row.pk, before=None, after={**values, "client": client.name}, now=now)
    return row.pk


def _contact(actor: Actor, name: str, email: str, user_id: int | None) -> dict[str, object]:
    if user_id is not None and not accounts.visible_members(actor).filter(user_id=user_id).exists():
        raise NotFound()
    address = accounts_rules.email(email) if email.strip() else ""
    return {"name": rules.name(name), "email": address, "user_id": user_id}


def change_contact(actor: Actor, contact_id: int, *, name: str, email: str, user_id: int | None, version: int | None, now: datetime) -> int:
    """Says anew who a contact is. Gives back the new version."""
    accounts.require(actor, "clients.change_client")
    after = _contact(actor, name, email, user_id)
    with transaction.atomic():
        row = models.Contact.objects.select_for_update().filter(workspace_id=actor.workspace_id, pk=contact_id).first()
        if row is None:
            raise NotFound()
        before = {"name": row.name, "email": row.email, "user_id": row.user_id}
        accounts_rules.check_version(version, current=row.version, yours=after, now_there={**before, "version": row.version})
        models.Contact.objects.filter(pk=row.pk).update(**after, version=row.version + 1)
        audit.record(actor, "changed", "contact", row.pk, before=before, after=after, now=now)
    return row.version + 1


def promise(
    actor: Actor,
    project_id: int,
    *,
    client: str,
    on: date,
    to_whom: str = "",
    paper: str = "",
    because: str = "",
    task_id: int | None = None,
    now: datetime,
) -> int:
    """Promises a date of a project, or of one task, to a client: to whom there and by which paper. Gives back the promise's id.

    `client` is a name; a client who is not known yet is added. The date itself becomes a fact of the plan.
    """
    accounts.require(actor, "clients.promise")
    values = {"to_whom": rules.text(to_whom, field="to_whom"), "paper": rules.text(paper, field="paper", longest=500)}
    name = rules.name(client, field="client")
    with transaction.atomic():
        promised_id = plans.promise_date(actor, project_id, on=on, task_id=task_id, because=because, now=now)
        client_id = visible_to(actor).filter(name__iexact=name).values_list("pk", flat=True).first()
        if client_id is None:
            client_id = add_client(actor, name=name, now=now)
        row = models.Promise.objects.create(workspace_id=actor.workspace_id, client_id=client_id, promised_id=promised_id, **values)
        after = {"client": name, "on": on, "task_id": task_id, **values}
        audit.record(actor, "promised", "promise", row.pk, before=None, after=after, plan_id=project_id, now=now)
    return row.pk


def start_project(
    actor: Actor,
    sketch: Sketch,
    *,
    name: str,
    start_on: date,
    expected_on: date | None = None,
    client: str = "",
    promised: bool = False,
    team: Mapping[str, int] | None = None,
    member_ids: Sequence[int] = (),
    newcomers: Sequence[str] = (),
    now: datetime,
) -> int:
    """Begins a project as `plans.start_project` says; where it is `promised` already, `expected_on` is promised to the client as well.

    Gives back the project's id. Refused before anything is kept: what the engine finds no dates for, a promise without its day
    or without somebody it was given to.
    """
    if promised and expected_on is None:
        raise Refusal("promise_without_day", say("Say which date was promised."), field="expected_on")
    if promised and not client.strip():
        raise Refusal("promise_without_client", say("Say to whom the date was promised."), field="client")
    forecast.check(draft_of(sketch, name=name, start_on=start_on), clock.today(accounts.workspace_of(actor.workspace_id).zone, now))
    with transaction.atomic():
        project_id = plans.start_project(
            actor,
            sketch,
            name=name,
            start_on=start_on,
            expected_on=expected_on,
            team=team,
            member_ids=member_ids,
            newcomers=newcomers,
            now=now,
        )
        if promised and expected_on is not None:
            promise(actor, project_id, client=client, on=expected_on, now=now)
    return project_id


def save_as_template(actor: Actor, project_id: int, *, name: str, now: datetime) -> int:
    """Keeps a project as a template, as `plans.save_as_template` says, without the names of clients and their people."""
    clients = models.Client.objects.filter(workspace_id=actor.workspace_id).values_list("name", flat=True)
    contacts = models.Contact.objects.filter(workspace_id=actor.workspace_id).values_list("name", flat=True)
    hidden = {**dict.fromkeys(contacts, "somebody"), **dict.fromkeys(clients, "the client")}
    return plans.save_as_template(actor, project_id, name=name, hidden=hidden, now=now)
