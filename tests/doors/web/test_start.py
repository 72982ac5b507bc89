"""From nothing to a plan on one page: it shows what would become of what was typed, and makes it when asked."""

from __future__ import annotations

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from milepost.forecast import writes as forecasts
from milepost.plans import reads as plans
from milepost.web.forms.start import asked_as
from tests.cast import NOW, Firm
from tests.doors.web.read import hidden, text

pytestmark = pytest.mark.django_db
LIST = "Concept\n  Talk to the users 3d @Mara\n  Write it down 2d\nGo live (milestone)"
TYPED = {"name": "Shop", "start_on": "2026-03-02", "in_order": "on"}


def sent(browser: Client, **typed: object) -> object:
    mark = hidden(browser.get("/projects/add/"))["once"]
    return browser.post("/projects/add/", {**TYPED, "once": mark, **typed})


def made(browser: Client, firm: Firm, **typed: object) -> int:
    answer = sent(browser, **typed)
    assert answer.status_code == 302, text(answer)  # type: ignore[attr-defined]
    return int(answer["Location"].split("/")[2])  # type: ignore[index]


@time_machine.travel(NOW)
def test_a_pasted_list_is_shown_as_a_plan_before_anything_is_made(manager: Client, firm: Firm) -> None:
    before = plans.visible_ids(firm.manager.actor)
    shown = text(manager.post("/projects/add/", {**TYPED, "name": "", "outline": LIST, "expected_on": "2026-03-05", "look": "1"}))
    assert "Done by Fri 6 Mar" in shown
    assert "1 working day late" in shown
    assert "Talk to the users 3 d Mara" in shown
    assert "Please" not in shown
    assert plans.visible_ids(firm.manager.actor) == before


def test_lines_that_are_not_understood_are_named_and_nothing_is_made(manager: Client, firm: Firm) -> None:
    before = plans.visible_ids(firm.manager.actor)
    answer = sent(manager, outline="Dig 2d\nPlant <- Digg")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "Line 2 There is no task “Digg”. Did you mean “Dig”?" in text(answer)  # type: ignore[arg-type]
    assert "Plant &lt;- Digg" in answer.content.decode()  # type: ignore[attr-defined]
    assert plans.visible_ids(firm.manager.actor) == before


@time_machine.travel(NOW)
def test_one_page_makes_the_whole_project(manager: Client, firm: Firm) -> None:
    project = made(
        manager,
        firm,
        outline=LIST,
        expected_on="end of march",
        promised="on",
        client="Otto",
        objectives="More sales: orders a day, 3 → 9",
        deliverables="Shop\n- It sells",
        member_ids=[firm.member_person_id],
    )
    boss = firm.manager.actor
    plan = plans.draft(project)
    assert [task.name for task in plan.tasks] == ["Concept", "Talk to the users", "Write it down", "Go live"]
    assert len(plan.links) == 2
    outcomes = plans.outcomes(boss, project)
    (objective,), (deliverable,) = outcomes.objectives, outcomes.deliverables
    assert (objective.metric, deliverable.criteria[0].text) == ("orders a day", "It sells")
    assert [str(one.on) for one in plans.promises(boss, project)] == ["2026-03-31"]
    assert firm.member_person_id in [member.person_id for member in plans.team(boss, project)]


def test_a_template_brings_its_tasks_and_what_they_are_for(manager: Client, firm: Firm) -> None:
    shown = manager.post("/projects/add/", {**TYPED, "template": "saas-build", "look": "1"}).content.decode()
    assert "Interview ten future users" in shown
    assert "The product can be relied on: minutes of outage a month, no service yet → below 45" in shown
    project = made(manager, firm, template="saas-build")
    outcomes = plans.outcomes(firm.manager.actor, project)
    objectives, deliverables = outcomes.objectives, outcomes.deliverables
    assert (len(objectives), len(deliverables)) == (2, 5)
    assert all(each.task_ids and each.objective_id for each in deliverables)


def test_what_was_written_stays_when_another_template_is_chosen(manager: Client) -> None:
    typed = {**TYPED, "filled": "saas-build", "template": "office-network", "objectives": "Mine alone", "look": "1"}
    shown = manager.post("/projects/add/", typed).content.decode()
    assert "Mine alone" in shown
    assert "Working desks" in shown


def test_a_file_is_a_list_as_well(manager: Client, firm: Firm) -> None:
    file = SimpleUploadedFile("list.csv", "Task;Duration\nPrüfung;2d\n".encode("cp1252"))
    assert [task.name for task in plans.draft(made(manager, firm, file=file)).tasks] == ["Prüfung"]
    refused = sent(manager, file=SimpleUploadedFile("list.xlsx", b"PK\3\4"))
    assert "save the sheet as CSV" in text(refused)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "required"),
        ({"promised": "on", "client": "Otto"}, "Say which date was promised."),
        ({"promised": "on", "expected_on": "2026-05-04"}, "Say to whom the date was promised."),
        ({"template": "moon-landing"}, "moon-landing"),
        ({"deliverables": "Shop\n" + "- It sells\n" * 101}, "At most 100 acceptance criteria"),
        ({"objectives": "More\n" * 51}, "At most 50 of them"),
    ],
)
def test_what_is_refused_stands_beside_its_field(manager: Client, typed: dict[str, object], says: str) -> None:
    answer = sent(manager, **typed)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert says in text(answer)  # type: ignore[arg-type]


@time_machine.travel(NOW)
def test_the_overview_says_whether_the_expected_date_can_be_promised(manager: Client, firm: Firm) -> None:
    project = made(manager, firm, outline="Dig 10d (5d-30d)", expected_on="2026-03-13")
    page = f"/projects/{project}/overview/"
    assert "it is known how sure each date is" in text(manager.get(page))
    forecasts.conclude(project, now=NOW)
    forecasts.simulate(project, now=NOW)
    with CaptureQueriesContext(connection) as queries:
        said = text(manager.get(page))
    assert "13 Mar is kept in" in said
    assert "Safe to promise is" in said
    assert len(queries) <= 20
    typed = {**hidden(manager.get(f"/projects/{project}/expected/"), ""), "on": "2027-03-12"}
    assert manager.post(f"/projects/{project}/expected/", typed).status_code == 302
    assert "Yes: Fri 12 Mar 2027 is kept in 100 of 100 trials." in text(manager.get(page))


def test_any_project_becomes_a_template_that_the_page_then_offers(manager: Client, firm: Firm) -> None:
    assert manager.post(f"/projects/{firm.project_id}/template/", {"name": "Our way"}).status_code == 302
    (ours,) = [each for each in plans.templates(firm.manager.actor) if each.name == "Our way"]
    shown = manager.get("/projects/add/").content.decode()
    assert f'value="own-{ours.id}"' in shown
    assert manager.post(f"/templates/{ours.id}/remove/").status_code == 302
    assert f'value="own-{ours.id}"' not in manager.get("/projects/add/").content.decode()


def test_a_name_in_the_list_becomes_somebody_of_the_firm_where_it_is_said(manager: Client, firm: Firm) -> None:
    project = made(manager, firm, outline="Dig 2d @Wanda @Someone", **{asked_as("Wanda"): "0"})
    wanda, someone = plans.team(firm.manager.actor, project)
    assert (wanda.name, wanda.person_id is None, someone.person_id) == ("Wanda", False, None)


def test_nobody_is_new_by_the_name_of_a_role_of_a_template(manager: Client) -> None:
    shown = manager.post("/projects/add/", {**TYPED, "template": "saas-build", "look": "1"}).content.decode()
    assert "Somebody, later" in shown
    assert "add to the people" not in shown
