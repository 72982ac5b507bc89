"""How good the firm's estimates are, and how far its likely dates could be trusted so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from milepost import engine
from milepost.forecast.rules.simulation import Finished
from milepost.forecast.snapshot.simulation import outcome
from milepost.kernel.actor import Actor
from milepost.plans import reads as plans

MOST = 300
"""The newest finished tasks that are looked at."""
LEAST = 5
"""Finished tasks before which nothing is foretold."""
CHANCES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
IN_DAYS = 10 * 480


@dataclass(frozen=True, slots=True)
class Kept:
    """What was said to be kept in `said` of 100 cases was kept in `seen` of 100, ± `error` by chance."""

    said: int
    seen: int
    error: int

    @property
    def surely_off(self) -> int:
        """-1 where fewer were kept than was said, and chance alone does not explain it; 1 where more were; else 0."""
        return (self.seen - self.error > self.said) - (self.seen + self.error < self.said)


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """From `finished` tasks of the firm, of which `foretold` could be foretold from those before them.

    A task estimated at ten days takes `half` minutes as often as not, and no longer than `most` in 8 of 10 cases, of 480 a day.
    """

    finished: int
    foretold: int
    half: int
    most: int
    kept: tuple[Kept, ...]

    def at(self, said: int) -> Kept | None:
        """What became of forecasts of this chance, of 100."""
        return next((each for each in self.kept if each.said == said), None)


def calibration(actor: Actor) -> CalibrationReport:
    """From the newest finished tasks of the workspace, each foretold from those that were finished before it. One query."""
    outcomes = [outcome(Finished(**asdict(each))) for each in plans.finished(actor, most=MOST)]
    habit = engine.calibrated(outcomes).firm
    foretold = max(0, len(outcomes) - LEAST)
    kept = tuple(_kept(outcomes)) if foretold else ()
    return CalibrationReport(len(outcomes), foretold, habit.minutes(IN_DAYS, 0.5), habit.minutes(IN_DAYS, 0.8), kept)


def _kept(outcomes: Sequence[engine.Outcome]) -> list[Kept]:
    test = engine.back_test(outcomes, least=LEAST, chances=CHANCES)
    rows = zip(test.chances, test.covered, strict=True)
    return [Kept(round(100 * said), round(100 * seen.share), round(100 * seen.error)) for said, seen in rows]
