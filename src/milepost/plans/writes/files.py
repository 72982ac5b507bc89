"""Plan files that were handed in, on their way into a project. What becomes of one is decided in the forecast room.

The bytes lie in `files` in the installation's home until they are taken over, refused or dropped.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import transaction

from milepost.accounts import reads as accounts
from milepost.audit import writes as audit
from milepost.kernel.actor import Actor
from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import Sentence, say
from milepost.plans import models, rules
from milepost.plans.draft import Loss
from milepost.plans.reads import files, talk
from milepost.plans.reads.values import Difference
from milepost.plans.reads.visible import project_row

KEPT_AS = "plan-"
"""How the names of files begin that are not known by their digest."""
OPEN = ("waiting", "reading", "ready")


@dataclass(frozen=True, slots=True)
class KeptBytes:
    """Bytes in the file store: the name they are kept under, how many there are, and their digest."""

    kept_as: str
    size: int
    sha256: str


def receive_file(actor: Actor, *, kept: KeptBytes, file_name: str, project_id: int | None = None, now: datetime) -> int:
    """A plan file waits for being read; gives back the id of the import. With `project_id` it updates that project.

    Nothing of it is looked at here: a job reads it in a sandbox.
    """
    accounts.require(actor, "plans.import_plan" if project_id is None else "plans.reimport_plan")
    if project_id is not None:
        project_row(actor, project_id)
    name = rules.text(Path(file_name.replace("\\", "/")).name, field="file") or "plan.xml"
    with transaction.atomic():
        row = models.Import.objects.create(
            workspace_id=actor.workspace_id,
            project_id=project_id,
            update=project_id is not None,
            file_name=name,
            kept_as=kept.kept_as,
            size=kept.size,
            sha256=kept.sha256,
            by_id=actor.user_id,
            at=now,
            changed_at=now,
        )
        told = {"file_name": name, "size": kept.size, "sha256": kept.sha256}
        audit.record(actor, "handed_in", "import", row.pk, before=None, after=told, plan_id=project_id, now=now)
    return row.pk


def keep_bytes(content: Iterable[bytes]) -> KeptBytes:
    """Puts the bytes of a plan file into the store, outside any transaction. Refused: an empty file and one above 500 MB."""
    return _streamed(content, store(), settings.LARGEST_PLAN_BYTES, say("A plan file has at most {megabytes} MB."))


def keep_content(content: Iterable[bytes]) -> KeptBytes:
    """Puts the bytes of an attachment into the store, once for all attachments that are the same, outside any transaction.

    When this returns they survive a power cut. Refused: an empty file and one above 25 MB.
    """
    most = rules.attachments.LARGEST_ATTACHMENT
    streamed = _streamed(content, store("attachments"), most, say("An attachment has at most {megabytes} MB."))
    place = talk.content_place(streamed.sha256)
    place.parent.mkdir(exist_ok=True)
    with alone():
        os.replace(store("attachments") / streamed.kept_as, place)
    _settle(place.parent)
    _settle(place.parent.parent)
    return replace(streamed, kept_as=streamed.sha256)


def store(part: str = "") -> Path:
    """The folder in which bytes are kept."""
    folder = Path(settings.MILEPOST_HOME) / "files" / part
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else puts bytes under their digest or sweeps them away; whoever dies in here lets go."""
    with (store() / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _settle(folder: Path) -> None:
    """The names in a folder are on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _streamed(content: Iterable[bytes], folder: Path, most: int, too_large: Sentence) -> KeptBytes:
    digest, size = hashlib.sha256(), 0
    with NamedTemporaryFile(dir=folder, prefix=KEPT_AS, suffix=".xml", delete=False) as file:
        try:
            for part in content:
                size += len(part)
                if size > most:
                    raise Refusal("file_too_large", say(too_large.text, megabytes=most // 1_000_000), field="file")
                digest.update(part)
                file.write(part)
            if not size:
                raise Refusal("file_empty", say("This file is empty."), field="file")
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink()
            raise
    return KeptBytes(Path(file.name).name, size, digest.hexdigest())


def drop_file(actor: Actor, import_id: int, *, now: datetime) -> None:
    """Somebody decides against a file that was not taken over yet."""
    accounts.require(actor, "plans.import_plan")
    with transaction.atomic():
        rows = models.Import.objects.select_for_update().filter(workspace_id=actor.workspace_id, pk=import_id, state__in=OPEN)
        row = rows.first()
        if row is None:
            raise NotFound()
        refusal = files.packed_refusal(Refusal("file_dropped", say("Somebody decided against this file before it was taken over.")))
        rows.update(state="refused", refusal=refusal, kept_as="", changed_at=now)
        before = {"file_name": row.file_name, "state": row.state}
        audit.record(actor, "dropped", "import", import_id, before=before, after=None, plan_id=row.project_id, now=now)
    forget_bytes(row.kept_as)


def take_over(actor: Actor, import_id: int, *, now: datetime) -> None:
    """Somebody has read the difference a newer file makes and wants it: the file waits to be read once more and taken over.

    Where the project has changed since the difference was drawn, nothing is taken over: a new difference is shown first.
    """
    accounts.require(actor, "plans.reimport_plan")
    with transaction.atomic():
        rows = models.Import.objects.select_for_update().filter(workspace_id=actor.workspace_id, pk=import_id, state="ready")
        row = rows.first()
        if row is None:
            raise NotFound()
        rows.update(state="waiting", percent=0, accepted_by=actor.user_id, changed_at=now)
        after = {"file_name": row.file_name, "revision": row.revision}
        audit.record(actor, "accepted_difference", "import", import_id, before=None, after=after, plan_id=row.project_id, now=now)


def begin_reading(import_id: int, *, now: datetime) -> Path | None:
    """The kept file of an import that is waiting, or whose reading was cut off; None where there is nothing to read any more."""
    rows = models.Import.objects.filter(pk=import_id, state__in=["waiting", "reading"])
    if not rows.update(state="reading", percent=0, changed_at=now):
        return None
    kept_as = models.Import.objects.values_list("kept_as", flat=True).get(pk=import_id)
    return kept_file(kept_as)


def kept_file(kept_as: str) -> Path:
    """Where the bytes of a file lie, by the name it is kept under."""
    return Path(settings.MILEPOST_HOME) / "files" / kept_as


def note_reading(import_id: int, *, percent: int, now: datetime) -> None:
    """How far the reading came, for the page that shows it."""
    models.Import.objects.filter(pk=import_id, state="reading").update(percent=percent, changed_at=now)


def show_difference(import_id: int, *, difference: Difference, losses: tuple[Loss, ...], now: datetime) -> None:
    """The file is read and would change the project like this; it waits for a person to decide."""
    models.Import.objects.filter(pk=import_id, state__in=["reading", "ready"]).update(
        state="ready",
        accepted_by=None,
        percent=100,
        difference=asdict(difference),
        revision=difference.revision,
        losses=files.packed_losses(losses),
        changed_at=now,
    )


def refuse_file(import_id: int, *, refusal: Refusal, now: datetime) -> None:
    """The file cannot become a project; the reason is kept for the page, the bytes are not."""
    kept_as = models.Import.objects.filter(pk=import_id, state__in=OPEN).values_list("kept_as", flat=True).first()
    rows = models.Import.objects.filter(pk=import_id, state__in=OPEN)
    if rows.update(state="refused", refusal=files.packed_refusal(refusal), kept_as="", changed_at=now):
        forget_bytes(kept_as or "")


def forget_bytes(kept_as: str) -> None:
    """Deletes the bytes of a file that is done with."""
    if kept_as:
        with suppress(FileNotFoundError):
            kept_file(kept_as).unlink()
