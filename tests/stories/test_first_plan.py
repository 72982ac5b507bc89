"""The first plan: from an empty workspace to a plan with dates and to what can be promised, in few enough steps for five minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import attend
from tests.running.program import Program

pytestmark = pytest.mark.browser

MOST_STEPS = 16
"""Fields that are filled in and things that are clicked: at twenty seconds each, five minutes."""

LIST = """Concept
  Talk to the users 3d @Ada
  Write it down 2d (1d-5d)
Build
  First version 4w @Tom
  Test 1w @Ada
  Go live (milestone)"""


@dataclass
class Newcomer:
    """Somebody at the page who has never been here, and how many steps they took."""

    page: Page
    steps: int = 0

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)
        self.steps += 1

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(label=option)
        self.steps += 1

    def click(self, target: Locator) -> None:
        target.click()
        self.steps += 1


def test_from_an_empty_workspace_to_a_dated_plan_in_few_steps(program: Program, browser: Browser) -> None:
    context = browser.new_context(base_url=program.url, locale="en-GB", timezone_id="Europe/Berlin")
    page = context.new_page()
    complaints = attend(page)
    newcomer = Newcomer(page)
    _begin(newcomer)
    _describe(newcomer)
    expect(page.get_by_text(re.compile(r"of 100 trials"))).to_be_visible(timeout=30_000)
    newcomer.click(page.get_by_role("navigation", name="Project").get_by_role("link", name="Plan"))
    rows = page.locator(".plan-row")
    expect(rows).to_have_count(7)
    expect(rows.nth(6)).to_contain_text(re.compile(r"Go live.*\d{1,2} \w{3}"))
    page.goto("/people/")
    expect(page.get_by_role("link", name="Ada Brenner")).to_be_visible()
    expect(page.get_by_role("link", name="Tom", exact=True)).to_be_visible()
    assert newcomer.steps <= MOST_STEPS
    assert complaints == []
    context.close()


def _begin(newcomer: Newcomer) -> None:
    newcomer.page.goto("/")
    newcomer.fill("Name of your firm or team", "Brenner IT")
    newcomer.fill("Your name", "Ada Brenner")
    newcomer.fill("Your e-mail address", "ada@brenner.example")
    newcomer.fill("A password", "four bells at harbour")
    newcomer.click(newcomer.page.get_by_role("button", name="Begin"))


def _describe(newcomer: Newcomer) -> None:
    """One page: its name, the client's date, what is to be done, what for. Beside it the end appears while the list is typed."""
    page = newcomer.page
    newcomer.click(page.get_by_role("link", name="New project"))
    newcomer.fill("Name of the project", "Patient portal")
    newcomer.fill("The date the client expects", "+6m")
    newcomer.fill("Your list of tasks", LIST)
    expect(page.locator("#preview .conclusion")).to_contain_text("Done by")
    expect(page.locator("#preview tbody tr")).to_have_count(7)
    expect(page.get_by_label("Ada", exact=True)).to_have_value(re.compile(r"\d+"))
    newcomer.choose("Tom", "New: add to the people")
    newcomer.fill("What must be better afterwards", "Fewer calls: calls a day, 40 → 10, by +9m")
    newcomer.fill("What is handed over", "Portal\n- Patients sign in")
    newcomer.click(page.get_by_role("button", name="Make the project"))
