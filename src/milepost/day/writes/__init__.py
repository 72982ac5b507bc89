"""What the morning concludes of each project, and showing one to a colleague."""

from milepost.day.writes.morning import conclude
from milepost.day.writes.snapshots import forget_snapshots, share_snapshot, withdraw_snapshot

__all__ = ["conclude", "forget_snapshots", "share_snapshot", "withdraw_snapshot"]
