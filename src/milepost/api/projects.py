"""Projects, their teams, their history, and the plan as a file."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from django.http import HttpResponse
from ninja import Query
from pydantic import Field

from milepost.api.entry import Call
from milepost.api.pages import Limit, Offset, page, page_of
from milepost.api.shapes import Asked, Changed, Id, Made, Number, Text, Versioned
from milepost.api.subject import Subject, version_of
from milepost.exchange.formats import project_as
from milepost.exchange.gantt import DEEPEST, MOST_ACROSS, Wanted
from milepost.forecast import reads as forecasts
from milepost.forecast import writes as freezing
from milepost.plans import reads, writes

projects = Subject("Projects")

Before = Annotated[int | None, Query(None, ge=1, le=2**63 - 1, description="Only lines numbered below this one.")]


Format = Annotated[Literal["xml", "xlsx", "csv", "pdf"], Query("xml", description="For MS Project, a table for a spreadsheet, or paper.")]
PaperName = Annotated[Literal["A4", "A3", "A2", "A1", "A0"], Query("A4", description="Of a PDF.")]
Turned = Annotated[Literal["landscape", "portrait"], Query("landscape", description="How the sheets of a PDF are turned.")]
Across = Annotated[int, Query(1, ge=1, le=MOST_ACROSS, description="How many sheets of a PDF the timeline is wide.")]
Depth = Annotated[int, Query(DEEPEST, ge=1, le=DEEPEST, description="How many levels of the outline a PDF shows.")]


class ProjectAsked(Asked):
    name: Text
    start_on: date


class ProjectRanked(Versioned):
    priority: Annotated[Number, Field(ge=0, le=1000)]
    """Where projects need the same people, the higher one goes first."""
    programme: Text = ""


class ProjectChange(ProjectAsked, Versioned):
    pass


class TeamAsked(Asked):
    person_id: Id


class PersonOfTeam(Asked):
    person_id: Id | None
    """Null where the team member is nobody of the firm."""


class BaselineAsked(Asked):
    name: Annotated[Text, Field(min_length=1)]
    because: Text = ""


class PromiseAsked(Asked):
    on: date
    task_id: Id | None = None
    because: Text = ""


@projects.get("/projects", gives=page_of(reads.Project))
def all_projects(call: Call, offset: Offset, limit: Limit) -> object:
    """The projects you may know, by name."""
    return page(reads.projects(call.actor), offset, limit)


@projects.post("/projects", gives=Made)
def add_project(call: Call, asked: ProjectAsked) -> Made:
    """A project without tasks."""
    return Made(writes.add_project(call.actor, **asked.values(), now=call.now))


@projects.get("/projects/{project_id}", gives=reads.Project)
def project(call: Call, project_id: Id) -> reads.Project:
    """One project, without its tasks."""
    return reads.project(call.actor, project_id)


@projects.put("/projects/{project_id}", gives=Changed)
def change_project(call: Call, project_id: Id, change: ProjectChange) -> Changed:
    """Another name or first day."""
    version = version_of(call, change.version)
    return Changed(writes.change_project(call.actor, project_id, name=change.name, start_on=change.start_on, version=version, now=call.now))


@projects.get("/projects/{project_id}/rank", gives=reads.Rank)
def rank(call: Call, project_id: Id) -> reads.Rank:
    """Its programme, and how far it goes first where projects need the same people."""
    return reads.rank(call.actor, project_id)


@projects.put("/projects/{project_id}/rank", gives=Changed)
def rank_project(call: Call, project_id: Id, asked: ProjectRanked) -> Changed:
    """Says to which programme it belongs and how far it goes first; levelling obeys it."""
    version = version_of(call, asked.version)
    said = asked.values(without=("version",))
    return Changed(writes.rank_project(call.actor, project_id, **said, version=version, now=call.now))


@projects.get("/projects/{project_id}/overview", gives=reads.Overview)
def overview(call: Call, project_id: Id) -> reads.Overview:
    """What the project is for, what it hands over, what was promised and frozen."""
    return reads.overview(call.actor, project_id)


@projects.get("/projects/{project_id}/team", gives=tuple[reads.TeamMember, ...])
def team(call: Call, project_id: Id) -> tuple[reads.TeamMember, ...]:
    """Who and what works on the project."""
    return reads.team(call.actor, project_id)


@projects.get("/projects/{project_id}/overtime", gives=tuple[reads.OvertimeAgreed, ...])
def overtime(call: Call, project_id: Id) -> tuple[reads.OvertimeAgreed, ...]:
    """What the team agreed to work on top of its usual hours. Edits of the kinds `overtime` and `end_overtime` change it."""
    return reads.overtime(call.actor, project_id)


@projects.post("/projects/{project_id}/team", gives=Made)
def add_to_team(call: Call, project_id: Id, asked: TeamAsked) -> Made:
    """A person of the firm joins the project's team."""
    return Made(writes.add_to_team(call.actor, project_id, person_id=asked.person_id, now=call.now))


