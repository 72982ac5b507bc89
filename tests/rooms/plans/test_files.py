"""A file that was handed in waits, is read, waits for a decision or is refused; the page always knows which."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.kernel.say import say
from milepost.plans import reads, writes
from tests.cast import NOW, Cast, Firm
from tests.said import last_line

pytestmark = pytest.mark.usefixtures("own_store")


def hand_in(firm: Firm, content: bytes = b"<Project/>", name: str = "wall.xml") -> int:
    return writes.receive_file(firm.manager.actor, kept=writes.keep_bytes([content]), file_name=name, now=NOW)


def state(firm: Firm, import_id: int) -> str:
    return reads.import_(firm.manager.actor, import_id).state


def test_a_file_waits_with_its_bytes(cast: Cast) -> None:
    file = reads.import_(cast.north.manager.actor, hand_in(cast.north, b"plan", "C:\\plans\\wall.xml"))
    assert (file.file_name, file.size, file.state, file.percent) == ("wall.xml", 4, "waiting", 0)
    assert file.sha256 == hashlib.sha256(b"plan").hexdigest()
    assert writes.kept_file(file.kept_as).read_bytes() == b"plan"
    assert last_line(cast.north.manager.actor).after == {"file_name": "wall.xml", "size": 4, "sha256": file.sha256}
    assert file.id in {each.import_id for each in reads.waiting_imports()}
    assert reads.imports(cast.north.manager.actor)[0] == file


def test_an_empty_file_is_refused_and_leaves_nothing_behind(cast: Cast) -> None:
    folder = writes.kept_file("x").parent
    folder.mkdir(parents=True, exist_ok=True)
    before = set(folder.iterdir())
    with pytest.raises(Refusal) as refused:
        writes.keep_bytes([])
    assert (refused.value.code, set(folder.iterdir())) == ("file_empty", before)


def test_a_file_that_never_ends_is_refused_and_leaves_nothing_behind(cast: Cast, settings: Any) -> None:
    settings.LARGEST_PLAN_BYTES = 10
    folder = writes.kept_file("x").parent
    folder.mkdir(parents=True, exist_ok=True)
    before = set(folder.iterdir())
    with pytest.raises(Refusal) as refused:
        writes.keep_bytes([b"123456"] * 2)
    assert (refused.value.code, set(folder.iterdir())) == ("file_too_large", before)


def test_the_page_sees_how_far_the_reading_is(cast: Cast) -> None:
    import_id = hand_in(cast.north)
    assert writes.begin_reading(import_id, now=NOW) is not None
    writes.note_reading(import_id, percent=40, now=NOW)
    file = reads.import_(cast.north.manager.actor, import_id)
    assert (file.state, file.percent) == ("reading", 40)
    assert import_id not in {each.import_id for each in reads.waiting_imports()}


def test_a_refused_file_says_why_and_its_bytes_are_gone(cast: Cast) -> None:
    import_id = hand_in(cast.north)
    path = writes.begin_reading(import_id, now=NOW)
    writes.refuse_file(import_id, refusal=Refusal("file_cut_off", say("“{file}” ends too early.", file="wall.xml")), now=NOW)
    file = reads.import_(cast.north.manager.actor, import_id)
    assert file.refused is not None
    assert path is not None
    assert (file.state, file.refused.code, str(file.refused.sentence)) == ("refused", "file_cut_off", "“wall.xml” ends too early.")
    assert not path.exists()
    assert writes.begin_reading(import_id, now=NOW) is None


def test_a_difference_waits_for_somebody_to_decide(cast: Cast) -> None:
    firm = cast.north
    told = reads.difference(firm.manager.actor, firm.project_id, reads.draft(firm.project_id))
    writes.begin_reading(firm.import_id, now=NOW)
    writes.show_difference(firm.import_id, difference=told, losses=(), now=NOW)
    file = reads.import_(firm.manager.actor, firm.import_id)
    assert (file.state, file.difference, file.accepted_by_id) == ("ready", told, None)
    writes.take_over(firm.owner.actor, firm.import_id, now=NOW)
    file = reads.import_(firm.manager.actor, firm.import_id)
    assert (file.state, file.accepted_by_id) == ("waiting", firm.owner.user_id)
    assert (last_line(firm.manager.actor).verb, last_line(firm.manager.actor).plan_id) == ("accepted_difference", firm.project_id)


def test_only_what_shows_its_difference_can_be_accepted(cast: Cast) -> None:
    with pytest.raises(NotFound):
        writes.take_over(cast.north.manager.actor, cast.north.import_id, now=NOW)


def test_somebody_can_decide_against_a_file(cast: Cast) -> None:
    import_id = hand_in(cast.north)
    path = writes.kept_file(reads.import_(cast.north.manager.actor, import_id).kept_as)
    writes.drop_file(cast.north.manager.actor, import_id, now=NOW)
    assert (state(cast.north, import_id), path.exists()) == ("refused", False)
    assert last_line(cast.north.manager.actor).verb == "dropped"
    with pytest.raises(NotFound):
        writes.drop_file(cast.north.manager.actor, import_id, now=NOW)


def test_bytes_that_are_gone_already_are_no_trouble(cast: Cast) -> None:
    kept = writes.keep_bytes([b"x"])
    writes.forget_bytes(kept.kept_as)
    writes.forget_bytes(kept.kept_as)
    writes.forget_bytes("")
    assert not writes.kept_file(kept.kept_as).exists()


@pytest.mark.parametrize("who", ["member", "client"])
def test_only_those_who_manage_bring_files(cast: Cast, who: str) -> None:
    actor, import_id = cast.north.everybody[who].actor, cast.north.import_id
    for attempt in (
        lambda: writes.receive_file(actor, kept=writes.KeptBytes("x", 1, ""), file_name="x", now=NOW),
        lambda: writes.drop_file(actor, import_id, now=NOW),
        lambda: writes.take_over(actor, import_id, now=NOW),
        lambda: reads.import_(actor, import_id),
        lambda: reads.imports(actor),
        lambda: reads.losses(actor, cast.north.project_id),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_files_of_another_firm_are_not_there(cast: Cast) -> None:
    actor, import_id = cast.south.manager.actor, cast.north.import_id
    for attempt in (
        lambda: writes.drop_file(actor, import_id, now=NOW),
        lambda: writes.take_over(actor, import_id, now=NOW),
        lambda: reads.import_(actor, import_id),
        lambda: writes.receive_file(actor, kept=writes.KeptBytes("x", 1, ""), file_name="x", project_id=cast.north.project_id, now=NOW),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert import_id not in {each.id for each in reads.imports(actor)}
