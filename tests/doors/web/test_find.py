"""Find or do: what a page, a client and a stranger are offered; and the keys, in one place."""

from __future__ import annotations

import json
import re

import pytest

from milepost.accounts.rules import may
from milepost.kernel.actor import Role
from milepost.web.commands import ANYWHERE, IN_A_PROJECT, Command, commands
from milepost.web.keys import ON_PAGES, PLACES
from milepost.web.views.find import SHAPES
from tests.cast import Cast
from tests.doors.trust.knocking import Callers
from tests.house.source import PACKAGE

LIVE = {"HX-Request": "true"}


def asked(callers: Callers, who: str, query: str) -> str:
    """The list that a script gets."""
    answer = callers.knock(who, "GET", f"/find/?{query}", headers=LIVE)
    assert answer.status_code == 200
    return answer.content.decode()


def offered(callers: Callers, who: str, query: str) -> list[str]:
    """The names in the list, in order."""
    return re.findall(r'<span class="name">([^<]*)</span>', asked(callers, who, query))


def test_a_task_leads_into_its_plan_and_a_person_to_their_page(cast: Cast) -> None:
    shown = asked(Callers(cast), "manager", "q=moor")
    assert f'href="/projects/{cast.north.project_id}/?task={cast.north.task_ids["moor"]}"' in shown
    assert f'href="/people/{cast.north.member_person_id}/"' in asked(Callers(cast), "manager", "q=mona")


def test_before_anything_is_typed_what_was_opened_last_comes_first(cast: Cast) -> None:
    north, callers = cast.north, Callers(cast)
    names = offered(callers, "manager", f"seen=t{north.task_ids['moor']}.p{north.project_id}")
    assert names[:2] == [f"moor {north.mark}", f"Harbour wall {north.mark}"]
    assert offered(callers, "manager", "")[0] == f"Harbour wall {north.mark}"


@pytest.mark.parametrize("seen", ["t1;drop", "t99999999999999999999", "p", "x1.t-1", "%00", "t" * 5000])
def test_a_memory_that_makes_no_sense_is_no_memory(cast: Cast, seen: str) -> None:
    assert offered(Callers(cast), "manager", f"seen={seen}")[0] == f"Harbour wall {cast.north.mark}"


def test_the_memory_of_a_browser_shows_the_next_person_nothing(cast: Cast) -> None:
    north, callers = cast.north, Callers(cast)
    seen = f"seen=t{north.task_ids['moor']}.p{north.project_id}"
    for who in ("stranger", "other_member", "client"):
        assert cast.north.mark not in asked(callers, who, f"{seen}&project={north.project_id}")


def test_a_project_brings_its_own_commands_only_to_whoever_may_see_it(cast: Cast) -> None:
    callers, here = Callers(cast), f"project={cast.north.project_id}"
    assert "Record a promise for this project" in offered(callers, "manager", f"q=promise&{here}")
    assert "Record a promise for this project" not in offered(callers, "manager", "q=promise")
    assert "Record a promise for this project" not in offered(callers, "member", f"q=promise&{here}")
    assert "Record a promise for this project" not in offered(callers, "stranger", f"q=promise&{here}")


def test_every_command_leads_where_its_role_may_go(cast: Cast) -> None:
    callers, project = Callers(cast), cast.north.project_id
    closed = []
    for role in ("owner", "manager", "member", "client"):
        for command in [*_all(Role(role), in_project=role != "client")]:
            answer = callers.knock(role, "GET", command.url(project))
            closed += [(role, str(command.text), answer.status_code)] if answer.status_code not in (200, 302) else []
    assert closed == []


def _all(role: Role, *, in_project: bool) -> list[Command]:
    return [each for each in (*(IN_A_PROJECT if in_project else ()), *ANYWHERE) if may(role, each.needs)]


def test_a_client_is_told_to_do_what_a_client_may() -> None:
    told = {
        str(each.text)
        for word in ("project", "import", "people", "go", "promise")
        for each in commands(Role.CLIENT, (word,), translate=str, in_project=False)
    }
    assert told == {"Go to Promises"}


def test_letters_inside_a_word_call_no_command() -> None:
    assert [str(each.text) for each in commands(Role.OWNER, ("ight",), translate=str, in_project=False)] == []
    assert [str(each.text) for each in commands(Role.OWNER, ("dark",), translate=str, in_project=False)] == ["Dark colours"]


def test_the_guide_is_found_by_what_it_opens_with(cast: Cast) -> None:
    assert "/guide/import/" in asked(Callers(cast), "client", "q=save+project+xml")


def test_a_script_gets_the_list_of_options_and_a_browser_without_one_a_page(cast: Cast) -> None:
    callers = Callers(cast)
    live = asked(callers, "manager", "q=moor")
    assert 'role="listbox"' in live
    assert "<html" not in live
    page = callers.knock("manager", "GET", "/find/?q=moor").content.decode()
    assert "<html" in page
    assert 'role="option"' not in page
    assert 'value="moor"' in page


def test_a_text_is_shown_as_text(cast: Cast) -> None:
    page = Callers(cast).knock("manager", "GET", "/find/?q=%3Cscript%3Ealert(1)%3C/script%3E").content.decode()
    assert "<script>alert" not in page


def test_who_finds_nothing_is_told_so(cast: Cast) -> None:
    assert "Nothing you may see answers this" in asked(Callers(cast), "manager", "q=zzzzzz")


def test_the_api_finds_the_same_things(cast: Cast) -> None:
    callers = Callers(cast)
    found = json.loads(callers.knock("member", "GET", "/api/find?q=moor").content)
    assert [(each["kind"], each["id"]) for each in found if each["kind"] == "task"] == [("task", cast.north.task_ids["moor"])]
    assert json.loads(callers.knock("stranger", "GET", f"/api/find?q={cast.north.mark}").content) == []


def test_the_keys_of_a_page_are_its_own_and_those_that_hold_everywhere(cast: Cast) -> None:
    callers = Callers(cast)
    here = callers.knock("anonymous", "GET", "/keys/?of=here", headers=LIVE).content.decode()
    plan = callers.knock("anonymous", "GET", "/keys/?of=plan", headers=LIVE).content.decode()
    assert "Everywhere" in here
    assert "Board" not in here
    assert all(f'id="keys-{place.place}"' in plan for place in PLACES)
    assert set(ON_PAGES) == {"plan"}


def test_every_icon_of_the_list_was_built_in() -> None:
    drawn = json.loads((PACKAGE / "web" / "static" / "build" / "icons.json").read_text())
    assert {*SHAPES.values(), *(each.icon for each in (*IN_A_PROJECT, *ANYWHERE))} <= set(drawn)
