"""Who works on a task, as people type it."""

import pytest

from milepost.exchange import typed
from milepost.exchange.typed import TypedPerson
from milepost.kernel.refusal import Refusal

TEAM = [(1, "Mara Lindt"), (2, "Jonas Weber"), (3, "Jon Ahlers"), (4, "Étienne Tournier"), (5, "Jon")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Mara", (TypedPerson(1),)),
        ("mara lindt, Jonas 50%", (TypedPerson(1), TypedPerson(2, 50))),
        ("Etienne [30 %]; ML", (TypedPerson(4, 30), TypedPerson(1))),
        ("Jon", (TypedPerson(5),)),
        (" , ", ()),
    ],
)
def test_somebody_is_meant_by_name_beginning_or_initials_with_a_share_of_time(text: str, meant: tuple[TypedPerson, ...]) -> None:
    assert typed.people(text, team=TEAM) == meant


@pytest.mark.parametrize(
    ("text", "code"), [("Berta", "person_unknown"), ("Jo", "person_ambiguous"), ("Mara, ML 50%", "person_twice"), ("50%", "person_unknown")]
)
def test_who_is_not_understood_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        typed.people(text, team=TEAM, field="people")
    assert (refused.value.code, refused.value.field) == (code, "people")
