"""The morning of one person, all projects of the firm, and a project as it stood when somebody showed it to a colleague."""

from milepost.day.reads.morning import (
    Blocked,
    Finishable,
    Morning,
    Portfolio,
    Programme,
    Slipping,
    Standing,
    conflicts,
    headline,
    morning,
    portfolio,
    stale,
    standing,
    standings,
)
from milepost.day.reads.snapshots import SNAPSHOT, Snapshot, SnapshotLine, SnapshotTask, snapshot, snapshots

__all__ = [
    "SNAPSHOT",
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
    "conflicts",
    "headline",
    "morning",
    "portfolio",
    "snapshot",
    "snapshots",
    "stale",
    "standing",
    "standings",
]
