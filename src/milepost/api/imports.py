"""Plan files: taken over at once, or looked at first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse
from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import TypeAdapter

from milepost.accounts import reads as accounts
from milepost.api.entry import Call
from milepost.api.pages import Limit, Offset, page, page_of
from milepost.api.shapes import Id, Version, shape
from milepost.api.subject import Subject, made, once, version_of
from milepost.exchange.sandbox import read_in_sandbox
from milepost.forecast import writes
from milepost.kernel.say import Sentence
from milepost.plans import reads
from milepost.plans import writes as plans
from milepost.plans.draft import Draft

imports = Subject("Imports")

PlanFile = Annotated[UploadedFile, File(description="An MS Project XML file.")]
Revision = Annotated[Version | None, Form(None, description="The project's revision that you saw; `If-Match` does as well.")]


@dataclass(frozen=True, slots=True)
class NotKept:
    """Something the file held that Milepost did not keep; `count` times, `example` is the first of them."""

    code: str
    message: Sentence
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Imported:
    """The project a file was taken over into, and what of the file could not be kept."""

    project_id: int
    warnings: tuple[NotKept, ...]


@dataclass(frozen=True, slots=True)
class PlanImport:
    """A file that was handed in. `state` is waiting, reading, ready, taken_over or refused; `percent` is how far the reading came."""

    id: int
    project_id: int | None
    update: bool
    file_name: str
    size: int
    state: str
    percent: int
    losses: tuple[reads.Loss, ...]
    refused: reads.Refused | None
    difference: reads.Difference | None
    by: str
    at: datetime


@imports.post_file("/imports", gives=Imported)
def import_plan(call: Call, file: PlanFile) -> HttpResponse:
    """Makes a project of a plan file. What of the file could not be kept is in `warnings`."""
    accounts.require(call.actor, "plans.import_plan")
    return _taken(call, file, lambda draft, named: writes.import_plan(call.actor, draft, **named, now=call.now))


@imports.post_file("/projects/{project_id}/imports", gives=Imported, status=200)
def reimport_plan(call: Call, project_id: Id, file: PlanFile, version: Revision) -> HttpResponse:
    """Brings a project up to date with a newer file; ask for the difference first."""
    accounts.require(call.actor, "plans.reimport_plan")
    reads.project(call.actor, project_id)
    seen = version_of(call, version)
    return _taken(
        call,
        file,
        lambda draft, named: writes.reimport_plan(call.actor, project_id, draft=draft, version=seen, **named, now=call.now),
        version=seen,
        status=200,
    )


@imports.post_file("/projects/{project_id}/difference", gives=reads.Difference, status=200)
def difference(call: Call, project_id: Id, file: PlanFile) -> reads.Difference:
    """What taking a newer file over would change. Changes nothing."""
    accounts.require(call.actor, "plans.reimport_plan")
    reads.project(call.actor, project_id)
    return reads.difference(call.actor, project_id, _draft(file))


@imports.get("/imports", gives=page_of(PlanImport))
def files(call: Call, offset: Offset, limit: Limit) -> object:
    """The files that were handed in last, newest first."""
    return page(reads.imports(call.actor), offset, limit)


@imports.get("/imports/{import_id}", gives=PlanImport)
def one_file(call: Call, import_id: Id) -> reads.Import:
    """How far one file is, and what it would change."""
    return reads.import_(call.actor, import_id)


@imports.post("/imports/{import_id}/take-over")
def take_over(call: Call, import_id: Id) -> None:
    """You have read the difference and want it."""
    plans.take_over(call.actor, import_id, now=call.now)


@imports.post("/imports/{import_id}/drop")
def drop_file(call: Call, import_id: Id) -> None:
    """You decide against a file."""
    plans.drop_file(call.actor, import_id, now=call.now)


@imports.get("/projects/{project_id}/losses", gives=tuple[reads.Loss, ...])
def losses(call: Call, project_id: Id) -> tuple[reads.Loss, ...]:
    """What the file last taken over held and Milepost did not keep."""
    reads.project(call.actor, project_id)
    return reads.losses(call.actor, project_id)


def _taken(
    call: Call,
    file: UploadedFile,
    take: Callable[[Draft, dict[str, Any]], plans.ImportResult],
    *,
    version: int | None = None,
    status: int = 201,
) -> HttpResponse:
    """Reads the file outside any transaction, then takes it over, once for an idempotency key."""
    draft, digest = _draft(file), _sha256(file)
    named: dict[str, Any] = {"file_name": (file.name or "plan.xml")[:300], "size": file.size or 0, "sha256": digest}

    def answer() -> HttpResponse:
        result = take(draft, named)
        return made(TypeAdapter(shape(Imported)), _imported(result), status)

    return once(call, f"{digest} {version}".encode(), answer)


def _imported(result: plans.ImportResult) -> Imported:
    warnings = (NotKept(loss.code, loss.sentence, loss.count, loss.example) for loss in result.losses)
    return Imported(result.project_id, tuple(warnings))


def _draft(file: UploadedFile) -> Draft:
    return read_in_sandbox(_place(file), name=file.name or "plan.xml")


def _place(file: UploadedFile) -> Path:
    if not isinstance(file, TemporaryUploadedFile):
        raise AssertionError("settings keep every upload in a file")
    return Path(file.temporary_file_path())


def _sha256(file: UploadedFile) -> str:
    with _place(file).open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
