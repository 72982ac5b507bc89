"""A project as a file, in any of the formats there are."""

from __future__ import annotations

from datetime import datetime

from milepost.exchange.exporting import ProjectFile, project_file
from milepost.exchange.gantt import Wanted, gantt
from milepost.exchange.task_table import task_table
from milepost.kernel.actor import Actor


def project_as(actor: Actor, project_id: int, kind: str, *, paper: Wanted | None = None, now: datetime) -> ProjectFile:
    """The project as a file of the kind `xml` (for MS Project), `xlsx`, `csv` or `pdf` (on `paper`, else on A4); any other is refused."""
    if kind == "xml":
        return project_file(actor, project_id, now=now)
    if kind == "pdf":
        return gantt(actor, project_id, paper or Wanted.of(), now=now)
    return task_table(actor, project_id, kind, now=now)
