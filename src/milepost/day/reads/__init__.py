"""The morning of one person, all projects of the firm, and a project as it stood when somebody showed it to a colleague."""

from milepost.day.reads.morning import (
    Blocked,
    Finishable,
    Morning,
    Slipping,
    Standing,
    headline,
    morning,
    stale,
    standing,
    standings,
)
from milepost.day.reads.portfolio import Aim, Portfolio, Programme, Strategy, conflicts, portfolio, strategy
from milepost.day.reads.snapshots import SNAPSHOT, Snapshot, SnapshotLine, SnapshotTask, snapshot, snapshots

__all__ = [
    "SNAPSHOT",
    "Aim",
    "Blocked",
    "Finishable",
    "Morning",
    "Portfolio",
    "Programme",
    "Slipping",
    "Snapshot",
    "SnapshotLine",
    "SnapshotTask",
    "Standing",
    "Strategy",
    "conflicts",
    "headline",
    "morning",
    "portfolio",
    "snapshot",
    "snapshots",
    "stale",
    "standing",
    "standings",
    "strategy",
]
