"""`milepost import` and `milepost export`: plans come in whole or not at all, and go out as MS Project opens them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from milepost import cli
from milepost.audit import reads as audit
from milepost.exchange import exporting, msproject
from milepost.kernel.refusal import NotAllowed, NotFound
from milepost.plans import reads as plans
from milepost.plans.draft import Draft, Link, Task
from tests.cast import NOW, Cast

START = datetime(2026, 3, 2, 8)
HARBOUR = Draft("New quay", START, (Task(1, "Survey", duration_minutes=480), Task(2, "Dredge", duration_minutes=960)), (Link(1, 2),))


@pytest.fixture(autouse=True)
def _a_safe_installation(settings: Any) -> None:
    settings.SECRET_KEY_IS_KEPT = True


def written(folder: Path, draft: Draft) -> Path:
    path = folder / "plan.xml"
    path.write_bytes(msproject.write(draft))
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = cli.run([str(word) for word in words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def told(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(capsys, *words, "--json")[1])
    return found


def test_a_plan_becomes_a_project_of_the_person_named(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "import", written(tmp_path, HARBOUR), "--as", cast.south.manager.email)
    project = plans.project(cast.south.manager.actor, found["project_id"])
    assert project.name == "New quay"
    with pytest.raises(NotFound):
        plans.project(cast.north.owner.actor, found["project_id"])


def test_without_a_name_it_is_the_first_owner_who_does_it(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "import", written(tmp_path, HARBOUR))
    assert code == 0
    assert out.startswith("New quay is project ")
    assert "New quay" in [project.name for project in plans.projects(cast.north.owner.actor)]


def test_somebody_unknown_and_somebody_who_may_not_are_refused(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, HARBOUR)
    before = len(plans.projects(cast.north.owner.actor))
    for email in ("nobody@example.com", cast.north.member.email, cast.north.client.email, cast.north.disabled.email):
        code, out, err = run(capsys, "import", path, "--as", email)
        assert (code, out, err.count("\n")) == (1, "", 1)
    assert len(plans.projects(cast.north.owner.actor)) == before


@pytest.mark.parametrize("links", [(Link(1, 2), Link(2, 1)), (Link(1, 1),)])
def test_what_has_no_dates_is_not_kept(links: tuple[Link, ...], cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = len(plans.projects(cast.north.owner.actor))
    code, _, err = run(capsys, "import", written(tmp_path, replace(HARBOUR, links=links)))
    assert code == 1
    assert "Survey" in err
    assert len(plans.projects(cast.north.owner.actor)) == before


def test_a_newer_file_shows_what_it_would_change_and_changes_it_only_when_told(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = told(capsys, "import", written(tmp_path, HARBOUR))["project_id"]
    newer = written(tmp_path, replace(HARBOUR, tasks=(*HARBOUR.tasks, Task(3, "Pave", duration_minutes=480))))
    revision = audit.revision(project)
    _, out, _ = run(capsys, "import", newer, "--into", project)
    assert "+ Pave" in out
    assert "Add --yes" in out
    assert audit.revision(project) == revision
    assert told(capsys, "import", newer, "--into", project, "--yes")["taken_over"] is True
    assert [task.name for task in plans.draft(project).tasks] == ["Survey", "Dredge", "Pave"]
    _, out, _ = run(capsys, "import", newer, "--into", project, "--yes")
    assert "nothing to take over" in out


def test_a_project_goes_out_with_the_dates_of_its_forecast(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = told(capsys, "import", written(tmp_path, HARBOUR))["project_id"]
    path = tmp_path / "out.xml"
    assert run(capsys, "export", project, "-o", path)[0] == 0
    found = msproject.read(path)
    assert (found.name, found.links) == (HARBOUR.name, HARBOUR.links)
    assert all(task.saved_start and task.saved_finish for task in found.tasks)


def test_the_project_of_another_firm_does_not_go_out(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.xml"
    assert run(capsys, "export", cast.north.project_id, "-o", path, "--as", cast.south.manager.email)[0] == 1
    assert not path.exists()


@pytest.mark.parametrize("who", ["member", "client"])
def test_who_may_not_export_gets_no_file(who: str, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        exporting.project_file(getattr(cast.north, who).actor, cast.north.project_id, now=NOW)


def test_a_file_that_cannot_be_written_is_refused(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "export", cast.north.project_id, "-o", tmp_path / "no" / "such" / "folder.xml")
    assert (code, "cannot be written" in err) == (1, True)


def test_a_plan_made_here_takes_the_firms_holidays_along(cast: Cast, tmp_path: Path) -> None:
    from milepost.plans import writes

    project = writes.add_project(cast.north.manager.actor, name="Made here", start_on=NOW.date(), now=NOW)
    writes.add_task(cast.north.manager.actor, project, name="Survey", duration_minutes=480, now=NOW)
    path = tmp_path / "out.xml"
    path.write_bytes(exporting.project_file(cast.north.manager.actor, project, now=NOW).content)
    (calendar,) = msproject.read(path).calendars
    assert any((day.first.month, day.first.day) == (5, 1) for day in calendar.time.exceptions), "Labour Day in Bavaria"
