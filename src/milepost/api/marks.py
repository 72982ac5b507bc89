"""Labels of the workspace, custom fields of a project."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from milepost.api.entry import Call
from milepost.api.shapes import Asked, Changed, Id, Made, Text, VersionAsked, Versioned
from milepost.api.subject import Subject, version_of
from milepost.plans import reads, writes
from milepost.plans.rules import FieldKind

marks = Subject("Labels and custom fields")

Choices = Annotated[list[Text], Field(max_length=200)]


class LabelAsked(Asked):
    name: Text
    colour: Text = "soft"


class LabelChange(LabelAsked, Versioned):
    pass


class FieldAsked(Asked):
    name: Text
    kind: FieldKind
    choices: Choices = []


class FieldChange(Versioned):
    name: Text
    choices: Choices = []


@marks.get("/labels", gives=tuple[reads.Label, ...])
def labels(call: Call) -> tuple[reads.Label, ...]:
    """The labels of the workspace, by name."""
    return reads.labels(call.actor)


@marks.post("/labels", gives=Made)
def add_label(call: Call, asked: LabelAsked) -> Made:
    """A label for tasks of every project."""
    return Made(writes.add_label(call.actor, **asked.values(), now=call.now))


@marks.put("/labels/{label_id}", gives=Changed)
def change_label(call: Call, label_id: Id, change: LabelChange) -> Changed:
    """Another name or colour, on every task that has it."""
    version = version_of(call, change.version)
    return Changed(writes.change_label(call.actor, label_id, name=change.name, colour=change.colour, version=version, now=call.now))


@marks.delete("/labels/{label_id}")
def remove_label(call: Call, label_id: Id, version: VersionAsked) -> None:
    """Takes a label away from every task. Made again under its name, it is on them as before."""
    writes.remove_label(call.actor, label_id, version=version_of(call, version), now=call.now)


@marks.get("/projects/{project_id}/fields", gives=tuple[reads.CustomField, ...])
def fields(call: Call, project_id: Id) -> tuple[reads.CustomField, ...]:
    """The custom fields of a project, in their order."""
    return reads.fields(call.actor, project_id)


@marks.post("/projects/{project_id}/fields", gives=Made)
def add_field(call: Call, project_id: Id, asked: FieldAsked) -> Made:
    """A field that every task of the project has from now on."""
    return Made(writes.add_field(call.actor, project_id, **asked.values(), now=call.now))


@marks.put("/fields/{field_id}", gives=Changed)
def change_field(call: Call, field_id: Id, change: FieldChange) -> Changed:
    """Another name or other choices."""
    version = version_of(call, change.version)
    return Changed(writes.change_field(call.actor, field_id, name=change.name, choices=change.choices, version=version, now=call.now))


@marks.delete("/fields/{field_id}")
def remove_field(call: Call, field_id: Id, version: VersionAsked) -> None:
    """Takes a field away, with what the tasks say in it."""
    writes.remove_field(call.actor, field_id, version=version_of(call, version), now=call.now)


@marks.get("/tasks/{task_id}/labels", gives=tuple[reads.Label, ...])
def labels_of_task(call: Call, task_id: Id) -> tuple[reads.Label, ...]:
    """The labels of one task, by name."""
    return reads.labels_on(reads.place(call.actor, task_id).id)


@marks.get("/tasks/{task_id}/fields", gives=tuple[reads.FieldValue, ...])
def fields_of_task(call: Call, task_id: Id) -> tuple[reads.FieldValue, ...]:
    """What one task says in the custom fields of its project."""
    return reads.values_on(reads.place(call.actor, task_id).id)
