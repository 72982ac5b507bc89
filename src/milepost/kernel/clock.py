"""The only place that reads the clock. Doors call it once and hand the instant in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str, at: datetime | None = None) -> date:
    """The calendar day in `zone` at the instant `at` (by default now)."""
    return (at or now()).astimezone(ZoneInfo(zone)).date()


def wall(zone: str, at: datetime) -> datetime:
    """What the clocks of `zone` show at the instant `at`, to the minute."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
