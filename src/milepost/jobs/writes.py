"""What the worker notes about itself."""

from __future__ import annotations

from datetime import datetime

from milepost.jobs.models import Worker


def say_alive(name: str, *, now: datetime, first: bool = False) -> None:
    """Keeps the sign of life of the worker `name`; `first` also notes that it started."""
    if first:
        Worker.objects.update_or_create(name=name, defaults={"seen_at": now, "started_at": now})
    else:
        Worker.objects.filter(name=name).update(seen_at=now)
