"""Bytes in the file store that nothing refers to any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from milepost.plans import models
from milepost.plans.writes.files import KEPT_AS, alone, store

ON_THEIR_WAY = timedelta(days=1)
"""Bytes come before the row that says whose they are; what is younger may still get one."""


def sweep_files(*, now: datetime) -> int:
    """Deletes what was left behind where a process died between keeping bytes and saying whose they are; gives back how many files.

    What was taken away and can be brought back stays.
    """
    referred = _referred()
    unknown = (file for file in _stored() if file.name not in referred)
    return sum(_swept(file, (now - ON_THEIR_WAY).timestamp()) for file in unknown)


def _stored() -> Iterator[Path]:
    yield from store().glob(f"{KEPT_AS}*")
    yield from (file for file in store("attachments").rglob("*") if file.is_file())


def _referred() -> set[str]:
    """The names of files that rows refer to, and those that undoing can bring back."""
    plans = set(models.Import.objects.exclude(kept_as="").values_list("kept_as", flat=True))
    contents = set(models.Attachment.objects.values_list("sha256", flat=True))
    changes = models.ChangedRow.objects.filter(table="attachment").values_list("before", "after")
    return plans | contents | {side["sha256"] for sides in changes for side in sides if side and "sha256" in side}


def _swept(file: Path, before: float) -> bool:
    """Looked at and deleted while nobody keeps the same bytes anew."""
    with alone():
        if file.stat().st_mtime >= before:
            return False
        file.unlink()
    return True
