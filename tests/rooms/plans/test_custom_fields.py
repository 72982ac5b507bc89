"""Custom fields of a project."""

from __future__ import annotations

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale
from milepost.plans import reads, rules, writes
from milepost.plans.rules import FieldKind
from tests.cast import NOW, Cast, Firm
from tests.said import last_line


def severity(firm: Firm) -> int:
    return writes.add_field(firm.manager.actor, firm.project_id, name="Severity", kind=FieldKind.CHOICE, choices=["low", "high"], now=NOW)


def field(firm: Firm, field_id: int) -> reads.CustomField:
    return next(one for one in reads.fields(firm.member.actor, firm.project_id) if one.id == field_id)


def test_a_field_is_there_for_every_task_of_the_project(cast: Cast) -> None:
    made = severity(cast.north)
    kept = field(cast.north, made)
    assert (kept.name, kept.kind, kept.choices, kept.version) == ("Severity", FieldKind.CHOICE, ("low", "high"), 1)
    assert (last_line(cast.north.manager.actor).verb, last_line(cast.north.manager.actor).kind) == ("added", "field")


def test_a_field_can_be_called_otherwise_and_offer_more(cast: Cast) -> None:
    made = severity(cast.north)
    changed = {"name": "How bad", "choices": ["low", "high", "disaster"]}
    assert writes.change_field(cast.north.manager.actor, made, **changed, version=1, now=NOW) == 2  # type: ignore[arg-type]
    assert field(cast.north, made).choices == ("low", "high", "disaster")
    with pytest.raises(Stale):
        writes.change_field(cast.north.manager.actor, made, **changed, version=1, now=NOW)  # type: ignore[arg-type]


def test_a_field_can_be_taken_away(cast: Cast) -> None:
    made = severity(cast.north)
    with pytest.raises(Stale):
        writes.remove_field(cast.north.manager.actor, made, version=2, now=NOW)
    writes.remove_field(cast.north.manager.actor, made, version=1, now=NOW)
    assert made not in {one.id for one in reads.fields(cast.north.manager.actor, cast.north.project_id)}
    assert last_line(cast.north.manager.actor).before["name"] == "Severity"


def test_two_fields_of_a_project_do_not_have_one_name(cast: Cast) -> None:
    severity(cast.north)
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == "field_there"):
        severity(cast.north)
    other = writes.add_field(cast.north.manager.actor, cast.north.project_id, name="Cost", kind=FieldKind.NUMBER, now=NOW)
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == "field_there"):
        writes.change_field(cast.north.manager.actor, other, name="Severity", choices=[], version=1, now=NOW)


def test_there_is_an_end_to_fields(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules.fields, "MOST_FIELDS", len(reads.fields(cast.north.manager.actor, cast.north.project_id)))
    with pytest.raises(Refusal, check=lambda refusal: refusal.code == "fields_too_many"):
        severity(cast.north)


def test_members_make_no_fields_and_strangers_find_none(cast: Cast) -> None:
    made = severity(cast.north)
    member, stranger = cast.north.member.actor, cast.south.owner.actor
    with pytest.raises(NotAllowed):
        writes.add_field(member, cast.north.project_id, name="Mine", kind=FieldKind.TEXT, now=NOW)
    with pytest.raises(NotAllowed):
        writes.change_field(member, made, name="Mine", choices=["low"], version=1, now=NOW)
    with pytest.raises(NotAllowed):
        writes.remove_field(member, made, version=1, now=NOW)
    with pytest.raises(NotFound):
        writes.change_field(stranger, made, name="Ours", choices=["low"], version=1, now=NOW)
    with pytest.raises(NotFound):
        writes.add_field(stranger, cast.north.project_id, name="Ours", kind=FieldKind.TEXT, now=NOW)
    with pytest.raises(NotFound):
        reads.fields(stranger, cast.north.project_id)
