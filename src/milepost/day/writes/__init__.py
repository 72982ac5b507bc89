"""What the morning concludes of each project, and showing one to a colleague."""

from milepost.day.writes.due import Chosen, choose_dues, propose
from milepost.day.writes.morning import conclude
from milepost.day.writes.snapshots import forget_snapshots, share_snapshot, withdraw_snapshot

__all__ = ["Chosen", "choose_dues", "conclude", "forget_snapshots", "propose", "share_snapshot", "withdraw_snapshot"]
