"""Everybody keeps their own name and language."""

from __future__ import annotations

import pytest

from milepost.accounts import reads, writes
from milepost.kernel.refusal import Refusal, Stale, VersionMissing
from tests.cast import NOW, Cast
from tests.said import last_line


@pytest.mark.parametrize("who", ["owner", "manager", "member", "client"])
def test_everybody_may_change_their_name(cast: Cast, who: str) -> None:
    actor = cast.north.everybody[who].actor
    assert writes.change_own_name(actor, name=" Nova ", version=1, now=NOW).name == "Nova"
    assert reads.profile(actor).version == 2


def test_earlier_lines_of_the_ledger_keep_the_earlier_name(cast: Cast) -> None:
    actor = cast.north.member.actor
    writes.change_own_name(actor, name="Nova", version=1, now=NOW)
    line = last_line(actor)
    assert (line.verb, line.by, line.after) == ("changed_own_name", actor.name, {"name": "Nova"})


def test_a_language_may_be_chosen_and_given_up(cast: Cast) -> None:
    actor = cast.north.client.actor
    assert writes.change_own_language(actor, language="en", version=1, now=NOW).language == "en"
    assert writes.change_own_language(actor, language="", version=2, now=NOW).language == ""
    assert last_line(actor).verb == "changed_own_language"


@pytest.mark.parametrize("language", ["tlh", "de"])
def test_a_language_that_no_page_is_written_in_is_refused(cast: Cast, language: str) -> None:
    with pytest.raises(Refusal) as refused:
        writes.change_own_language(cast.north.member.actor, language=language, version=1, now=NOW)
    assert (refused.value.code, refused.value.field) == ("language_unknown", "language")


def test_an_empty_name_is_refused(cast: Cast) -> None:
    actor = cast.north.member.actor
    with pytest.raises(Refusal):
        writes.change_own_name(actor, name="", version=1, now=NOW)


def test_a_stale_change_is_refused(cast: Cast) -> None:
    actor = cast.north.member.actor
    writes.change_own_name(actor, name="Nova", version=1, now=NOW)
    with pytest.raises(Stale) as stale:
        writes.change_own_name(actor, name="Vega", version=1, now=NOW)
    assert stale.value.details == {"yours": {"name": "Vega"}, "current": {"name": "Nova"}}
    with pytest.raises(VersionMissing):
        writes.change_own_language(actor, language="en", version=None, now=NOW)
