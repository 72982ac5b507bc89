"""A project is kept as a template under a name of its own, without what must stay private, and can be taken away again."""

from __future__ import annotations

import pytest

from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import reads, writes
from tests.cast import NOW, Cast
from tests.said import last_line


def test_what_is_hidden_stands_in_no_template(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    writes.add_task(boss, firm.project_id, name="Call Acme Corp", now=NOW)
    kept = reads.template_sketch(boss, writes.save_as_template(boss, firm.project_id, name="Usual", hidden={"Acme Corp": "them"}, now=NOW))
    assert kept.tasks[-1].name == "Call them"
    assert (last_line(boss).verb, last_line(boss).after["tasks"]) == ("saved_template", len(kept.tasks))


def test_who_may_not_keeps_none_and_two_have_two_names(cast: Cast) -> None:
    firm = cast.north
    with pytest.raises(NotAllowed):
        writes.save_as_template(firm.member.actor, firm.project_id, name="Usual", now=NOW)
    with pytest.raises(NotFound):
        writes.save_as_template(cast.south.manager.actor, firm.project_id, name="Usual", now=NOW)
    writes.save_as_template(firm.manager.actor, firm.project_id, name="Usual", now=NOW)
    with pytest.raises(Refusal) as refused:
        writes.save_as_template(firm.manager.actor, firm.project_id, name="usual", now=NOW)
    assert refused.value.code == "template_there"


def test_one_is_taken_away_by_who_may(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    template = writes.save_as_template(boss, firm.project_id, name="Usual", now=NOW)
    for actor, refusal in ((firm.member.actor, NotAllowed), (cast.south.manager.actor, NotFound)):
        with pytest.raises(refusal):
            writes.remove_template(actor, template, now=NOW)
    writes.remove_template(boss, template, now=NOW)
    assert (last_line(boss).verb, last_line(boss).before["name"]) == ("removed", "Usual")
    with pytest.raises(NotFound):
        reads.template_sketch(boss, template)
