"""Files beside tasks."""

from __future__ import annotations

from hashlib import sha256

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import reads, rules, writes
from milepost.plans.writes import attachments
from tests.cast import NOW, Cast, Firm, Person
from tests.said import last_line

pytestmark = pytest.mark.usefixtures("own_store")

CONTENT = b"%PDF-1.7 a drawing of the wall"


def attached(firm: Firm, who: Person, name: str = "drawing.pdf", content: bytes = CONTENT) -> int:
    return writes.attach(who.actor, firm.task_ids["dredge"], kept=writes.keep_content([content]), file_name=name, now=NOW)


def names(firm: Firm) -> list[str]:
    return [one.name for one in reads.attachments(firm.manager.actor, firm.task_ids["dredge"])]


def test_a_file_beside_a_task_comes_out_as_it_went_in(cast: Cast) -> None:
    firm = cast.north
    made = attached(firm, firm.member, "../../drawing.pdf")
    content = reads.attachment(firm.manager.actor, made)
    assert (content.name, content.media_type, content.path.read_bytes()) == ("drawing.pdf", "application/pdf", CONTENT)
    assert last_line(firm.member.actor).after == {"name": "drawing.pdf", "size": len(CONTENT), "sha256": sha256(CONTENT).hexdigest()}


def test_the_same_bytes_are_kept_once(cast: Cast) -> None:
    firm = cast.north
    first = attached(firm, firm.member)
    place = reads.attachment(firm.manager.actor, first).path
    before = set(place.parent.parent.rglob("*"))
    second = attached(firm, firm.manager, "copy.pdf")
    assert reads.attachment(firm.manager.actor, second).path == place
    assert set(place.parent.parent.rglob("*")) == before


def test_a_file_that_was_taken_away_is_not_handed_out(cast: Cast) -> None:
    firm = cast.north
    made = attached(firm, firm.member)
    path = reads.attachment(firm.manager.actor, made).path
    writes.remove_attachment(firm.member.actor, made, now=NOW)
    assert "drawing.pdf" not in names(firm)
    assert path.exists()
    with pytest.raises(NotFound):
        reads.attachment(firm.manager.actor, made)
    with pytest.raises(NotFound):
        writes.remove_attachment(firm.member.actor, made, now=NOW)


def test_members_take_away_only_their_own_files(cast: Cast) -> None:
    firm = cast.north
    of_manager, of_member = attached(firm, firm.manager), attached(firm, firm.member)
    may = {one.id: one.may_remove for one in reads.attachments(firm.member.actor, firm.task_ids["dredge"])}
    assert (may[of_manager], may[of_member]) == (False, True)
    with pytest.raises(NotAllowed):
        writes.remove_attachment(firm.member.actor, of_manager, now=NOW)
    writes.remove_attachment(firm.manager.actor, of_member, now=NOW)


@pytest.mark.parametrize(("content", "code"), [([], "file_empty"), ([b"x" * 1000] * 25_001, "file_too_large")])
def test_a_file_of_the_wrong_size_leaves_nothing_behind(cast: Cast, content: list[bytes], code: str) -> None:
    folder = reads.attachment(cast.north.manager.actor, attached(cast.north, cast.north.manager)).path.parent.parent
    before = sorted(folder.rglob("*"))
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == code):
        writes.keep_content(content)
    assert sorted(folder.rglob("*")) == before


def test_there_is_an_end_to_files_beside_one_task(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MOST_ATTACHMENTS", len(names(cast.north)) + 1)
    attached(cast.north, cast.north.member)
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == "attachments_too_many"):
        attached(cast.north, cast.north.member)


def test_only_who_sees_the_task_reaches_its_files(cast: Cast) -> None:
    made = attached(cast.north, cast.north.member)
    for stranger in (cast.south.owner, cast.north.other_member):
        with pytest.raises(NotFound):
            reads.attachment(stranger.actor, made)
        with pytest.raises(NotFound):
            attached(cast.north, stranger)
        with pytest.raises(NotFound):
            writes.remove_attachment(stranger.actor, made, now=NOW)


def test_content_lies_where_its_digest_says() -> None:
    assert rules.attachments.LARGEST_ATTACHMENT == 25_000_000
    assert writes.keep_content([b"a", b"b"]).kept_as == sha256(b"ab").hexdigest()
