"""What a simulation found: which dates are likely, how sure a promise is, what decides the finish. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime
from math import sqrt
from typing import Any, Self

from milepost.forecast.rules.columns import Ints, moment
from milepost.forecast.rules.kept import packed_columns, unpacked_columns
from milepost.kernel.say import Sentence, packed, unpacked

WHOLE = 10_000
"""Criticality is kept in parts of so many."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A task of the firm that is done: what it was estimated at, what it took, and whose it was; an empty text where unknown."""

    estimated_minutes: int
    actual_minutes: int
    finished_on: date
    kind: str = ""
    person: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class TaskSpread:
    """When one task is likely to be finished, and in what share of the trials (0 to 1) the plan's finish hung on it."""

    uid: int
    p10: datetime
    p50: datetime
    p80: datetime
    p90: datetime
    criticality: float


@dataclass(frozen=True, slots=True, eq=False)
class Spreads:
    """The same as `TaskSpread`, one value a task in the plan's order: wall-clock minutes since 1970, parts of `WHOLE`, int64."""

    uid: Ints
    p10: Ints
    p50: Ints
    p80: Ints
    p90: Ints
    criticality: Ints

    def __len__(self) -> int:
        return len(self.uid)

    def __getitem__(self, row: int) -> TaskSpread:
        p10, p50, p80, p90 = (moment(column[row]) for column in (self.p10, self.p50, self.p80, self.p90))
        return TaskSpread(int(self.uid[row]), p10, p50, p80, p90, int(self.criticality[row]) / WHOLE)

    def packed(self) -> bytes:
        """All columns as compressed bytes, little-endian, for a table."""
        return packed_columns(self.uid, self.p10, self.p50, self.p80, self.p90, self.criticality)

    @classmethod
    def unpacked(cls, kept: bytes) -> Self:
        """The columns that `packed` made bytes of."""
        return cls(*unpacked_columns(kept, 6))


@dataclass(frozen=True, slots=True)
class Kept:
    """How likely it is that a task (None: the whole plan) is finished on the `promised` day or before.

    `share` and `error`, half the width of its 95 % interval, lie between 0 and 1. `promised` is None for all promises at once.
    """

    uid: int | None
    promised: date | None
    share: float
    error: float


@dataclass(frozen=True, slots=True)
class Bar:
    """In how many trials the plan finished on that `day`."""

    day: date
    trials: int


@dataclass(frozen=True, slots=True)
class Driver:
    """Something the finish depends on. `kind` is task, project, person, role or risk; `uid` is the task's, else None.

    `share` is its part of the spread of the finish, 0 to 1. `swing_minutes` is how much working time of the project lies between the
    finish in its good tenth and in its bad one, or without the risk and with it; `error_minutes` is the 95 % error of that.
    """

    kind: str
    uid: int | None
    name: str
    share: float
    swing_minutes: int
    error_minutes: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class RiskCost:
    """What an open risk costs the finish: `days` working days by which the 8-in-10 date lies later for it, `error_days` more or less.

    `share` is by how much less likely the promise of the whole plan is kept for it (0 to 1, `error` its 95 % error), None without such
    a promise. `swing_minutes` is how much later in working time of the project the finish lies on average where it happens.
    """

    id: int
    days: int
    error_days: float
    share: float | None
    error: float | None
    swing_minutes: int


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """What `trials` trials of a plan had in common, as of a day.

    One in ten trials finished by `p10`, half by `p50`, eight in ten by `p80`, nine in ten by `p90`. `error_days` is how many working
    days the `p80` of another simulation may lie off; `planned` is the finish without any uncertainty.
    """

    as_of: date
    trials: int
    seed: int
    spreads: Spreads
    planned: datetime
    p10: datetime
    p50: datetime
    p80: datetime
    p90: datetime
    error_days: float
    kept: tuple[Kept, ...]
    together: Kept | None
    drivers: tuple[Driver, ...]
    bars: tuple[Bar, ...]
    notes: tuple[Sentence, ...]
    """What was assumed, in words."""
    risks: tuple[RiskCost, ...] = ()
    critical: tuple[int, ...] = ()
    """The tasks on which the finish hung in most trials, by uid, the most often first; no summaries."""

    def probability(self, promised: date) -> Kept:
        """The chance that the whole plan is finished on `promised` or before."""
        share = sum(bar.trials for bar in self.bars if bar.day <= promised) / self.trials
        z = 1.96**2 / self.trials
        return Kept(None, promised, share, 1.96 * sqrt(share * (1 - share) / self.trials + z / (4 * self.trials)) / (1 + z))

    def as_json(self) -> dict[str, Any]:
        """Everything but the columns, for a table; `from_json` reads it back."""
        return {
            "as_of": self.as_of.isoformat(),
            **{name: getattr(self, name) for name in ("trials", "seed", "error_days")},
            **{name: getattr(self, name).isoformat() for name in _INSTANTS},
            "kept": [_kept_json(each) for each in self.kept],
            "together": self.together and _kept_json(self.together),
            "drivers": [[d.kind, d.uid, d.name, d.share, d.swing_minutes, d.error_minutes, packed(d.sentence)] for d in self.drivers],
            "bars": [[bar.day.isoformat(), bar.trials] for bar in self.bars],
            "notes": [packed(note) for note in self.notes],
            "risks": [astuple(risk) for risk in self.risks],
            "critical": list(self.critical),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any], spreads: Spreads) -> Self:
        """The value that `as_json` and `Spreads.packed` kept."""
        planned, p10, p50, p80, p90 = (datetime.fromisoformat(kept[name]) for name in _INSTANTS)
        return cls(
            as_of=date.fromisoformat(kept["as_of"]),
            trials=kept["trials"],
            seed=kept["seed"],
            spreads=spreads,
            planned=planned,
            p10=p10,
            p50=p50,
            p80=p80,
            p90=p90,
            error_days=kept["error_days"],
            kept=tuple(_kept(each) for each in kept["kept"]),
            together=kept["together"] and _kept(kept["together"]),
            drivers=tuple(_driver(each) for each in kept["drivers"]),
            bars=tuple(Bar(date.fromisoformat(day), trials) for day, trials in kept["bars"]),
            notes=tuple(unpacked(note) for note in kept["notes"]),
            risks=tuple(RiskCost(*risk) for risk in kept.get("risks", ())),
            critical=tuple(kept.get("critical", ())),
        )


_INSTANTS = ("planned", "p10", "p50", "p80", "p90")


def _kept_json(each: Kept) -> list[Any]:
    return [each.uid, each.promised and each.promised.isoformat(), each.share, each.error]


def _kept(row: list[Any]) -> Kept:
    uid, promised, share, error = row
    return Kept(uid, promised and date.fromisoformat(promised), share, error)


def _driver(row: list[Any]) -> Driver:
    kind, uid, name, share, swing, error, sentence = row
    return Driver(kind, uid, name, share, swing, error, unpacked(sentence))
