"""What people say about tasks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import reads, writes
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

LATER = NOW + timedelta(hours=1)


def said(firm: Firm, text: str) -> int:
    return writes.comment(firm.manager.actor, firm.task_ids["dredge"], text=text, now=NOW)


def shown(firm: Firm) -> tuple[reads.Comment, ...]:
    """The comments on the task that were said here, as the manager sees them."""
    return tuple(one for one in reads.comments(firm.manager.actor, firm.task_ids["dredge"]) if one.by == f"Max {firm.mark}")


def test_a_comment_stands_beside_its_task_with_who_and_when(cast: Cast) -> None:
    firm = cast.north
    made = said(firm, "  Is the *dredger* booked? ")
    (one,) = [one for one in shown(firm) if one.id == made]
    assert (one.text, one.at, one.changed_at, one.mine, one.version) == ("Is the *dredger* booked?", NOW, None, True, 1)
    assert last_line(firm.manager.actor).verb == "commented"
    assert not next(one for one in reads.comments(firm.member.actor, firm.task_ids["dredge"]) if one.id == made).mine


def test_who_is_mentioned_is_told_until_they_have_seen_it(cast: Cast) -> None:
    firm = cast.north
    before = len(reads.mentions(firm.member.actor))
    made = said(firm, f"@Mona {firm.mark}: can you look?")
    assert next(one for one in shown(firm) if one.id == made).mentioned == (f"Mona {firm.mark}",)
    mention = reads.mentions(firm.member.actor)[0]
    assert (mention.comment_id, mention.task_id, len(reads.mentions(firm.member.actor))) == (made, firm.task_ids["dredge"], before + 1)
    with pytest.raises(NotFound):
        writes.see_mention(firm.manager.actor, mention.id, now=LATER)
    writes.see_mention(firm.member.actor, mention.id, now=LATER)
    assert len(reads.mentions(firm.member.actor)) == before


def test_said_anew_it_mentions_only_whom_it_names_now(cast: Cast) -> None:
    firm = cast.north
    made = said(firm, "@Mona kestrel, ready?")
    assert writes.change_comment(firm.manager.actor, made, text="Ready?", version=1, now=LATER) == 2
    one = next(one for one in shown(firm) if one.id == made)
    assert (one.text, one.changed_at, one.mentioned) == ("Ready?", LATER, ())
    assert made not in {mention.comment_id for mention in reads.mentions(firm.member.actor)}
    assert last_line(firm.manager.actor).before == {"text": "@Mona kestrel, ready?"}


def test_a_comment_taken_back_is_shown_no_more(cast: Cast) -> None:
    firm = cast.north
    made = said(firm, "wrong task")
    writes.remove_comment(firm.manager.actor, made, version=1, now=LATER)
    assert made not in {one.id for one in shown(firm)}
    with pytest.raises(NotFound):
        writes.change_comment(firm.manager.actor, made, text="again", version=2, now=LATER)


def test_only_who_wrote_a_comment_changes_it(cast: Cast) -> None:
    firm = cast.north
    made = said(firm, "mine")
    for other in (firm.owner.actor, firm.member.actor):
        with pytest.raises(NotAllowed):
            writes.change_comment(other, made, text="theirs", version=1, now=LATER)
        with pytest.raises(NotAllowed):
            writes.remove_comment(other, made, version=1, now=LATER)


def test_a_comment_that_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    firm = cast.north
    made = said(firm, "first")
    writes.change_comment(firm.manager.actor, made, text="second", version=1, now=LATER)
    with pytest.raises(Stale):
        writes.change_comment(firm.manager.actor, made, text="third", version=1, now=LATER)
    with pytest.raises(VersionMissing):
        writes.remove_comment(firm.manager.actor, made, version=None, now=LATER)


@pytest.mark.parametrize(("text", "code"), [("  ", "comment_empty"), ("x" * 20_001, "text_too_long"), ("\x07", "text_unprintable")])
def test_a_comment_says_something_that_can_be_kept(cast: Cast, text: str, code: str) -> None:
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == code):
        said(cast.north, text)


def test_only_who_sees_the_task_says_something_about_it(cast: Cast) -> None:
    task = cast.north.task_ids["dredge"]
    for stranger in (cast.south.owner.actor, cast.north.other_member.actor):
        with pytest.raises(NotFound):
            writes.comment(stranger, task, text="hello", now=NOW)
        with pytest.raises(NotFound):
            reads.comments(stranger, task)
    with pytest.raises(NotAllowed):
        writes.comment(cast.north.client.actor, task, text="hello", now=NOW)
