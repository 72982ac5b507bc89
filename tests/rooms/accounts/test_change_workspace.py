"""Name, zone, place and language of a workspace."""

from __future__ import annotations

import pytest

from milepost.accounts import reads, writes
from milepost.audit import writes as audit
from milepost.audit.reads import revision
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from tests.cast import NOW, Cast, Person
from tests.said import last_line

ASKED = {"name": "New Harbour", "zone": "Europe/Vienna", "country": "AT", "region": "9", "language": "en"}


def changed(who: Person, workspace_id: int, version: int | None = 1, **other: str) -> reads.WorkspaceView:
    return writes.change_workspace(who.actor, workspace_id, **(ASKED | other), version=version, now=NOW)  # type: ignore[arg-type]


def test_what_was_asked_holds_and_the_version_rises(cast: Cast) -> None:
    view = changed(cast.north.owner, cast.north.workspace_id)
    assert view == reads.workspace(cast.north.owner.actor)
    assert (view.name, view.zone, view.country, view.region, view.language, view.version) == (*ASKED.values(), 2)


def test_the_ledger_keeps_both_values(cast: Cast) -> None:
    changed(cast.north.owner, cast.north.workspace_id)
    line = last_line(cast.north.owner.actor)
    assert (line.verb, line.kind) == ("changed", "workspace")
    assert (line.before["zone"], line.after["zone"]) == ("Europe/Berlin", "Europe/Vienna")


def test_every_plan_moves_since_the_public_holidays_may_differ(cast: Cast) -> None:
    audit.record(cast.north.owner.actor, "x", "plan", 1, before=None, after=None, plan_id=1, raises_revision=True, now=NOW)
    before = revision(1)
    changed(cast.north.owner, cast.north.workspace_id)
    assert revision(1) == before + 1


@pytest.mark.parametrize("who", ["manager", "member", "client"])
def test_only_owners_may(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        changed(cast.north.everybody[who], cast.north.workspace_id)


def test_another_workspace_does_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        changed(cast.north.owner, cast.south.workspace_id)


def test_a_stale_change_is_refused_with_both_values(cast: Cast) -> None:
    changed(cast.north.owner, cast.north.workspace_id)
    with pytest.raises(Stale) as stale:
        changed(cast.north.owner, cast.north.workspace_id, name="Mine")
    assert stale.value.details["yours"] == ASKED | {"name": "Mine"}
    assert stale.value.details["current"] == ASKED


def test_a_change_without_a_version_is_refused(cast: Cast) -> None:
    with pytest.raises(VersionMissing):
        changed(cast.north.owner, cast.north.workspace_id, version=None)


def test_a_mistake_is_refused_and_changes_nothing(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        changed(cast.north.owner, cast.north.workspace_id, region="ZZ")
    assert (refused.value.code, refused.value.field) == ("region_unknown", "region")
    assert reads.workspace(cast.north.owner.actor).version == 1


def test_others_may_see_it(cast: Cast) -> None:
    assert reads.workspace(cast.north.client.actor).name == "kestrel harbour"
