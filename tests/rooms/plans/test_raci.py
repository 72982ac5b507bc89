"""Who does, answers for, is asked and is told."""

from __future__ import annotations

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Stale, VersionMissing
from milepost.plans import reads, writes
from milepost.plans.rules import Part
from tests.cast import NOW, Cast, Firm
from tests.said import last_line


def give(firm: Firm, person_id: int, part: Part | None) -> int:
    (row,) = (row for row in reads.raci(firm.manager.actor, firm.project_id).rows if row.deliverable_id == firm.deliverable_id)
    return writes.give_part(firm.manager.actor, firm.deliverable_id, person_id=person_id, part=part, version=row.version, now=NOW)


def parts(firm: Firm) -> dict[int, Part | None]:
    """Everybody's part in the deliverable, as a member of the team sees it."""
    matrix = reads.raci(firm.member.actor, firm.project_id)
    (row,) = (row for row in matrix.rows if row.deliverable_id == firm.deliverable_id)
    return {person.id: part for person, part in zip(matrix.people, row.parts, strict=True)}


@pytest.mark.parametrize("part", [*Part, None])
def test_everybody_has_one_part_at_most(cast: Cast, part: Part | None) -> None:
    firm = cast.north
    give(firm, firm.member_person_id, Part.CONSULTED)
    give(firm, firm.member_person_id, part)
    assert parts(firm)[firm.member_person_id] is part


def test_one_person_answers_for_a_deliverable(cast: Cast) -> None:
    firm = cast.north
    give(firm, firm.member_person_id, Part.BOTH)
    give(firm, firm.other_person_id, Part.ACCOUNTABLE)
    assert parts(firm) == {firm.member_person_id: Part.RESPONSIBLE, firm.other_person_id: Part.ACCOUNTABLE}
    owner = next(one for one in reads.deliverables(firm.manager.actor, firm.project_id) if one.id == firm.deliverable_id)
    assert owner.owner_id == firm.member_person_id
    said = last_line(firm.manager.actor)
    assert (said.verb, said.before["part"], said.after["part"]) == ("gave_part", None, "A")


def test_several_are_asked_and_told(cast: Cast) -> None:
    firm = cast.north
    give(firm, firm.member_person_id, Part.INFORMED)
    give(firm, firm.other_person_id, Part.INFORMED)
    assert set(parts(firm).values()) == {Part.INFORMED}


def test_a_part_given_on_an_old_matrix_is_refused(cast: Cast) -> None:
    firm = cast.north
    give(firm, firm.member_person_id, Part.INFORMED)
    for version, refusal in ((1, Stale), (None, VersionMissing)):
        with pytest.raises(refusal):
            writes.give_part(firm.manager.actor, firm.deliverable_id, person_id=firm.other_person_id, part=None, version=version, now=NOW)


def test_only_managers_give_parts_to_people_of_the_firm(cast: Cast) -> None:
    firm = cast.north
    for actor, person, refusal in (
        (firm.member.actor, firm.member_person_id, NotAllowed),
        (cast.south.owner.actor, cast.south.member_person_id, NotFound),
        (firm.manager.actor, cast.south.member_person_id, NotFound),
    ):
        with pytest.raises(refusal):
            writes.give_part(actor, firm.deliverable_id, person_id=person, part=Part.INFORMED, version=1, now=NOW)
    with pytest.raises(NotFound):
        reads.raci(cast.south.owner.actor, firm.project_id)
