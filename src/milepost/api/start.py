"""Projects that begin: from a template, a pasted list or a table, with what they are for; and the templates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pydantic import Field

from milepost.api.entry import Call
from milepost.api.shapes import Asked, Changed, Id, Made, Number, Text, Versioned
from milepost.api.subject import Subject, version_of
from milepost.clients import writes
from milepost.exchange import outline, templates
from milepost.forecast import reads as forecasts
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say
from milepost.plans import reads
from milepost.plans import writes as plans_writes
from milepost.plans.sketch import Sketch, SketchDeliverable, SketchObjective, SketchTask

start = Subject("Beginning")

LongText = Annotated[str, Field(max_length=2_000_000)]


@dataclass(frozen=True, slots=True)
class Offered:
    """A template: those that come with Milepost have a `key`, the workspace's own an `id`."""

    key: str
    id: int | None
    name: str
    sentence: str
    task_count: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line that could not be read, and why."""

    line: int
    code: str
    message: Sentence


@dataclass(frozen=True, slots=True)
class Read:
    """What a list of tasks was read as. `finish_on`: when it would be done, if every task takes as long as written."""

    tasks: tuple[SketchTask, ...]
    problems: tuple[Line, ...]
    assumed: tuple[Sentence, ...]
    finish_on: date | None


class OutlineAsked(Asked):
    outline: LongText
    """Indented text, bullets, or a table with its headings."""
    in_order: bool = True
    """One after the other, where the list links nothing."""
    start_on: date


class ObjectiveBegun(Asked):
    name: Text
    metric: Text = ""
    baseline_value: Text = ""
    target: Text = ""
    by_on: date | None = None


class DeliverableBegun(Asked):
    name: Text
    criteria: Annotated[list[Text], Field(max_length=100)] = []
    objective: Text = ""
    review_minutes: Annotated[Number, Field(ge=0)] = 0


class StartAsked(Asked):
    name: Text
    start_on: date
    expected_on: date | None = None
    template: Text = ""
    """The key of a template that comes with Milepost."""
    template_id: Id | None = None
    outline: LongText = ""
    in_order: bool = True
    objectives: Annotated[list[ObjectiveBegun], Field(max_length=50)] = []
    deliverables: Annotated[list[DeliverableBegun], Field(max_length=50)] = []
    team: dict[str, Id] = {}
    """Who is meant by a name on the tasks, or fills a role."""
    member_ids: Annotated[list[Id], Field(max_length=500)] = []
    newcomers: Annotated[list[Text], Field(max_length=500)] = []
    """Names on the tasks that become people of the firm."""
    promised: bool = False
    client: Text = ""


class TemplateAsked(Asked):
    name: Text


class ExpectedAsked(Versioned):
    on: date | None


@start.get("/templates", gives=tuple[Offered, ...])
def all_templates(call: Call) -> tuple[Offered, ...]:
    """What a new project may begin as."""
    own = reads.templates(call.actor)
    built_in = (Offered(each.key, None, each.name, each.sentence, len(each.sketch.tasks)) for each in templates.built_in())
    return (*built_in, *(Offered("", each.id, each.name, "", each.task_count) for each in own))


@start.post("/projects/{project_id}/template", gives=Made)
def save_as_template(call: Call, project_id: Id, asked: TemplateAsked) -> Made:
    """Keeps a project so that others may begin as it did, without people, clients and dates."""
    return Made(writes.save_as_template(call.actor, project_id, name=asked.name, now=call.now))


@start.delete("/templates/{template_id}")
def remove_template(call: Call, template_id: Id) -> None:
    """Takes a template away."""
    plans_writes.remove_template(call.actor, template_id, now=call.now)


@start.post("/outlines", gives=Read, status=200)
def read_outline(call: Call, asked: OutlineAsked) -> Read:
    """What a list of tasks would be read as. Nothing is kept."""
    reading = outline.read(asked.outline, today=asked.start_on)
    sketch = (reading.in_sequence() if asked.in_order else reading).sketch
    finish = forecasts.first_finish(call.actor, sketch, start_on=asked.start_on, now=call.now)
    problems = tuple(Line(each.line, each.code, each.sentence) for each in reading.problems)
    return Read(sketch.tasks, problems, reading.assumed, None if finish is None else finish.finish_on)


@start.post("/projects/start", gives=Made)
def start_project(call: Call, asked: StartAsked) -> Made:
    """A project with its tasks, links, team, objectives and deliverables, all or nothing."""
    named = {"name": asked.name, "start_on": asked.start_on, "expected_on": asked.expected_on}
    who = {"team": asked.team, "member_ids": asked.member_ids, "newcomers": asked.newcomers}
    told = {"client": asked.client, "promised": asked.promised, **who}
    return Made(writes.start_project(call.actor, _sketch(call, asked), **named, **told, now=call.now))  # type: ignore[arg-type]


def _sketch(call: Call, asked: StartAsked) -> Sketch:
    sketch = _tasks(call, asked)
    objectives = tuple(SketchObjective(**each.values()) for each in asked.objectives)
    deliverables = tuple(
        SketchDeliverable(each.name, tuple(each.criteria), each.objective, each.review_minutes) for each in asked.deliverables
    )
    return replace(sketch, objectives=objectives or sketch.objectives, deliverables=deliverables or sketch.deliverables)


def _tasks(call: Call, asked: StartAsked) -> Sketch:
    if sum(map(bool, (asked.template, asked.template_id, asked.outline))) > 1:
        raise Refusal("several_beginnings", say("Begin with one of them: a template or a list."), field="template")
    if asked.template:
        return templates.template(asked.template).sketch
    if asked.template_id is not None:
        return reads.template_sketch(call.actor, asked.template_id)
    reading = outline.read(asked.outline, today=asked.start_on)
    return (reading.in_sequence() if asked.in_order else reading).usable(field="outline")


@start.get("/projects/{project_id}/promisable", gives=forecasts.Promisable | None)
def promisable(call: Call, project_id: Id) -> forecasts.Promisable | None:
    """Whether the day the client expects can be promised, and which day can. Null before the first trials."""
    wanted = reads.expected(call.actor, project_id)
    return forecasts.promisable(call.actor, project_id, wanted_on=wanted.on, now=call.now)


@start.get("/projects/{project_id}/expected", gives=reads.Expected)
def expected(call: Call, project_id: Id) -> reads.Expected:
    """The day the client expects."""
    return reads.expected(call.actor, project_id)


@start.put("/projects/{project_id}/expected", gives=Changed)
def expect_date(call: Call, project_id: Id, asked: ExpectedAsked) -> Changed:
    """Says which day the client expects."""
    version = version_of(call, asked.version)
    return Changed(plans_writes.expect_date(call.actor, project_id, on=asked.on, version=version, now=call.now))
