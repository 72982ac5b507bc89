"""A plan is made and changed in the grid: by keyboard alone, by dragging bars, by typing, copying and taking back."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import holidays
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import WIDE, Town, attend

pytestmark = pytest.mark.browser

Enter = Callable[..., BrowserContext]
ASK = """async ([method, path, body]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const answer = await fetch("/api" + path, { method, headers, body: body === null ? undefined : JSON.stringify(body) });
  if (!answer.ok) throw new Error(path + " answered " + answer.status + " " + (await answer.text()));
  return answer.json();
}"""


def ask(page: Page, method: str, path: str, body: object = None) -> Any:
    """Speaks with the API as whoever is signed in."""
    return page.evaluate(ASK, [method, path, body])


def add(key: str, name: str, level: int, **more: object) -> dict[str, object]:
    return {"kind": "add", "key": key, "name": name, "after_id": None, "level": level, "duration_minutes": 480, **more}


def quiet_monday() -> str:
    """A Monday soon that begins two weeks without a public holiday: what a weekend is in a plan must not hang on the day of the test."""
    closed, day = holidays.country_holidays("DE", subdiv="BE"), date.today() + timedelta(days=1)
    while day.weekday() or any(day + timedelta(days=n) in closed for n in range(14)):
        day += timedelta(days=1)
    return day.isoformat()


def begun(enter: Enter, *edits: dict[str, object], name: str = "Made by hand", **options: object) -> Page:
    """The page of a new project whose plan holds what the edits say."""
    page = enter("manager", **{"viewport": WIDE, **options}).new_page()
    page.goto("/settings/")
    project = ask(page, "POST", "/projects", {"name": name, "start_on": quiet_monday()})["id"]
    if edits:
        ask(page, "POST", f"/projects/{project}/edits", {"edits": edits})
    page.goto(f"/projects/{project}/")
    page.wait_for_selector("project-plan.ready")
    page.wait_for_function("() => document.querySelector('.cell-field') !== null")
    return page


def chart(page: Page) -> dict[str, Any]:
    """The plan as the server tells it now."""
    answer: dict[str, Any] = page.evaluate("async () => (await fetch(document.querySelector('project-plan').getAttribute('src'))).json()")
    return answer


def until(page: Page, told: Callable[[], Any], wanted: Any) -> None:
    """Asks again until what is told is what is wanted; says what it was instead after ten seconds."""
    end = time.monotonic() + 10
    while (found := told()) != wanted and time.monotonic() < end:
        page.wait_for_timeout(100)
    assert found == wanted


def wait_for(page: Page, column: str, values: list[Any]) -> None:
    """Until the server holds these values, in the plan's order, and the page has heard of them."""
    until(page, lambda: chart(page)[column], values)
    page.wait_for_function(
        """([column, values]) => {
          const { store } = document.querySelector("project-plan");
          return JSON.stringify(store.chart[column]) === JSON.stringify(values);
        }""",
        arg=[column, values],
    )


def linked(page: Page, links: list[list[Any]]) -> None:
    """Until the server holds these links, by the rows they join."""
    until(page, lambda: sorted(link[:3] for link in chart(page)["links"]), links)


def dated(page: Page) -> None:
    """Until every task has the dates that follow from the newest facts."""
    page.wait_for_function(
        """() => {
          const { store } = document.querySelector("project-plan");
          return store.chart.forecast_revision >= store.chart.revision && store.chart.start.every((start) => start !== null);
        }""",
        timeout=15_000,
    )


def show(page: Page, name: str) -> None:
    """Scrolls the timeline to where a task's bar begins a third of the way in."""
    page.evaluate(
        """(name) => {
          const { grid, store } = document.querySelector("project-plan");
          const { scroller, room } = grid.sheet;
          const wanted = scroller.getBoundingClientRect().right - (room * 2) / 3;
          scroller.scrollLeft += grid.barOf(store.chart.name.indexOf(name)).left - wanted;
        }""",
        name,
    )
    page.wait_for_timeout(200)


