"""Who the firm works for, and what was promised to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from milepost.accounts import reads as accounts
from milepost.accounts import rules as permissions
from milepost.clients import models
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound
from milepost.plans import reads as plans


@dataclass(frozen=True, slots=True)
class Contact:
    """A named person at a client. `user_id` where that person signs in here."""

    id: int
    name: str
    email: str
    user_id: int | None
    version: int


@dataclass(frozen=True, slots=True)
class Client:
    id: int
    name: str
    version: int
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A date told to a client: which, of what, to whom, by which paper. `task_name` is empty where the whole project was promised.

    For an actor who is the client, `by` and `because` are empty: no names and no internal notes of the firm.
    """

    id: int
    project_id: int
    project_name: str
    client_id: int
    client: str
    on: date
    task_name: str
    to_whom: str
    paper: str
    because: str
    by: str
    at: datetime
    current: bool
    """False once a later promise about the same thing took its place."""


def visible_to(actor: Actor) -> QuerySet[models.Client]:
    """The clients the actor may know: all of the workspace for those who manage, their own for somebody at a client."""
    clients = models.Client.objects.filter(workspace_id=actor.workspace_id).order_by("name", "id")
    if permissions.may(actor.role, "clients.see"):
        return clients
    own = models.Contact.objects.filter(workspace_id=actor.workspace_id, user_id=actor.user_id)
    return clients.filter(pk__in=own.values("client_id"))


def clients(actor: Actor) -> tuple[Client, ...]:
    """The firm's clients with their contacts, by name. Two queries."""
    accounts.require(actor, "clients.see")
    return _clients(visible_to(actor))


def client(actor: Actor, client_id: int) -> Client:
    """One client; `NotFound` if it is not of the actor's workspace."""
    accounts.require(actor, "clients.see")
    found = _clients(visible_to(actor).filter(pk=client_id))
    if not found:
        raise NotFound()
    return found[0]


def _clients(rows: QuerySet[models.Client]) -> tuple[Client, ...]:
    there = list(rows)
    contacts: dict[int, list[Contact]] = defaultdict(list)
    known = models.Contact.objects.filter(client__in=[each.pk for each in there]).order_by("name", "pk")
    for row in known:
        contacts[row.client_id].append(Contact(row.pk, row.name, row.email, row.user_id, row.version))
    return tuple(Client(each.pk, each.name, each.version, tuple(contacts[each.pk])) for each in there)


def promises(actor: Actor) -> tuple[Promise, ...]:
    """Every promise that holds, the nearest date first: all of the workspace, or those made to the actor's own client."""
    accounts.require(actor, "clients.see_promises")
    return tuple(sorted((each for each in _promises(actor) if each.current), key=lambda each: (each.on, each.id)))


def promise_history(actor: Actor, project_id: int) -> tuple[Promise, ...]:
    """Every promise ever made about a project and its tasks, newest first: all, or those made to the actor's own client."""
    accounts.require(actor, "clients.see_promises")
    found = tuple(each for each in _promises(actor) if each.project_id == project_id)
    if not found and project_id not in plans.visible_ids(actor):
        raise NotFound()
    return found


def _promises(actor: Actor) -> tuple[Promise, ...]:
    """Newest first. Of the same thing told to the same client, the newest one holds."""
    rows = models.Promise.objects.filter(client__in=visible_to(actor).order_by().values("pk")).order_by("-promised_id")
    told_all = permissions.may(actor.role, "clients.see")
    seen: set[tuple[int, int, int | None]] = set()
    found = []
    for row in rows.select_related("client", "promised__project", "promised__task", "promised__by"):
        thing = (row.client_id, row.promised.project_id, row.promised.task_id)
        found.append(_promise(row, current=thing not in seen, told_all=told_all))
        seen.add(thing)
    return tuple(found)


def _promise(row: models.Promise, *, current: bool, told_all: bool) -> Promise:
    promised = row.promised
    return Promise(
        id=row.pk,
        project_id=promised.project_id,
        project_name=promised.project.name,
        client_id=row.client_id,
        client=row.client.name,
        on=promised.on,
        task_name=promised.task.name if promised.task else "",
        to_whom=row.to_whom,
        paper=row.paper,
        because=promised.because if told_all else "",
        by=promised.by.name if told_all else "",
        at=promised.at,
        current=current,
    )


def client_names(project_ids: Iterable[int]) -> dict[int, str]:
    """The client whom each project was last promised to, whoever asks; projects promised to nobody are left out. One query."""
    rows = models.Promise.objects.filter(promised__project_id__in=list(project_ids)).order_by("promised_id")
    return dict(rows.values_list("promised__project_id", "client__name"))
