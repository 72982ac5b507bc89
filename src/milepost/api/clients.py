"""Clients, their contacts, and what was promised to them."""

from __future__ import annotations

from datetime import date

from milepost.api.entry import Call
from milepost.api.pages import Limit, Offset, page, page_of
from milepost.api.shapes import Asked, Changed, Id, Made, Text, Versioned
from milepost.api.subject import Subject, version_of
from milepost.clients import reads, writes

clients = Subject("Clients")


class ClientAsked(Asked):
    name: Text


class ClientChange(ClientAsked, Versioned):
    pass


class ContactAsked(Asked):
    name: Text
    email: Text = ""
    user_id: Id | None = None


class ContactChange(ContactAsked, Versioned):
    pass


class PromiseToClient(Asked):
    client: Text
    """The client's name; a client of that name is made where there is none."""
    on: date
    to_whom: Text = ""
    paper: Text = ""
    because: Text = ""
    task_id: Id | None = None


@clients.get("/clients", gives=page_of(reads.Client))
def all_clients(call: Call, offset: Offset, limit: Limit) -> object:
    """The firm's clients with their contacts, by name."""
    return page(reads.clients(call.actor), offset, limit)


@clients.post("/clients", gives=Made)
def add_client(call: Call, asked: ClientAsked) -> Made:
    """Somebody the firm works for."""
    return Made(writes.add_client(call.actor, name=asked.name, now=call.now))


@clients.get("/clients/{client_id}", gives=reads.Client)
def client(call: Call, client_id: Id) -> reads.Client:
    """One client."""
    return reads.client(call.actor, client_id)


@clients.put("/clients/{client_id}", gives=Changed)
def change_client(call: Call, client_id: Id, change: ClientChange) -> Changed:
    """Another name."""
    version = version_of(call, change.version)
    return Changed(writes.change_client(call.actor, client_id, name=change.name, version=version, now=call.now))


@clients.post("/clients/{client_id}/contacts", gives=Made)
def add_contact(call: Call, client_id: Id, asked: ContactAsked) -> Made:
    """A named person at a client; with `user_id`, a member who then sees what was promised."""
    return Made(writes.add_contact(call.actor, client_id, **asked.values(), now=call.now))


@clients.put("/contacts/{contact_id}", gives=Changed)
def change_contact(call: Call, contact_id: Id, change: ContactChange) -> Changed:
    """Says anew who a contact is."""
    version = version_of(call, change.version)
    return Changed(writes.change_contact(call.actor, contact_id, **change.values(without=("version",)), version=version, now=call.now))


@clients.post("/projects/{project_id}/promises", gives=Made)
def promise(call: Call, project_id: Id, asked: PromiseToClient) -> Made:
    """Promises a date to a client: to whom there, and by which paper."""
    return Made(writes.promise(call.actor, project_id, **asked.values(), now=call.now))


@clients.get("/projects/{project_id}/promises", gives=tuple[reads.Promise, ...])
def promise_history(call: Call, project_id: Id) -> tuple[reads.Promise, ...]:
    """Every promise ever made about a project, newest first; a client sees those made to them."""
    return reads.promise_history(call.actor, project_id)


@clients.get("/promises", gives=page_of(reads.Promise))
def promises(call: Call, offset: Offset, limit: Limit) -> object:
    """Every promise that holds, the nearest date first; a client sees those made to them."""
    return page(reads.promises(call.actor), offset, limit)
