"""Whoever changes the ledger behind Milepost's back is found out, whatever they change."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from milepost.audit import reads, writes
from milepost.audit.models import Chain, Entry, Revision
from tests import ledger
from tests.cast import NOW, Cast

PLAN = 4711
LINES = 40

Tamper = Callable[[random.Random, int], None]


@pytest.fixture
def workspace(cast: Cast) -> int:
    """A ledger of some forty lines of every kind, whose guard an intruder has taken down."""
    actor = cast.north.owner.actor
    for number in range(LINES):
        plan = {"plan_id": PLAN, "raises_revision": True} if number % 3 else {}
        writes.record(actor, "renamed", "task", number, before={"n": number}, after={"n": number + 1}, because="so", now=NOW, **plan)  # type: ignore[arg-type]
    return actor.workspace_id


def test_an_untouched_ledger_is_sound(workspace: int) -> None:
    found = reads.verify(workspace)
    assert (found.sound, found.broken_at, found.reason) == (True, None, None)
    assert found.lines > LINES


def test_whoever_works_meanwhile_is_not_taken_for_an_intruder(cast: Cast, workspace: int) -> None:
    written: list[int] = []

    def working(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if "SELECT" in sql[:8] and "audit_" in sql and not (written and written[-1] == 0):
            written.append(0)
            plan = {"plan_id": PLAN, "raises_revision": True}
            written[-1] = writes.record(cast.north.owner.actor, "renamed", "task", 1, before=None, after=None, now=NOW, **plan)  # type: ignore[arg-type]
        return execute(sql, *rest)

    with connection.execute_wrapper(working):
        found = reads.verify(workspace)
    assert (found.sound, found.reason) == (True, None)
    assert len(written) > 1


def test_a_workspace_without_changes_is_sound(db: None) -> None:
    assert reads.verify(99).sound


def picked(chance: random.Random, workspace: int) -> Entry:
    return chance.choice(list(Entry.objects.filter(workspace_id=workspace)))


def change_a_field(chance: random.Random, workspace: int) -> None:
    line = picked(chance, workspace)
    field = chance.choice(
        ["plan_id", "revision", "by_id", "by", "via", "verb", "kind", "subject_id", "before", "after", "because", "previous", "digest"]
    )
    value = getattr(line, field)
    Entry.objects.filter(pk=line.pk).update(**{field: other(value) if isinstance(value, str) else (value or 0) + chance.randint(1, 9)})


def other(text: str) -> str:
    """No longer than before, which PostgreSQL would refuse, and never the same."""
    return ("1" if text.startswith("0") else "0") + text[1:]


def move_the_clock(chance: random.Random, workspace: int) -> None:
    line = picked(chance, workspace)
    Entry.objects.filter(pk=line.pk).update(at=line.at.replace(microsecond=line.at.microsecond + 1 + chance.randint(0, 99)))


def remove_a_line(chance: random.Random, workspace: int) -> None:
    picked(chance, workspace).delete()


def cut_off_the_end(chance: random.Random, workspace: int) -> None:
    Entry.objects.filter(workspace_id=workspace, number__gt=chance.randint(1, LINES)).delete()


def repeat_a_line_at_the_end(chance: random.Random, workspace: int) -> None:
    line = picked(chance, workspace)
    line.pk, line.number = None, Entry.objects.filter(workspace_id=workspace).count() + 1
    line.save(force_insert=True)


def swap_two_lines(chance: random.Random, workspace: int) -> None:
    one, other = chance.sample(list(Entry.objects.filter(workspace_id=workspace)), 2)
    Entry.objects.filter(pk=one.pk).update(number=-1)
    Entry.objects.filter(pk=other.pk).update(number=one.number)
    Entry.objects.filter(pk=one.pk).update(number=other.number)


def move_the_end(chance: random.Random, workspace: int) -> None:
    Chain.objects.filter(workspace_id=workspace).update(number=chance.randint(0, LINES))


def forge_the_end(chance: random.Random, workspace: int) -> None:
    Chain.objects.filter(workspace_id=workspace).update(digest=f"{chance.getrandbits(256):064x}")


def move_a_revision(chance: random.Random, workspace: int) -> None:
    Revision.objects.filter(plan_id=PLAN).update(own=chance.randint(1000, 2000))


def move_the_shared_revision(chance: random.Random, workspace: int) -> None:
    Chain.objects.filter(workspace_id=workspace).update(shared=chance.randint(1000, 2000))


WAYS: list[Tamper] = [
    change_a_field,
    move_the_clock,
    remove_a_line,
    cut_off_the_end,
    repeat_a_line_at_the_end,
    swap_two_lines,
    move_the_end,
    forge_the_end,
    move_a_revision,
    move_the_shared_revision,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_way_of_tampering_is_found(workspace: int, way: Tamper) -> None:
    assert found(way, workspace, seed=1)


@pytest.mark.slow
def test_a_thousand_of_a_thousand_are_found(workspace: int) -> None:
    missed = [seed for seed in range(1000) if not found(WAYS[seed % len(WAYS)], workspace, seed)]
    assert missed == []


def found(way: Tamper, workspace: int, seed: int) -> bool:
    """Whether verification notices; everything is as before afterwards."""
    with transaction.atomic():
        ledger.take_down()
        way(random.Random(seed), workspace)
        sound = reads.verify(workspace).sound
        transaction.set_rollback(True)
    return not sound


def test_the_first_broken_line_is_named(workspace: int) -> None:
    ledger.take_down()
    Entry.objects.filter(workspace_id=workspace, number=17).update(by="Somebody else")
    broken = reads.verify(workspace)
    assert (broken.sound, broken.broken_at) == (False, 17)
    assert str(broken.reason) == "Line 17 was changed after it was written."


def test_a_ledger_rewritten_as_a_whole_betrays_itself_to_whoever_noted_its_end(workspace: int) -> None:
    noted = reads.verify(workspace).digest
    ledger.take_down()
    rewrite(workspace, "Somebody else")
    assert reads.verify(workspace).sound
    assert not reads.verify(workspace, noted=noted).sound


def test_a_noted_end_stays_valid_while_the_ledger_grows(cast: Cast, workspace: int) -> None:
    noted = reads.verify(workspace).digest
    writes.record(cast.north.owner.actor, "added", "task", 1, before=None, after={}, now=NOW)
    assert reads.verify(workspace, noted=noted).sound


def rewrite(workspace: int, name: str) -> None:
    """What an intruder who knows how the chain is made would do."""
    previous = "0" * 64
    for line in Entry.objects.filter(workspace_id=workspace).order_by("number"):
        line.by, line.previous = name, previous
        line.digest = previous = reads.rules.digest(reads._written(line))
        line.save()
    Chain.objects.filter(workspace_id=workspace).update(digest=previous)
