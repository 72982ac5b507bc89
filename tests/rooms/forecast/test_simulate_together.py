"""Many simulations at once are the same simulations: each is kept on its own, wherever it was drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest

from milepost.forecast import models, reads, writes
from milepost.forecast.snapshot import together
from milepost.plans import writes as planning
from tests.cast import NOW, Cast, Firm
from tests.rooms.forecast.test_conclude import impossible

Drawn = Iterator[together.Drawn]
Work = Callable[[together.Batch], together.Drawn]


def firms(cast: Cast) -> list[int]:
    return [cast.north.project_id, cast.south.project_id]


def state(firm: Firm) -> str:
    return next(each.state for each in reads.runs(firm.manager.actor, firm.project_id) if each.kind == "simulation")


def content(firm: Firm) -> tuple[object, bytes]:
    row = models.Simulation.objects.get(pk=firm.project_id)
    return row.content, bytes(row.columns or b"")


def report(firm: Firm) -> None:
    planning.record_progress(firm.manager.actor, firm.task_ids["dredge"], percent=10, remaining_minutes=None, now=NOW)


def test_together_they_find_what_each_finds_alone(cast: Cast) -> None:
    for project_id in firms(cast):
        writes.simulate(project_id, now=NOW)
    alone = [content(firm) for firm in (cast.north, cast.south)]
    models.Simulation.objects.all().delete()
    models.Run.objects.all().delete()
    writes.simulate_together(firms(cast), now=NOW)
    assert [content(firm) for firm in (cast.north, cast.south)] == alone
    assert [state(firm) for firm in (cast.north, cast.south)] == ["done", "done"]


def test_what_is_fresh_or_gone_is_left_alone(cast: Cast) -> None:
    writes.simulate(cast.north.project_id, now=NOW)
    asked: list[together.Case] = []

    def spread(work: Work, batches: Iterable[together.Batch]) -> Drawn:
        for batch in batches:
            asked.extend(batch)
            yield work(batch)

    writes.simulate_together([*firms(cast), 999_999], now=NOW, spread=spread)
    assert [case.key for case in asked] == [cast.south.project_id]


def test_a_plan_that_is_refused_says_so_and_the_others_are_drawn(cast: Cast) -> None:
    impossible(cast.north)
    writes.simulate_together(firms(cast), now=NOW)
    assert [state(firm) for firm in (cast.north, cast.south)] == ["refused", "done"]
    assert models.Simulation.objects.get(pk=cast.north.project_id).refusal is not None


def test_one_that_is_cancelled_meanwhile_keeps_nothing(cast: Cast) -> None:
    firm = cast.north

    def spread(work: Work, batches: Iterable[together.Batch]) -> Drawn:
        for batch in batches:
            writes.cancel_run(firm.manager.actor, firm.project_id, kind="simulation", now=NOW)
            yield work(batch)

    writes.simulate_together(firms(cast), now=NOW, spread=spread)
    assert [state(firm) for firm in (cast.north, cast.south)] == ["cancelled", "done"]
    assert not models.Simulation.objects.filter(pk=firm.project_id).exists()


def test_facts_that_move_while_they_are_read_are_left_to_the_next_run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    read = reads.facts
    monkeypatch.setattr(reads, "facts", lambda *which: (report(cast.north), read(*which))[1])
    writes.simulate_together([cast.north.project_id], now=NOW)
    assert state(cast.north) == "outrun"
    assert not models.Simulation.objects.exists()


def test_what_was_not_drawn_when_the_worker_ends_waits(cast: Cast) -> None:
    def spread(work: Work, batches: Iterable[together.Batch]) -> Drawn:
        next(iter(batches))
        return iter(())

    writes.simulate_together(firms(cast), now=NOW, spread=spread)
    assert [state(firm) for firm in (cast.north, cast.south)] == ["waiting", "waiting"]
    writes.simulate_together(firms(cast), now=NOW)
    assert [state(firm) for firm in (cast.north, cast.south)] == ["done", "done"]


def test_an_accident_marks_what_had_begun(cast: Cast) -> None:
    def spread(work: Work, batches: Iterable[together.Batch]) -> Drawn:
        next(iter(batches))
        raise OSError("the cluster is gone")

    with pytest.raises(OSError, match="gone"):
        writes.simulate_together(firms(cast), now=NOW, spread=spread)
    assert [state(firm) for firm in (cast.north, cast.south)] == ["failed", "failed"]
