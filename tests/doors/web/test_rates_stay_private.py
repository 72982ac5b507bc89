"""What an hour of somebody costs, and what a project does, is seen by owners and managers, and in no answer to anybody else."""

from __future__ import annotations

import time_machine

from tests.cast import MAY_COST, NOW, PONTOON, RATE, Cast
from tests.doors.trust.knocking import READING, Body, Callers, ids
from tests.doors.trust.table import rows

OTHERS = ("member", "other_member")
SHOWING = {"/people/{person_id}/", "/api/people/{person_id}/rates", "/projects/{project_id}/budget/", "/api/projects/{project_id}/budget"}
AMOUNTS = (RATE, MAY_COST, PONTOON)
BESIDE_WORK = b"Pontoon"


def told(callers: Callers, cast: Cast, who: str, wanted: set[str] | None = None) -> set[str]:
    """The addresses, of all or of those `wanted`, that answer somebody with an amount of the cast."""
    here = ids(cast.north) | {"person_id": cast.north.other_person_id}
    found = set()
    for (method, _template), address in rows():
        if method in READING and (wanted is None or address.template in wanted):
            answer = callers.try_to(who, method, address.at(here), Body())
            body = b"".join(answer)
            if BESIDE_WORK in body or any(
                written.encode() in body for one in AMOUNTS for written in (str(one), f"{one:,}", str(one).replace(".", ","))
            ):
                found.add(address.template)
    return found


@time_machine.travel(NOW)
def test_only_those_who_may_are_told(cast: Cast) -> None:
    callers = Callers(cast)
    assert told(callers, cast, "manager", SHOWING) == SHOWING
    assert {who: told(callers, cast, who) for who in OTHERS} == {who: set() for who in OTHERS}
