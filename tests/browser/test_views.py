"""Board, calendar and network in a browser: by mouse, by keyboard, on a phone, and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import NARROW, WIDE, Town, attend

pytestmark = pytest.mark.browser

Enter = Callable[..., BrowserContext]
PATIENT = 30_000


def opened(enter: Enter, view: str, *, project: int = 3, **options: object) -> Page:
    page = enter("manager", **{"viewport": WIDE, **options}).new_page()
    page.goto(f"/projects/{project}/?view={view}")
    page.wait_for_selector({"board": ".task-card", "calendar": ".calendar .item", "network": ".node"}[view])
    return page


def lane(page: Page, name: str) -> Locator:
    return page.locator(".lane").filter(has=page.get_by_role("heading", name=name))


def names(of: Locator) -> list[str]:
    return of.locator(".task-card .name").all_inner_texts()


def test_a_card_is_moved_by_keys_keeps_the_keyboard_and_is_put_back_by_undo(town: Town, enter: Enter) -> None:
    page = opened(enter, "board")
    card = lane(page, "Waiting").locator(".name").last
    name = card.inner_text()
    card.focus()
    page.keyboard.press("m")
    page.get_by_role("menuitemradio", name="In progress").press("Enter")
    moved = lane(page, "In progress").get_by_role("link", name=name)
    expect(moved).to_be_focused()
    page.keyboard.press("Control+z")
    expect(lane(page, "Waiting").get_by_role("link", name=name)).to_be_visible()


def test_a_card_is_dragged_to_another_person(town: Town, enter: Enter) -> None:
    page = opened(enter, "board")
    page.get_by_role("button", name="By person").click()
    first, second = page.locator(".lane").nth(0), page.locator(".lane").nth(1)
    before, of_second = names(first), names(second)
    name = next(each for each in before if each not in of_second and before.count(each) == 1)
    first.locator(".task-card").filter(has_text=name).drag_to(second)
    expect(second.get_by_role("link", name=name)).to_be_visible(timeout=PATIENT)
    expect(first.get_by_role("link", name=name)).to_have_count(0, timeout=PATIENT)
    page.keyboard.press("Control+z")
    expect(first.get_by_role("link", name=name)).to_be_visible(timeout=PATIENT)


def test_a_column_says_when_it_holds_more_than_it_is_meant_to(town: Town, enter: Enter) -> None:
    page = opened(enter, "board", project=2)
    done = lane(page, "Waiting")
    done.locator(".count").click()
    page.get_by_role("spinbutton").press_sequentially("1")
    page.keyboard.press("Enter")
    expect(done.locator(".count")).to_have_text(re.compile(r"\d+ / 1"))
    expect(done).to_have_class(re.compile("full"))
    page.reload()
    expect(lane(page, "Waiting").locator(".count")).to_have_text(re.compile(r"\d+ / 1"))


def test_a_card_opens_the_one_panel_of_all_views(town: Town, enter: Enter) -> None:
    page = opened(enter, "board")
    card = page.locator(".task-card .name").first
    name = card.inner_text()
    card.click()
    expect(page.locator("#panel h2").first).to_have_text(name, timeout=PATIENT)
    page.get_by_role("button", name="Network").click()
    expect(page.locator(".node.middle .name")).to_have_text(name)


def test_days_are_walked_by_arrows_and_a_task_is_moved_by_a_day(town: Town, enter: Enter) -> None:
    page = opened(enter, "calendar", project=2)
    complaints = attend(page)
    day = int(page.locator(".day.today").get_attribute("data-day") or 0)
    page.locator(".day.today").click(position={"x": 60, "y": 8})
    page.keyboard.press("ArrowRight")
    expect(page.locator(f".day[data-day='{day + 1}']")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f".day[data-day='{day}']")).to_be_focused()
    bar = page.locator(".bar.task[draggable=true]:not(.finished, .from-before)").last
    row, day = bar.get_attribute("data-row"), int(bar.locator("xpath=..").get_attribute("data-day") or 0)
    bar.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator(f".day[data-day='{day}'] .bar[data-row='{row}']")).to_have_count(0, timeout=PATIENT)
    page.keyboard.press("Control+z")
    expect(page.locator(f".day[data-day='{day}'] .bar[data-row='{row}']")).to_have_count(1, timeout=PATIENT)
    assert complaints == []


def test_the_network_is_walked_by_arrows_and_says_the_same_as_a_list(town: Town, enter: Enter) -> None:
    page = opened(enter, "network")
    middle = page.locator(".node.middle")
    middle.focus()
    page.keyboard.press("ArrowRight")
    after = page.evaluate("document.activeElement.querySelector('.name').textContent")
    page.get_by_text("As a list").click()
    expect(page.locator(".network-list").get_by_role("link", name=after)).to_be_visible()
    page.locator(".node:focus, .node").filter(has_text=after).first.focus()
    page.keyboard.press(" ")
    expect(page.locator(".node.middle .name")).to_have_text(after)


@pytest.mark.parametrize("view", ["board", "calendar", "network"])
@pytest.mark.parametrize(
    ("scheme", "size"),
    [
        pytest.param("light", WIDE, id="light-desk"),
        pytest.param("dark", NARROW, id="dark-phone"),
        pytest.param("dark", WIDE, id="dark-desk", marks=pytest.mark.slow),
        pytest.param("light", NARROW, id="light-phone", marks=pytest.mark.slow),
    ],
)
def test_every_view_is_readable_for_everybody_and_fits_its_screen(
    town: Town, enter: Enter, axe: str, view: str, scheme: str, size: dict[str, int]
) -> None:
    page = opened(enter, view, viewport=size, color_scheme=scheme)
    page.evaluate(axe)
    assert page.evaluate("axe.run({resultTypes: ['violations']}).then(result => result.violations.map(each => each.id))") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
