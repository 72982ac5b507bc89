"""Every real file becomes a project, comes back out of the tables as it was, and goes out to MS Project again."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

from milepost.exchange import exporting, msproject
from milepost.exchange.sandbox import read_in_sandbox
from milepost.forecast import writes as forecasts
from milepost.kernel.actor import Actor
from milepost.plans import reads as plans
from milepost.plans.draft import Task
from tests.cast import NOW, Cast
from tests.data import needs_data
from tests.data import plans as files


@needs_data
def test_every_real_plan_is_taken_over_whole(cast: Cast) -> None:
    for path in files("**/*.xml"):
        comes_through(cast.north.manager.actor, path)


def comes_through(actor: Actor, path: Path) -> None:
    draft = read_in_sandbox(path)
    project = forecasts.import_plan(actor, draft, file_name=path.name, now=NOW).project_id
    assert plans.draft(project) == replace(draft, losses=()), path.name
    assert [loss.code for loss in plans.losses(actor, project)] == [loss.code for loss in draft.losses]
    again = msproject.read(BytesIO(exporting.project_file(actor, project, now=NOW).content))
    assert undated(again.tasks) == undated(draft.tasks), path.name
    assert (again.links, again.calendars, again.resources, again.baselines) == (
        draft.links,
        draft.calendars,
        draft.resources,
        draft.baselines,
    )


def undated(tasks: tuple[Task, ...]) -> list[Task]:
    """Without the dates a program saved beside the plan: going out, they are ours."""
    return [replace(task, saved_start=None, saved_finish=None) for task in tasks]
