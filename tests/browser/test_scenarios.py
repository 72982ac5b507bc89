"""A scenario is tried in the plan as by hand, changes nothing, stands beside the plan, and is taken over by one press."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Town, attend
from tests.browser.test_plan_by_hand import add, ask, bar, begun, chart, drag, linked, press, show, until

pytestmark = pytest.mark.browser

Enter = Callable[..., BrowserContext]
CHAIN = (
    add("new-1", "Design", 1),
    add("new-2", "Build", 1, duration_minutes=960),
    {"kind": "link", "predecessor_id": "new-1", "successor_id": "new-2"},
)


def try_something(page: Page, name: str) -> None:
    page.get_by_role("link", name="What if").first.click()
    page.get_by_role("link", name="Try something").click()
    page.get_by_label("What you try").fill(name)
    page.get_by_role("button", name="Save").click()
    opened(page)


def opened(page: Page) -> None:
    page.wait_for_selector("project-plan.ready")
    page.wait_for_function("() => document.querySelector('.cell-field') !== null")


def test_what_is_tried_by_hand_leaves_the_plan_alone_until_it_is_taken_over(town: Town, enter: Enter) -> None:
    page = begun(enter, *CHAIN)
    complaints = attend(page)
    plan = page.url
    before = chart(page)
    try_something(page, "A longer build, and a test")
    expect(page.get_by_text("What if: A longer build, and a test")).to_be_visible()
    page.locator(".gantt").focus()
    press(page, "Home", "ArrowDown", *["ArrowRight"] * 4)
    page.keyboard.type("4d")
    press(page, "Enter")
    until(page, lambda: chart(page)["duration"], [480, 1920])
    press(page, "Control+Home", "ArrowDown", "Insert")
    page.keyboard.type("Test")
    press(page, "Enter", "Escape")
    until(page, lambda: (chart(page)["name"], chart(page)["id"][1]), (["Design", "Test", "Build"], -1))
    press(page, "Alt+2", "Control+Home", "ArrowDown", *["ArrowRight"] * 6)
    page.keyboard.type("Design")
    press(page, "Enter")
    linked(page, [[0, 1, "FS"], [0, 2, "FS"]])
    page.reload()
    opened(page)
    assert chart(page)["name"] == ["Design", "Test", "Build"]
    press(page, "Alt+1")
    show(page, "Test")
    at = bar(page, "Test")
    drag(page, (at["left"] + 4, at["middle"]), (at["left"] + 4 + 7 * at["day"], at["middle"]))
    expect(page.get_by_text("“Test” moved.")).to_be_visible()
    until(page, lambda: chart(page)["constraint"][1] > 0, True)
    press(page, "Control+z")
    until(page, lambda: chart(page)["constraint"][1], 0)
    page.get_by_role("link", name="See what it does").click()
    expect(page.get_by_role("row").filter(has_text="With these changes")).to_contain_text("days later")
    expect(page.locator(".tried > li")).to_have_count(3)
    now = ask(page, "GET", f"/projects/{before['project_id']}/chart")
    assert {name: now[name] for name in ("name", "duration", "links", "revision")} == {
        name: before[name] for name in ("name", "duration", "links", "revision")
    }
    page.get_by_role("button", name="Take all of it over").click()
    expect(page.get_by_text("The plan is now as the scenario said")).to_be_visible()
    assert re.sub(r"\?.*", "", page.url) == plan
    opened(page)
    until(page, lambda: chart(page)["name"], ["Design", "Test", "Build"])
    assert min(chart(page)["id"]) > 0
    press(page, "Control+z")
    until(page, lambda: (chart(page)["name"], chart(page)["duration"]), (["Design", "Build"], [480, 960]))
    assert complaints == []


def test_what_somebody_changed_meanwhile_is_shown_and_not_overwritten(town: Town, enter: Enter) -> None:
    page = begun(enter, *CHAIN)
    told = chart(page)
    project, build = told["project_id"], told["id"][1]
    longer = {"kind": "set", "task_id": build, "version": 1, "fields": {"duration_minutes": 1920}}
    scenario = ask(page, "POST", f"/projects/{project}/scenarios", {"name": "Longer", "edits": [longer]})["id"]
    ask(page, "POST", f"/projects/{project}/edits", {"edits": [{**longer, "fields": {"duration_minutes": 2400}}]})
    page.goto(f"/projects/{project}/scenarios/{scenario}/")
    page.get_by_role("button", name="Take all of it over").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody changed this")
    expect(page.locator(".tried > .refused")).to_have_count(1)
    assert ask(page, "GET", f"/projects/{project}/chart")["duration"] == [480, 2400]
