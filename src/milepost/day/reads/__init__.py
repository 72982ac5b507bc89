"""The morning of one person, all projects of the firm, and a project as it stood when somebody showed it to a colleague."""

from milepost.day.reads.due import DueCost, ProjectDues, ProposedDue, due_cost, proposed_dues, unproposed
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
    "DueCost",
    "Finishable",
    "Morning",
    "Portfolio",
    "Programme",
    "ProjectDues",
    "ProposedDue",
    "Slipping",
    "Snapshot",
    "SnapshotLine",
    "SnapshotTask",
    "Standing",
    "Strategy",
    "conflicts",
    "due_cost",
    "headline",
    "morning",
    "portfolio",
    "proposed_dues",
    "snapshot",
    "snapshots",
    "stale",
    "standing",
    "standings",
    "strategy",
    "unproposed",
]
