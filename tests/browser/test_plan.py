"""The plan in a browser: rows and bars of the same tasks, by mouse and by keyboard, with and without script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW, WIDE, Town, attend

pytestmark = pytest.mark.browser

Enter = Callable[..., BrowserContext]
PLAN = "/projects/3/"
LIVELY = """canvas => {
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4) seen.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
  return seen.size;
}"""


def plan(enter: Enter, **options: object) -> Page:
    page = enter("manager", **{"viewport": WIDE, **options}).new_page()
    page.goto(PLAN)
    page.wait_for_selector("project-plan.ready")
    return page


def active(page: Page) -> str:
    """The name of the row whose cell the treegrid says is meant."""
    cell = page.locator(f"#{page.get_attribute('.gantt', 'aria-activedescendant')}")
    return cell.locator("xpath=ancestor::*[@role='row'][1]").locator("a").inner_text()


def shown(page: Page, name: str) -> None:
    """Ticks or unticks what stands in the menu Show."""
    page.locator("summary", has_text="Show").click()
    page.get_by_label(name).click()
    page.locator("summary", has_text="Show").click()


def test_every_row_is_there_for_assistive_technology_and_its_bar_for_the_eye(town: Town, enter: Enter) -> None:
    page = plan(enter)
    complaints = attend(page)
    grid = page.get_by_role("treegrid", name="Plan")
    expect(grid.get_by_role("columnheader")).to_have_text(["No.", "Task", "Who", "Start", "Finish", "Duration", "Done"])
    assert int(grid.get_attribute("aria-rowcount") or 0) == grid.get_by_role("row").count()
    assert page.locator(".gantt-bars").first.evaluate(LIVELY) > 5
    assert complaints == []


def test_the_same_rows_stand_in_the_page_without_script_and_can_be_followed(town: Town, enter: Enter) -> None:
    page = enter("manager", viewport=WIDE, java_script_enabled=False).new_page()
    page.goto(PLAN)
    rows = page.locator(".plan-table tbody tr")
    assert rows.count() > 10
    assert page.locator(".plan-table .bar svg").count() > 10
    name = rows.nth(1).locator("a").inner_text()
    rows.nth(1).locator("a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    assert re.search(r"/tasks/\d+/$", page.url)


def test_arrows_walk_the_rows_and_fold_a_summary(town: Town, enter: Enter) -> None:
    page = plan(enter)
    grid = page.locator(".gantt")
    grid.focus()
    grid.press("Home")
    first = active(page)
    before = int(grid.get_attribute("aria-rowcount") or 0)
    grid.press("ArrowLeft")
    expect(grid).not_to_have_attribute("aria-rowcount", str(before))
    expect(page.locator(".plan-row.active")).to_have_attribute("aria-expanded", "false")
    grid.press("ArrowRight")
    expect(grid).to_have_attribute("aria-rowcount", str(before))
    grid.press("ArrowDown")
    assert active(page) != first
    grid.press("ArrowLeft")
    assert active(page) == first
    grid.press("End")
    assert page.locator(".plan-row.active").get_attribute("aria-rowindex") == str(before)
    order = page.locator(".plan-row:not([hidden])").evaluate_all("rows => rows.map(row => Number(row.getAttribute('aria-rowindex')))")
    assert order == sorted(order)


def test_space_opens_the_panel_with_an_address_and_escape_gives_the_keyboard_back(town: Town, enter: Enter) -> None:
    page = plan(enter)
    grid = page.locator(".gantt")
    grid.focus()
    grid.press("Home")
    grid.press("ArrowDown")
    name = active(page)
    grid.press(" ")
    heading = page.locator("#panel h2")
    expect(heading).to_have_text(name)
    expect(heading).to_be_focused()
    opened = page.url
    assert re.search(r"\?task=\d+$", opened)
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(grid).to_be_focused()
    page.go_back()
    expect(heading).to_have_text(name)
    page.goto(opened)
    expect(page.locator("#panel h2")).to_have_text(name)


def test_the_grain_of_time_and_the_critical_path_can_be_chosen_and_are_remembered(town: Town, enter: Enter) -> None:
    page = plan(enter)
    wide = page.locator(".gantt-body").bounding_box()
    page.get_by_label("Grain of time").select_option("Days")
    zoomed = page.locator(".gantt-body").bounding_box()
    assert wide
    assert zoomed
    assert zoomed["width"] > wide["width"]
    expect(page.get_by_label("Critical path")).to_be_checked()
    shown(page, "Critical path")
    page.reload()
    page.wait_for_selector("project-plan.ready")
    expect(page.get_by_label("Critical path")).not_to_be_checked()
    expect(page.get_by_label("Grain of time")).to_have_value("days")


def test_the_bars_follow_the_colours_that_were_chosen(town: Town, enter: Enter) -> None:
    page = plan(enter, color_scheme="light")
    corner = "canvas => [...canvas.getContext('2d').getImageData(2, 2, 1, 1).data].join()"
    light = page.locator(".gantt-bars").first.evaluate(corner)
    page.locator("summary.rail-link").click()
    page.get_by_role("button", name="Dark").click()
    page.wait_for_timeout(100)
    assert page.locator(".gantt-bars").first.evaluate(corner) != light
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_a_long_plan_keeps_only_what_is_in_sight(town: Town, enter: Enter) -> None:
    page = plan(enter, viewport={"width": 1440, "height": 400})
    assert page.locator(".plan-row:not([hidden])").count() <= int(page.get_attribute(".gantt", "aria-rowcount") or 0)
    page.locator(".gantt").evaluate("grid => { grid.scrollTop = grid.scrollHeight; }")
    last = int(page.get_attribute(".gantt", "aria-rowcount") or 0)
    expect(page.locator(f".plan-row[aria-rowindex='{last}']")).to_be_visible()


def test_on_a_phone_the_rows_come_first_and_the_bars_are_a_swipe_away(town: Town, enter: Enter) -> None:
    page = plan(enter, viewport=NARROW)
    expect(page.locator(".plan-row:visible").first).to_be_visible()
    row = page.locator(".plan-row:visible").first.bounding_box()
    assert row
    assert row["width"] < NARROW["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.locator(".plan-row a").nth(1).click()
    expect(page.locator("#panel")).to_be_visible()
    panel = page.locator("#panel").bounding_box()
    assert panel
    assert panel["width"] == NARROW["width"]


def test_what_is_printed_is_the_table_with_its_bars_on_white(town: Town, enter: Enter) -> None:
    page = plan(enter, color_scheme="dark")
    page.emulate_media(media="print")
    expect(page.locator(".plan-table")).to_be_visible()
    expect(page.locator(".gantt")).to_be_hidden()
    expect(page.locator("nav.rail")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_term_says_what_it_means_to_whoever_reaches_it_by_keyboard(town: Town, enter: Enter) -> None:
    page = enter("manager", viewport=WIDE).new_page()
    page.goto("/")
    term = page.locator(".term").first
    assert term.get_attribute("aria-description")
    shown = "term => getComputedStyle(term, '::after').visibility"
    assert term.evaluate(shown) == "hidden"
    page.keyboard.press("Tab")
    term.focus()
    page.wait_for_timeout(200)
    assert term.evaluate(shown) == "visible"
