"""Ways to look at a plan that somebody keeps, and the limits of its board."""

from __future__ import annotations

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.plans import reads, writes
from milepost.plans.rules import Filter, Look, Shown, Sort, State, Zoom
from milepost.plans.writes import views
from tests.cast import NOW, Cast, Firm, Person
from tests.said import last_line

LATE_WORK = Shown(
    look=Look.TABLE,
    columns=("name", "finish", "field:3"),
    sort=(Sort("finish", down=True),),
    group="who",
    filter=Filter(text="wall", states=(State.DOING,), people=(4,), late=True),
    zoom=Zoom.WEEKS,
)


def saved(firm: Firm, who: Person, *, shared: bool = False) -> int:
    return writes.save_view(who.actor, firm.project_id, name="Late work", shown=LATE_WORK, shared=shared, now=NOW)


def seen(firm: Firm, who: Person) -> dict[int, reads.SavedView]:
    return {view.id: view for view in reads.views(who.actor, firm.project_id)}


def test_a_view_comes_back_as_it_was_saved(cast: Cast) -> None:
    firm = cast.north
    made = saved(firm, firm.member)
    view = seen(firm, firm.member)[made]
    assert (view.name, view.shown, view.shared, view.mine) == ("Late work", LATE_WORK, False, True)
    assert made not in seen(firm, firm.manager)
    assert (last_line(firm.member.actor).verb, last_line(firm.member.actor).kind) == ("saved", "view")


def test_a_shared_view_is_everybodys_to_see(cast: Cast) -> None:
    firm = cast.north
    made = saved(firm, firm.manager, shared=True)
    assert not seen(firm, firm.member)[made].mine
    with pytest.raises(NotAllowed):
        saved(firm, firm.member, shared=True)
    with pytest.raises(NotFound):
        writes.change_view(firm.member.actor, made, name="Mine", shown=Shown(), shared=False, version=1, now=NOW)
    assert writes.change_view(firm.owner.actor, made, name="Ours", shown=Shown(), shared=True, version=1, now=NOW) == 2


def test_a_view_that_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    firm = cast.north
    made = saved(firm, firm.member)
    with pytest.raises(Stale):
        writes.change_view(firm.member.actor, made, name="Mine", shown=Shown(), shared=False, version=2, now=NOW)
    with pytest.raises(VersionMissing):
        writes.remove_view(firm.member.actor, made, version=None, now=NOW)
    writes.remove_view(firm.member.actor, made, version=1, now=NOW)
    assert made not in seen(firm, firm.member)


def test_a_view_shows_what_there_is(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    firm = cast.north
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == "column_unknown"):
        writes.save_view(firm.member.actor, firm.project_id, name="x", shown=Shown(columns=("salary",)), now=NOW)
    monkeypatch.setattr(views, "MOST_VIEWS", 0)
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == "views_too_many"):
        saved(firm, firm.member)


def test_strangers_save_and_find_no_views(cast: Cast) -> None:
    made = saved(cast.north, cast.north.manager, shared=True)
    with pytest.raises(NotFound):
        saved(cast.north, cast.south.owner)
    with pytest.raises(NotFound):
        writes.remove_view(cast.south.owner.actor, made, version=1, now=NOW)


def test_a_board_keeps_its_limits(cast: Cast) -> None:
    firm = cast.north
    version = reads.board(firm.manager.actor, firm.project_id).version
    limits = {State.DOING: 3, State.WAITING: None}
    assert writes.limit_board(firm.manager.actor, firm.project_id, limits=limits, version=version, now=NOW) == version + 1
    assert reads.board(firm.member.actor, firm.project_id).limits == {State.DOING: 3}
    with pytest.raises(Stale):
        writes.limit_board(firm.manager.actor, firm.project_id, limits={}, version=version, now=NOW)
    with pytest.raises(NotAllowed):
        writes.limit_board(firm.member.actor, firm.project_id, limits={}, version=version, now=NOW)
    with pytest.raises(NotFound):
        reads.board(cast.south.owner.actor, firm.project_id)
