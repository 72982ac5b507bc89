"""What the worker's bookkeeping tells."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from milepost.jobs.models import Worker


def last_sign_of_life() -> datetime | None:
    """When any worker last said that it lives; None before the first."""
    seen_at: datetime | None = Worker.objects.aggregate(last=Max("seen_at"))["last"]
    return seen_at
