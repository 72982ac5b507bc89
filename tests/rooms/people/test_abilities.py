"""Roles, skills, and what an hour of a person costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal, Stale, VersionMissing
from milepost.people import reads, writes
from tests.cast import NOW, RATE, Cast, Firm
from tests.said import last_line

JUNE = {"from_on": date(2026, 6, 1), "per_hour": Decimal("80.50"), "currency": "EUR"}


def test_roles_are_one_name_for_the_workspace_however_they_are_typed(cast: Cast) -> None:
    firm = cast.north
    person = writes.set_roles(firm.manager.actor, firm.member_person_id, roles=["pilot KESTREL", "Diver"], version=1, now=NOW)
    assert (person.roles, person.version) == (("Diver", "Pilot kestrel"), 2)
    assert reads.abilities(firm.manager.actor)[0] == ("Diver", "Pilot kestrel")
    assert last_line(firm.manager.actor).verb == "set_roles"


def test_skills_have_levels_the_best_first(cast: Cast) -> None:
    firm = cast.north
    person = writes.set_skills(firm.manager.actor, firm.member_person_id, skills=[("Welding", 2), ("Diving", 5)], version=1, now=NOW)
    assert person.skills == (reads.SkillView("Diving", 5), reads.SkillView("Welding", 2))
    again = writes.set_skills(firm.manager.actor, firm.member_person_id, skills=[], version=2, now=NOW)
    assert again.skills == ()


@pytest.mark.parametrize(
    ("skills", "code"), [([("A", 6)], "level_unknown"), ([("A", 1), ("a", 2)], "named_twice"), ([(" ", 1)], "name_empty")]
)
def test_impossible_skills_are_refused(cast: Cast, skills: list[tuple[str, int]], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        writes.set_skills(cast.north.manager.actor, cast.north.member_person_id, skills=skills, version=1, now=NOW)
    assert refused.value.code == code


def test_a_rate_holds_from_its_day_until_the_next(cast: Cast) -> None:
    firm = cast.north
    known = writes.set_rate(firm.manager.actor, firm.other_person_id, **JUNE, version=1, now=NOW)
    assert [(rate.from_on, rate.per_hour) for rate in known] == [(date(2026, 6, 1), Decimal("80.50")), (date(2026, 1, 1), RATE)]
    left = writes.remove_rate(firm.manager.actor, firm.other_person_id, from_on=date(2026, 6, 1), version=2, now=NOW)
    assert [rate.per_hour for rate in left] == [RATE]
    with pytest.raises(NotFound):
        writes.remove_rate(firm.manager.actor, firm.other_person_id, from_on=date(2026, 6, 1), version=3, now=NOW)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"per_hour": Decimal("-1")}, "rate_impossible"),
        ({"per_hour": Decimal("1.005")}, "rate_impossible"),
        ({"currency": "eur"}, "currency_unknown"),
    ],
)
def test_impossible_rates_are_refused(cast: Cast, change: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        writes.set_rate(cast.north.manager.actor, cast.north.other_person_id, **{**JUNE, **change}, version=1, now=NOW)  # type: ignore[arg-type]
    assert refused.value.code == code


def say_all(firm: Firm, who: str, version: int | None) -> list[object]:
    """Each write as a call that is not yet made."""
    actor, person = firm.everybody[who].actor, firm.member_person_id
    return [
        lambda: writes.set_roles(actor, person, roles=["X"], version=version, now=NOW),
        lambda: writes.set_skills(actor, person, skills=[("X", 1)], version=version, now=NOW),
        lambda: writes.set_rate(actor, person, **JUNE, version=version, now=NOW),
    ]


@pytest.mark.parametrize("who", ["member", "client"])
def test_members_neither_say_nor_see_them(cast: Cast, who: str) -> None:
    for call in say_all(cast.north, who, 1):
        with pytest.raises(NotAllowed):
            call()  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        reads.rates(cast.north.everybody[who].actor, cast.north.member_person_id)


@pytest.mark.parametrize(("version", "refusal"), [(7, Stale), (None, VersionMissing)])
def test_stale_changes_are_refused(cast: Cast, version: int | None, refusal: type[Refusal]) -> None:
    for call in say_all(cast.north, "manager", version):
        with pytest.raises(refusal):
            call()  # type: ignore[operator]


def test_people_of_another_workspace_do_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        reads.rates(cast.south.owner.actor, cast.north.member_person_id)
    with pytest.raises(NotFound):
        writes.set_rate(cast.south.owner.actor, cast.north.member_person_id, **JUNE, version=1, now=NOW)