def bar(page: Page, name: str) -> dict[str, float]:
    """Where a task's bar lies on the page: its two ends and its middle line."""
    place: dict[str, float] = page.evaluate(
        """(name) => {
          const { grid, store } = document.querySelector("project-plan");
          return grid.barOf(store.chart.name.indexOf(name));
        }""",
        name,
    )
    return place


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_whole_plan_is_made_by_keyboard_alone(town: Town, enter: Enter) -> None:
    page = begun(enter)
    complaints = attend(page)
    for _ in range(60):
        press(page, "Tab")
        if page.evaluate("document.activeElement.classList.contains('gantt')"):
            break
    press(page, "Insert")
    for name, key in (("Concept", "Enter"), ("Interviews", "Tab"), ("Requirements", "Enter"), ("Portal", "Enter")):
        page.keyboard.type(name)
        press(page, *(("Tab", "Enter") if key == "Tab" else (key,)))
    press(page, "Escape")
    wait_for(page, "level", [1, 2, 2, 2])
    press(page, "End")
    expect(page.locator(".plan-row.active")).to_contain_text("Portal")
    press(page, "Alt+Shift+ArrowLeft")
    wait_for(page, "level", [1, 2, 2, 1])
    press(page, "ArrowUp", "ArrowUp", *["ArrowRight"] * 4)
    page.keyboard.type("3")
    press(page, "Enter")
    page.keyboard.type("2w")
    press(page, "Enter")
    until(page, lambda: chart(page)["duration"][1:], [1440, 4800, 480])
    press(page, "Alt+2")
    expect(page.locator(".gantt.table")).to_be_visible()
    press(page, "ArrowUp", "ArrowRight", "ArrowRight")
    page.keyboard.type("1d after Interviews")
    press(page, "Enter")
    page.keyboard.type("3")
    press(page, "Enter")
    linked(page, [[1, 2, "FS"], [2, 3, "FS"]])
    assert sorted(link[4] for link in chart(page)["links"]) == [0, 480]
    press(page, "Control+z")
    linked(page, [[1, 2, "FS"]])
    press(page, "Control+y")
    linked(page, [[1, 2, "FS"], [2, 3, "FS"]])
    press(page, "ArrowUp", "Alt+Shift+ArrowUp")
    wait_for(page, "name", ["Concept", "Requirements", "Interviews", "Portal"])
    press(page, "Delete")
    wait_for(page, "name", ["Concept", "Interviews", "Portal"])
    assert complaints == []


def test_a_drag_says_what_follows_before_it_is_dropped_and_escape_takes_it_back(town: Town, enter: Enter) -> None:
    chain = (add("new-1", "Design", 1), add("new-2", "Build", 1), {"kind": "link", "predecessor_id": "new-1", "successor_id": "new-2"})
    page = begun(enter, *chain)
    dated(page)
    show(page, "Design")
    start = chart(page)["start"]
    at = bar(page, "Design")
    page.mouse.move(at["left"] + 4, at["middle"])
    page.mouse.down()
    page.mouse.move(at["left"] + 4 + 7 * at["day"], at["middle"], steps=6)
    expect(page.get_by_role("status").filter(has_text="Finish moves 5 working days later")).to_be_visible()
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator("#plan-says")).to_be_empty()
    assert chart(page)["constraint"] == [0, 0]
    at = bar(page, "Design")
    page.mouse.move(at["left"] + 4, at["middle"])
    page.mouse.down()
    page.mouse.move(at["left"] + 4 + 7 * at["day"], at["middle"], steps=6)
    page.mouse.up()
    expect(page.get_by_text("“Design” moved.")).to_be_visible()
    week = 7 * 1440
    assert page.evaluate("() => document.querySelector('project-plan').store.chart.start") == [minute + week for minute in start]
    wait_for(page, "start", [minute + week for minute in start])


def test_links_lengths_and_progress_are_drawn_on_the_bars(town: Town, enter: Enter) -> None:
    page = begun(enter, add("new-1", "Design", 1, duration_minutes=2400), add("new-2", "Build", 1, duration_minutes=2400))
    dated(page)
    show(page, "Design")
    first, second = bar(page, "Design"), bar(page, "Build")
    drag(page, (first["right"] + 10, first["middle"]), (second["left"] + 4, second["middle"]))
    linked(page, [[0, 1, "FS"]])
    drag(page, (first["right"] - 2, first["middle"]), (first["right"] - 2 + 3 * first["day"], first["middle"]))
    wait_for(page, "duration", [2880, 2400])
    dated(page)
    first = bar(page, "Design")
    middle = (first["right"] - first["left"]) / 2
    drag(page, (first["left"], first["middle"] + 5), (first["left"] + middle, first["middle"] + 5))
    wait_for(page, "percent", [50, 0])


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()


def test_a_bar_is_moved_by_key_and_said_aloud(town: Town, enter: Enter) -> None:
    page = begun(enter, add("new-1", "Design", 1))
    dated(page)
    start = chart(page)["start"][0]
    page.locator(".gantt").focus()
    press(page, "Home", "Alt+Enter", "ArrowRight")
    expect(page.get_by_role("status").filter(has_text="Finish moves one working day later")).to_be_visible()
    press(page, "Enter")
    wait_for(page, "start", [start + 1440])


