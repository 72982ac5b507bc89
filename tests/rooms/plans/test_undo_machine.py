"""Any edits taken back one after the other give the plan of the beginning, done again that of the end; two people do not meet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.audit import reads as audit
from milepost.kernel.refusal import Refusal
from milepost.plans import edits as said
from milepost.plans import models, reads, writes
from milepost.plans.draft import Draft
from milepost.plans.reads.remembered import _plans
from tests.cast import NOW, Firm, assemble

PLACE = st.integers(0, 30)
LENGTH = st.sampled_from((0, 60, 480, 2400))
KINDS = st.one_of(
    st.tuples(st.just("add"), PLACE, st.integers(0, 3), LENGTH),
    st.tuples(st.just("set"), PLACE, LENGTH, st.sampled_from(("pier", "quay"))),
    st.tuples(st.just("move"), PLACE, PLACE, st.integers(1, 4)),
    st.tuples(st.just("remove"), PLACE, st.just(0), st.just(0)),
    st.tuples(st.just("link"), PLACE, PLACE, st.integers(-60, 60)),
    st.tuples(st.just("unlink"), PLACE, st.just(0), st.just(0)),
    st.tuples(st.just("assign"), PLACE, st.integers(0, 3), st.sampled_from((50, 100))),
    st.tuples(st.just("report"), PLACE, st.sampled_from((0, 40, 100)), st.just(0)),
)


def edit(firm: Firm, kind: tuple[Any, ...]) -> said.Edit | None:
    """The drawn numbers as an edit of the plan as it stands."""
    name, place, other, more = kind
    rows = list(models.Task.objects.filter(project=firm.project_id, removed_at=None).order_by("position"))
    links = list(models.Link.objects.filter(project=firm.project_id).order_by("pk"))
    team = list(models.Resource.objects.filter(project=firm.project_id).order_by("pk"))
    if not rows or (name == "unlink" and not links):
        return None
    row, second = rows[place % len(rows)], rows[other % len(rows)]
    made: dict[str, said.Edit] = {
        "add": said.Add("new", f"new {place}", row.pk, max(1, row.level + other - 1), more),
        "set": said.Set(row.pk, row.version, {"duration_minutes": other, "name": str(more)}),
        "move": said.Move((row.pk,), second.pk if second is not row else None, more),
        "remove": said.Remove(row.pk, row.version),
        "link": said.LinkUp(row.pk, second.pk, lag=more),
        "assign": said.Assign(row.pk, team[other % len(team)].pk, more if isinstance(more, int) else 100),
        "report": said.Report(row.pk, other if row.duration_minutes else 100),
    }
    return made[name] if name in made else said.Unlink(links[place % len(links)].pk)


def whole(firm: Firm) -> Draft:
    draft, memory = reads.draft(firm.project_id), dict(_plans)
    _plans.clear()
    assert reads.draft(firm.project_id) == draft, "what is remembered is what is kept"
    _plans.update(memory)
    rows = models.Task.objects.filter(project=firm.project_id, removed_at=None).order_by("position")
    levels = list(rows.values_list("level", flat=True))
    following = [*levels[1:], 0]
    below = [after > level for level, after in zip(levels, following, strict=False)]
    assert below == list(rows.values_list("summary", flat=True))
    return draft


def carried_out(firm: Firm, kinds: Sequence[tuple[Any, ...]], now: datetime) -> int:
    done = 0
    for kind in kinds:
        wanted = edit(firm, kind)
        try:
            if wanted is not None:
                change = writes.edit_plan(firm.manager.actor, firm.project_id, edits=[wanted], now=now + timedelta(minutes=done))
                done += bool(models.Change.objects.get(pk=change.change_id).needs)
        except Refusal:
            continue
    return done


def back_and_forth(kinds: Sequence[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        firm = assemble().north
        later = NOW + timedelta(days=1)
        beginning = whole(firm)
        count = carried_out(firm, kinds, later)
        end = whole(firm)
        actor = firm.manager.actor
        for _ in range(count):
            writes.undo(actor, firm.project_id, now=later)
            whole(firm)
        assert whole(firm) == beginning
        for _ in range(count):
            writes.redo(actor, firm.project_id, now=later)
        assert whole(firm) == end
        assert audit.verify(actor.workspace_id).sound
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(KINDS, min_size=3, max_size=12))
def test_all_taken_back_is_the_beginning_and_all_done_again_is_the_end(kinds: list[tuple[Any, ...]]) -> None:
    back_and_forth(kinds)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(KINDS, min_size=3, max_size=40))
def test_all_taken_back_is_the_beginning_for_long(kinds: list[tuple[Any, ...]]) -> None:
    back_and_forth(kinds)
