"""Five people who change one plan at random at the same time: what came of it is what some order of their edits gives, one by one.

Everything acknowledged is done again, one after the other in the order of the revisions, in the firm that mirrors the first.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from milepost.audit import reads as audit
from milepost.kernel.refusal import Refusal, Stale
from milepost.plans import edits as said
from milepost.plans import reads, writes
from milepost.plans.draft import Draft
from milepost.plans.edits import Edit
from tests.cast import NOW, Cast, Firm

CLIENTS = ("owner", "manager", "owner", "manager", "owner")
SOON = timedelta(minutes=1)
FEWEST = 4


@dataclass(frozen=True)
class Acknowledged:
    """What somebody was told is done; tasks are meant by their uids, which both firms share."""

    revision: int
    who: str
    edit: Edit
    at: datetime


def renamed(change: Callable[[int], int], edit: Any) -> Edit:
    """The same edit, with every task named otherwise."""
    names = ("task_id", "after_id", "predecessor_id", "successor_id")
    others: dict[str, Any] = {name: change(getattr(edit, name)) for name in names if getattr(edit, name, None) is not None}
    if isinstance(edit, said.Move):
        others["task_ids"] = tuple(change(each) for each in edit.task_ids if isinstance(each, int))
    changed: Edit = replace(edit, **others)
    return changed


def uids(firm: Firm) -> dict[int, int]:
    """The uid of each task, by id."""
    return {line.id: line.uid for line in reads.tasks(firm.manager.actor, firm.project_id, limit=500).tasks}


def one_edit(lines: tuple[reads.TaskLine, ...], chance: random.Random, key: str) -> Edit:
    minutes = chance.randrange(1, 20) * 60
    if len(lines) < FEWEST:
        return said.Add(key, f"Task {key}", duration_minutes=minutes)
    line, other = chance.choice(lines), chance.choice(lines)
    edits: list[Edit] = [
        said.Set(line.id, line.version, {"duration_minutes": minutes}),
        said.Set(line.id, line.version, {"deadline_at": datetime(2026, 4, chance.randrange(1, 30), 17)}),
        said.Set(line.id, line.version, {"priority": chance.randrange(1, 1000)}),
        said.Report(line.id, percent=chance.randrange(1, 100)),
        said.Move((line.id,), other.id, chance.randrange(1, 4)),
        said.Add(key, f"Task {key}", line.id, chance.randrange(1, 4), minutes),
        said.LinkUp(line.id, other.id, lag=minutes),
        said.Remove(line.id, line.version),
    ]
    return chance.choice(edits)


def somebody_works(firm: Firm, who: str, seed: int, edits: int) -> tuple[list[Acknowledged], int]:
    """What was acknowledged to one of them, and how often somebody else had been faster."""
    actor, chance, told, stale = getattr(firm, who).actor, random.Random(seed), [], 0
    known, now = uids(firm), NOW
    try:
        for number in range(edits):
            lines = reads.tasks(actor, firm.project_id, limit=500).tasks
            known |= {line.id: line.uid for line in lines}
            for again in range(2):  # the second with what was read before the first
                now, edit = now + SOON, one_edit(lines, chance, f"{seed}.{number}.{again}")
                try:
                    done = writes.edit_plan(actor, firm.project_id, edits=[edit], now=now)
                except Refusal as refusal:
                    stale += isinstance(refusal, Stale)
                    continue
                told.append(Acknowledged(done.revision, who, renamed(known.__getitem__, edit), now))
        return told, stale
    finally:
        connection.close()


def one_by_one(firm: Firm, told: list[Acknowledged]) -> None:
    for each in sorted(told, key=lambda one: one.revision):
        ids = {uid: pk for pk, uid in uids(firm).items()}
        edit = renamed(ids.__getitem__, each.edit)
        writes.edit_plan(getattr(firm, each.who).actor, firm.project_id, edits=[edit], now=each.at)


def nameless(firm: Firm) -> tuple[Draft, list[tuple[int, int]]]:
    """The plan without what tells the two firms apart, and the versions of its tasks."""
    draft = reads.draft(firm.project_id)
    plain = {field: getattr(draft, field) for field in ("tasks", "links", "assignments")}
    tasks = tuple(replace(task, name=task.name.replace(firm.mark, ""), notes="") for task in plain["tasks"])
    lines = reads.tasks(firm.manager.actor, firm.project_id, limit=500).tasks
    links = tuple(sorted(plain["links"], key=repr))
    return replace(draft, name="", resources=(), calendars=(), baselines=(), **{**plain, "tasks": tasks, "links": links}), [
        (line.uid, line.version) for line in lines
    ]


def check_histories(cast: Cast, histories: int, edits: int) -> None:
    stale = 0
    for history in range(histories):
        before = audit.revision(cast.north.project_id)
        with ThreadPoolExecutor(len(CLIENTS)) as crowd:
            works = [crowd.submit(somebody_works, cast.north, who, 100 * history + at, edits) for at, who in enumerate(CLIENTS)]
        told = [each for work in works for each in work.result()[0]]
        stale += sum(work.result()[1] for work in works)
        assert sorted(each.revision for each in told) == list(range(before + 1, before + 1 + len(told)))
        one_by_one(cast.south, told)
        assert nameless(cast.north) == nameless(cast.south)
    assert stale > 0
    assert audit.verify(cast.north.workspace_id).sound


@pytest.mark.django_db(transaction=True)
def test_what_five_people_did_at_once_is_what_some_order_gives(cast: Cast) -> None:
    check_histories(cast, histories=2, edits=4)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_five_hundred_histories_of_five_people_are_each_some_order(cast: Cast) -> None:
    check_histories(cast, histories=500, edits=2)