@projects.put("/resources/{resource_id}/person")
def link_person(call: Call, resource_id: Id, asked: PersonOfTeam) -> None:
    """Says who in the firm a team member of a plan is."""
    writes.link_person(call.actor, resource_id, person_id=asked.person_id, now=call.now)


@projects.get("/projects/{project_id}/history", gives=tuple[reads.HistoryLine, ...])
def history(call: Call, project_id: Id, before: Before) -> tuple[reads.HistoryLine, ...]:
    """Who changed what in the project, newest first."""
    return reads.history(call.actor, project_id, before=before)


@projects.post("/projects/{project_id}/promised-dates", gives=Made)
def promise_date(call: Call, project_id: Id, asked: PromiseAsked) -> Made:
    """Says which date was promised, of the whole project or of one task."""
    return Made(writes.promise_date(call.actor, project_id, **asked.values(), now=call.now))


@projects.get("/projects/{project_id}/promised-dates", gives=tuple[reads.Promised, ...])
def promised_dates(call: Call, project_id: Id) -> tuple[reads.Promised, ...]:
    """Every date that was ever promised, newest first."""
    return reads.promises(call.actor, project_id)


@projects.get("/projects/{project_id}/baselines", gives=tuple[reads.Baseline, ...])
def baselines(call: Call, project_id: Id) -> tuple[reads.Baseline, ...]:
    """The plans that were frozen, by number."""
    return reads.baselines(call.actor, project_id)


@projects.get("/projects/{project_id}/baselines/compare", gives=forecasts.Comparison | None)
def compare_baselines(call: Call, project_id: Id, before: int | None = None, after: int | None = None) -> forecasts.Comparison | None:
    """What moved from one baseline, by number, to another, or to today; without `before` from the newest. Null where none was frozen."""
    return forecasts.compare_baselines(call.actor, project_id, before=before, after=after, now=call.now)


@projects.post("/projects/{project_id}/baselines", gives=Made)
def freeze_baseline(call: Call, project_id: Id, asked: BaselineAsked) -> Made:
    """Freezes the dates that follow from the facts as they stand; gives the baseline's number."""
    return Made(freezing.freeze_baseline(call.actor, project_id, **asked.values(), now=call.now))


@projects.get("/projects/{project_id}/export", gives=bytes)
def export(call: Call, project_id: Id, format: Format, paper: PaperName, turned: Turned, across: Across, depth: Depth) -> HttpResponse:
    """The plan with its forecast as a file for MS Project (`xml`), its tasks as a table (`xlsx`, `csv`), its timeline on paper (`pdf`)."""
    written = project_as(call.actor, project_id, format, paper=Wanted.of(paper, turned, across, depth), now=call.now)
    answer = HttpResponse(written.content, content_type=written.content_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(written.name, safe='')}"
    return answer
