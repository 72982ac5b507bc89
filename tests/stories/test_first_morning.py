"""The first morning: somebody installs Milepost, brings a plan, says how a task goes, and sees the forecast move by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.make_plan import make_plan
from tests.browser.conftest import attend
from tests.data import DATA, needs_data
from tests.running.program import Program

pytestmark = pytest.mark.browser

FIRST_CRITICAL = """fetch('/projects/1/plan.json').then(answer => answer.json())
    .then(plan => plan.id[plan.critical.findIndex((critical, row) => critical && plan.kind[row] === 0)])"""
REAL = DATA / "plans" / "msproject" / "software-development-plan.mspdi.xml"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A plan of 60 tasks, as MS Project would save it."""
    from milepost.exchange import msproject

    file = tmp_path / "made.xml"
    file.write_bytes(msproject.write(make_plan(60), dates={}))
    return file


@needs_data
def test_a_real_plan_from_first_run_to_a_forecast_that_moves_by_itself(program: Program, browser: Browser) -> None:
    _first_morning(program, browser, REAL)


def test_a_made_plan_from_first_run_to_a_forecast_that_moves_by_itself(program: Program, browser: Browser, made: Path) -> None:
    _first_morning(program, browser, made)


def _first_morning(program: Program, browser: Browser, file: Path) -> None:
    context = browser.new_context(base_url=program.url, locale="en-GB", timezone_id="Europe/Berlin")
    page = context.new_page()
    complaints = attend(page)
    _begin(page)
    _bring(page, file)
    _promise(page)
    plan = context.new_page()
    plan.goto("/projects/1/")
    forecast = plan.locator("#title .words")
    expect(forecast).to_contain_text("forecast", timeout=15_000)
    before = forecast.inner_text()
    _report(page)
    expect(forecast).not_to_have_text(before, timeout=15_000)
    page.goto("/projects/1/history/")
    expect(page.get_by_text("Ada Brenner reported on")).to_be_visible()
    assert complaints == []
    context.close()


def _begin(page: Page) -> None:
    """The first run: a workspace and its first manager, signed in at once."""
    page.goto("/")
    page.get_by_label("Name of your firm or team").fill("Brenner IT")
    page.get_by_label("Your name").fill("Ada Brenner")
    page.get_by_label("Your e-mail address").fill("ada@brenner.example")
    page.get_by_label("A password").fill("four bells at harbour")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def _bring(page: Page, file: Path) -> None:
    """A plan file, read by the worker while the page shows how far it came."""
    page.goto("/projects/")
    page.get_by_role("link", name="Import a plan").click()
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("link", name="Open the project").click(timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _promise(page: Page) -> None:
    page.goto("/projects/1/promise/")
    page.get_by_label("Which date").fill("+400d")
    page.get_by_label("Client", exact=True).fill("St. Anna Clinic")
    page.get_by_label("By which paper").fill("Contract of 3 March")
    page.get_by_role("button", name="Record the promise").click()
    expect(page.get_by_text("The promise is recorded")).to_be_visible()


def _report(page: Page) -> None:
    """A task on the critical path needs far longer than was thought."""
    page.goto("/projects/1/")
    task_id = page.evaluate(FIRST_CRITICAL)
    page.goto(f"/tasks/{task_id}/")
    page.get_by_label("Still to do").fill("90d")
    page.get_by_role("button", name="Record progress").click()
    expect(page.get_by_text("Ada Brenner, today")).to_be_visible()