def test_rows_come_from_a_spreadsheet_and_go_to_one(town: Town, enter: Enter) -> None:
    page = begun(enter, add("new-1", "Design", 1), permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('Build\\t\\t\\t\\t4d\\nTest\\t\\t\\t\\t2d')")
    page.locator(".gantt").focus()
    press(page, "End", "ArrowDown", "Control+End")
    page.evaluate("() => { const { grid } = document.querySelector('project-plan'); grid.state.index = 1; }")
    press(page, "Control+v")
    wait_for(page, "name", ["Design", "Build", "Test"])
    wait_for(page, "duration", [480, 1920, 960])
    press(page, "Control+a", "Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert [line.split("\t")[0] for line in copied.splitlines()] == ["Task", "Design", "Build", "Test"]
    press(page, "Control+z")
    wait_for(page, "name", ["Design"])


def test_one_change_is_said_of_many_tasks_and_taken_back_as_one(town: Town, enter: Enter) -> None:
    page = begun(enter, *(add(f"new-{number}", f"Task {number}", 1) for number in (1, 2, 3)))
    page.locator(".gantt").focus()
    press(page, "Home", *["ArrowRight"] * 4, "Shift+ArrowDown", "Shift+ArrowDown")
    page.keyboard.type("4d")
    press(page, "Enter")
    wait_for(page, "duration", [1920, 1920, 1920])
    expect(page.get_by_text("3 tasks changed.")).to_be_visible()
    press(page, "Control+z")
    wait_for(page, "duration", [480, 480, 480])


def test_two_who_want_different_things_see_both_and_lose_neither(town: Town, enter: Enter) -> None:
    page = begun(enter, add("new-1", "Design", 1))
    page.locator(".gantt").focus()
    press(page, "Home", "F2")
    page.keyboard.type("Sketch")
    project, task = page.url.split("/")[-2], chart(page)
    there = {"kind": "set", "task_id": task["id"][0], "version": task["version"][0], "fields": {"name": "Concept"}}
    owner = enter("owner").new_page()
    owner.goto("/settings/")
    ask(owner, "POST", f"/projects/{project}/edits", {"edits": [there]})
    expect(page.locator(".plan-row .by")).not_to_be_empty()
    expect(page.locator(".cell-field")).to_have_value("Sketch")
    press(page, "Enter")
    both = page.get_by_role("alertdialog")
    expect(both).to_contain_text("Sketch")
    expect(both).to_contain_text("Concept")
    both.get_by_role("button", name="Keep mine").click()
    wait_for(page, "name", ["Sketch"])


def test_what_is_shown_can_be_filtered_grouped_and_sorted(town: Town, enter: Enter) -> None:
    page = begun(enter, add("new-1", "Beta", 1, duration_minutes=960), add("new-2", "Alpha", 1), add("new-3", "Gamma", 1))
    names = page.locator(".plan-row:not([hidden]) .name a")
    page.get_by_role("columnheader", name="Task").click()
    expect(names).to_have_text(["Alpha", "Beta", "Gamma"])
    page.get_by_role("columnheader", name="Task").click()
    expect(names).to_have_text(["Gamma", "Beta", "Alpha"])
    page.get_by_label("Show only tasks").fill("bet")
    expect(names).to_have_text(["Beta"])
    page.get_by_label("Show only tasks").fill("")
    page.locator("summary", has_text="Show").click()
    page.get_by_label("Groups").select_option("State")
    expect(names.first).to_have_text("To do (3)")


def test_whoever_may_not_change_the_plan_is_offered_nothing_to_change(town: Town, enter: Enter) -> None:
    page = enter("member", viewport=WIDE).new_page()
    page.goto("/projects/3/")
    page.wait_for_selector("project-plan.ready")
    page.locator(".gantt").focus()
    press(page, "Home", "ArrowDown", "F2")
    assert page.locator(".cell-field").count() == 0
    assert page.get_by_role("button", name="Undo").count() == 0
    press(page, "Enter")
    expect(page.locator("#panel h2")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_of_a_plan_has_a_serious_barrier(town: Town, enter: Enter, axe: str, scheme: str) -> None:
    page = enter("manager", viewport=WIDE, color_scheme=scheme).new_page()
    page.goto("/projects/3/")
    page.evaluate(axe)
    for view in ("gantt", "table", "board", "calendar", "network"):
        page.locator(f"button[data-view={view}]").click()
        page.wait_for_selector(f"project-plan[data-view={view}]")
        found = page.evaluate("axe.run({ include: [['.tools'], ['.work']] }, { resultTypes: ['violations'] })")["violations"]
        assert [(view, one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
