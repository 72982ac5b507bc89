"""The hours of the day: what runs by the clock. Midnight is not here: a forecast of yesterday is stale by comparison."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django_tasks.base import Task

from milepost.jobs import policy, tasks


@dataclass(frozen=True, slots=True)
class Hour:
    """A job that runs once a day at `at` (UTC); after a time of standstill the last missed one is made up for, not all."""

    name: str
    at: time
    task: Task[Any, Any]


HOURS = (Hour("tidy", time(3, 0), tasks.tidy),)


def last_slot(hour: Hour, now: datetime) -> datetime:
    """The latest instant, not after `now`, at which `hour` is due."""
    today = datetime.combine(now.date(), hour.at, tzinfo=now.tzinfo)
    return today if today <= now else today - timedelta(days=1)


def enqueue_what_is_due(*, now: datetime) -> None:
    for hour in HOURS:
        policy.enqueue_once(f"hour:{hour.name}", last_slot(hour, now).isoformat(), hour.task, now=now)
