"""Who the firm works for, and what was promised to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


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
