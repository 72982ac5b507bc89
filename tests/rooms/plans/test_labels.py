"""Labels of a workspace."""

from __future__ import annotations

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import reads, writes
from tests.cast import NOW, Cast
from tests.said import last_line


def test_a_label_is_there_for_every_project_of_the_workspace(cast: Cast) -> None:
    boss = cast.north.manager.actor
    made = writes.add_label(boss, name=" needs  a decision ", colour="wait", now=NOW)
    assert reads.label(cast.north.member.actor, made) == reads.Label(made, "needs a decision", "wait", 1)
    assert reads.labels(cast.south.owner.actor) == tuple(one for one in reads.labels(cast.south.owner.actor) if one.id != made)
    assert (last_line(boss).verb, last_line(boss).kind) == ("added", "label")


def test_another_name_and_colour_show_on_every_task(cast: Cast) -> None:
    boss = cast.north.manager.actor
    made = writes.add_label(boss, name="risky", now=NOW)
    assert writes.change_label(boss, made, name="dangerous", colour="late", version=1, now=NOW) == 2
    assert reads.label(boss, made).name == "dangerous"
    with pytest.raises(Stale):
        writes.change_label(boss, made, name="odd", colour="late", version=1, now=NOW)
    with pytest.raises(VersionMissing):
        writes.change_label(boss, made, name="odd", colour="late", version=None, now=NOW)


def test_two_labels_do_not_have_one_name(cast: Cast) -> None:
    boss = cast.north.manager.actor
    writes.add_label(boss, name="risky", now=NOW)
    other = writes.add_label(boss, name="late", now=NOW)
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == "label_there"):
        writes.add_label(boss, name="risky", now=NOW)
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == "label_there"):
        writes.change_label(boss, other, name="risky", colour="soft", version=1, now=NOW)


def test_a_label_that_was_taken_away_comes_back_under_its_name(cast: Cast) -> None:
    boss = cast.north.manager.actor
    made = writes.add_label(boss, name="risky", now=NOW)
    writes.remove_label(boss, made, version=1, now=NOW)
    with pytest.raises(NotFound):
        reads.label(boss, made)
    assert writes.add_label(boss, name="risky", colour="risk", now=NOW) == made
    assert reads.label(boss, made).colour == "risk"


def test_members_make_no_labels_and_strangers_find_none(cast: Cast) -> None:
    made = writes.add_label(cast.north.manager.actor, name="risky", now=NOW)
    with pytest.raises(NotAllowed):
        writes.add_label(cast.north.member.actor, name="mine", now=NOW)
    with pytest.raises(NotAllowed):
        writes.change_label(cast.north.member.actor, made, name="mine", colour="soft", version=1, now=NOW)
    with pytest.raises(NotFound):
        writes.change_label(cast.south.owner.actor, made, name="ours", colour="soft", version=1, now=NOW)
    with pytest.raises(NotFound):
        writes.remove_label(cast.south.owner.actor, made, version=1, now=NOW)
