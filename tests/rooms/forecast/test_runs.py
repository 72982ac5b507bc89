"""A long run says how far it is, is cancelled at a word, gives way to newer facts, and goes on where it was cut off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milepost.forecast import models, reads, writes
from milepost.forecast.writes import runs
from milepost.kernel.refusal import NotAllowed, NotFound, Refusal
from milepost.plans import writes as planning
from tests.cast import NOW, Cast, Firm


@pytest.fixture(autouse=True)
def _always_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BETWEEN_NOTES_SECONDS", 0.0)


def run_of(firm: Firm, kind: str = "simulation") -> reads.Run:
    return next(each for each in reads.runs(firm.manager.actor, firm.project_id) if each.kind == kind)


def drawing(firm: Firm, meanwhile: Callable[[], object] = lambda: None, *, going_on: bool = True) -> None:
    """A run in which something happens half way."""

    def draw(facts: reads.Facts, run: runs.Underway) -> dict[str, Any]:
        run.tell(0.5)
        meanwhile()
        run.tell(0.7)
        return {"p50_minute": 1, "p80_minute": 2}

    runs.carry_out(firm.project_id, "simulation", models.Simulation, draw, now=NOW, going_on=lambda: going_on)


def drawn(firm: Firm) -> bool:
    return models.Simulation.objects.filter(pk=firm.project_id).exists()


def cancel(firm: Firm) -> None:
    writes.cancel_run(firm.manager.actor, firm.project_id, kind="simulation", now=NOW)


def report(firm: Firm) -> None:
    planning.record_progress(firm.manager.actor, firm.task_ids["dredge"], percent=10, remaining_minutes=None, now=NOW)


def test_it_says_how_far_it_is_while_it_runs(cast: Cast) -> None:
    seen: list[tuple[str, int]] = []
    drawing(cast.north, lambda: seen.append((run_of(cast.north).state, run_of(cast.north).percent)))
    assert seen == [("running", 50)]
    assert (run_of(cast.north).state, run_of(cast.north).percent, drawn(cast.north)) == ("done", 100, True)


def test_a_cancelled_run_keeps_nothing_and_is_not_begun_again_for_the_same_facts(cast: Cast) -> None:
    firm = cast.north
    drawing(firm, lambda: cancel(firm))
    assert (run_of(firm).state, drawn(firm)) == ("cancelled", False)
    drawing(firm)
    assert (run_of(firm).state, drawn(firm)) == ("cancelled", False)
    report(firm)
    drawing(firm)
    assert (run_of(firm).state, drawn(firm)) == ("done", True)


def test_a_run_cancelled_at_the_last_moment_keeps_nothing_either(cast: Cast) -> None:
    firm = cast.north

    def draw(facts: reads.Facts, run: runs.Underway) -> dict[str, Any]:
        cancel(firm)
        return {"p50_minute": 1}

    runs.carry_out(firm.project_id, "simulation", models.Simulation, draw, now=NOW)
    assert (run_of(firm).state, drawn(firm)) == ("cancelled", False)


def test_newer_facts_end_it(cast: Cast) -> None:
    firm = cast.north
    drawing(firm, lambda: report(firm))
    assert (run_of(firm).state, drawn(firm)) == ("outrun", False)


def test_a_stopping_worker_puts_it_back(cast: Cast) -> None:
    firm = cast.north
    writes.conclude(firm.project_id, now=NOW)
    drawing(firm, going_on=False)
    assert run_of(firm).state == "waiting"
    assert "simulation" in {due.kind for due in reads.due_runs() if due.project_id == firm.project_id}


def test_a_run_cut_off_by_a_kill_starts_anew(cast: Cast) -> None:
    firm = cast.north

    def die() -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        drawing(firm, die)
    assert run_of(firm).state == "running"
    drawing(firm)
    assert (run_of(firm).state, drawn(firm)) == ("done", True)


def test_an_accident_is_noted_and_raised(cast: Cast) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        drawing(cast.north, fail)
    assert run_of(cast.north).state == "failed"


def test_a_refusal_is_an_answer(cast: Cast) -> None:
    from milepost.kernel.say import say

    def refuse() -> None:
        raise Refusal("plan_circle", say("A circle."))

    drawing(cast.north, refuse)
    assert run_of(cast.north).state == "refused"
    assert models.Simulation.objects.get(pk=cast.north.project_id).refusal["code"] == "plan_circle"  # type: ignore[index]


def test_what_is_fresh_is_left_alone_until_somebody_asks(cast: Cast) -> None:
    firm = cast.north
    asked: list[bool] = []
    drawing(firm)
    drawing(firm, lambda: asked.append(True))
    assert asked == []
    writes.ask_run(firm.manager.actor, firm.project_id, kind="simulation", now=NOW)
    drawing(firm, lambda: asked.append(True))
    assert asked == [True]


def test_a_row_is_replaced_whole(cast: Cast) -> None:
    firm = cast.north
    drawing(firm)
    report(firm)
    runs.replace_row(models.Simulation, firm.project_id, firm.revision, NOW.date(), {"p80_minute": 7}, NOW)
    row = models.Simulation.objects.get(pk=firm.project_id)
    assert (row.p50_minute, row.p80_minute, row.revision) == (None, 7, firm.revision)


def test_a_run_is_due_once_the_dates_of_its_facts_are_kept(cast: Cast) -> None:
    firm = cast.north

    def due() -> set[str]:
        return {each.kind for each in reads.due_runs() if each.project_id == firm.project_id}

    assert due() == set(), "no dates yet"
    writes.conclude(firm.project_id, now=NOW)
    assert due() == {"simulation", "levelling", "calm"}
    drawing(firm)
    assert due() == {"levelling", "calm"}, "the cast has asked for a levelled plan"
    report(firm)
    assert due() == {"levelling", "calm"}, "the dates come first"
    writes.conclude(firm.project_id, now=NOW)
    assert due() == {"simulation", "levelling", "calm"}


def test_all_that_is_due_is_found_in_two_queries(cast: Cast) -> None:
    writes.conclude(cast.north.project_id, now=NOW)
    with CaptureQueriesContext(connection) as queries:
        reads.due_runs()
    assert len(queries) == 2


def test_asking_twice_and_cancelling_twice_is_refused(cast: Cast) -> None:
    firm, boss = cast.north, cast.north.manager.actor
    drawing(firm)
    writes.ask_run(boss, firm.project_id, kind="simulation", now=NOW)
    assert (run_of(firm).state, run_of(firm).may_cancel, run_of(firm).may_ask) == ("waiting", True, False)
    with pytest.raises(Refusal) as refused:
        writes.ask_run(boss, firm.project_id, kind="simulation", now=NOW)
    assert refused.value.code == "run_under_way"
    cancel(firm)
    with pytest.raises(Refusal) as refused:
        cancel(firm)
    assert refused.value.code == "run_over"
    assert (run_of(firm).may_cancel, run_of(firm).may_ask) == (False, True)


@pytest.mark.parametrize("write", [writes.ask_run, writes.cancel_run])
def test_only_those_who_manage_ask_and_cancel(cast: Cast, write: Any) -> None:
    firm = cast.north
    for person in (firm.member, firm.other_member, firm.client):
        with pytest.raises(NotAllowed):
            write(person.actor, firm.project_id, kind="simulation", now=NOW)
    with pytest.raises(NotFound):
        write(cast.south.manager.actor, firm.project_id, kind="simulation", now=NOW)
    with pytest.raises(NotFound):
        write(firm.manager.actor, firm.project_id, kind="guessing", now=NOW)


def test_members_see_how_far_it_is_and_may_change_nothing(cast: Cast) -> None:
    firm = cast.north
    drawing(firm)
    found = reads.runs(firm.member.actor, firm.project_id)
    assert {each.kind for each in found} == {"simulation", "levelling"}
    assert not any(each.may_ask or each.may_cancel for each in found)
    with pytest.raises(NotFound):
        reads.runs(firm.other_member.actor, firm.project_id)
    with pytest.raises(NotAllowed):
        reads.runs(firm.client.actor, firm.project_id)


def test_a_project_that_is_gone_has_no_run(cast: Cast) -> None:
    runs.carry_out(10**9, "simulation", models.Simulation, lambda facts, run: {}, now=NOW)
    writes.compare(10**9, now=NOW)
    writes.keep_facts(10**9, now=NOW)
    assert not models.Run.objects.filter(project_id=10**9).exists()
