"""Small plans as text, written out so that a test shows what it is about."""

from __future__ import annotations

from io import BytesIO

from milepost.exchange import msproject
from milepost.plans.draft import Draft, Task

NAMESPACE = "http://schemas.microsoft.com/project"


def mspdi(tasks: str = "", *, before: str = "", after: str = "", namespace: str = NAMESPACE) -> bytes:
    """A plan whose `Tasks`, and what stands before and after them, are given."""
    spoken = f' xmlns="{namespace}"' if namespace else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Project{spoken}><Title>Harbour</Title>'
        f"<StartDate>2026-03-02T08:00:00</StartDate>{before}<Tasks>{tasks}</Tasks>{after}</Project>"
    ).encode()


def task(uid: int = 1, name: str = "Dredge", fields: str = "<Duration>PT8H0M0S</Duration>") -> str:
    """One task."""
    return f"<Task><UID>{uid}</UID><Name>{name}</Name>{fields}</Task>"


def read(content: bytes) -> Draft:
    """The draft of a file."""
    return msproject.read(BytesIO(content))


def read_task(fields: str, *, name: str = "Dredge") -> Task:
    """The one task of a plan with these fields."""
    return read(mspdi(task(1, name, fields))).tasks[0]


def losses(draft: Draft) -> dict[str, tuple[int, str]]:
    """What was not kept: code to count and example."""
    return {loss.code: (loss.count, loss.example) for loss in draft.losses}
