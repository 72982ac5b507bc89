"""Find or do in a browser: from any page, by keys alone, and closed again without a trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import NARROW, WIDE, Town, attend

pytestmark = pytest.mark.browser

Enter = Callable[..., BrowserContext]

SLOW_BODIES = """
const text = Response.prototype.text;
Response.prototype.text = async function () {
  document.documentElement.dataset.body = "awaited";
  await new Promise((done) => setTimeout(done, 500));
  return text.call(this).finally(() => setTimeout(() => (document.documentElement.dataset.body = "over")));
};
"""
"""An answer's head is here, its body still on the way."""


def test_ctrl_k_finds_a_task_and_enter_opens_it_in_its_plan(town: Town, enter: Enter) -> None:
    page = enter("manager", viewport=WIDE).new_page()
    complaints = attend(page)
    page.goto("/people/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find anything")
    expect(field).to_be_focused()
    field.type("interf conc")
    option = page.get_by_role("option", name="Interface concept").first
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/*/?task=*")
    assert complaints == []


def test_arrows_choose_and_escape_gives_the_keyboard_back(town: Town, enter: Enter) -> None:
    page = enter("manager", viewport=WIDE).new_page()
    page.goto("/projects/")
    page.get_by_role("link", name="Today").focus()
    page.keyboard.press("/")
    expect(page.locator(".one").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".one").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".one").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.find")).to_be_hidden()
    expect(page.get_by_role("link", name="Today")).to_be_focused()


def test_closing_it_in_the_middle_of_an_answer_is_no_error(town: Town, enter: Enter) -> None:
    page = enter("manager", viewport=WIDE).new_page()
    complaints = attend(page)
    page.add_init_script(SLOW_BODIES)
    page.goto("/people/")
    page.keyboard.press("Control+k")
    expect(page.locator("html")).to_have_attribute("data-body", "awaited")
    page.keyboard.press("Escape")
    expect(page.locator("html")).to_have_attribute("data-body", "over")
    assert complaints == []


def test_a_command_is_done_where_one_is(town: Town, enter: Enter) -> None:
    page = enter("manager", viewport=WIDE).new_page()
    page.goto("/projects/")
    page.keyboard.press("Control+k")
    page.keyboard.type("dark col")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.url.endswith("/projects/")


def test_what_was_opened_last_comes_first(town: Town, enter: Enter) -> None:
    page = enter("manager", viewport=WIDE).new_page()
    page.goto("/projects/2/overview/")
    name = page.locator("h1").inner_text()
    page.goto("/people/")
    page.keyboard.press("Control+k")
    expect(page.locator(".one .name").first).to_have_text(name)


def test_a_question_mark_shows_the_keys_of_the_page_but_not_while_one_types(town: Town, enter: Enter) -> None:
    page = enter("manager", viewport=WIDE).new_page()
    page.goto("/projects/3/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").get_by_role("heading", name="Board")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto("/people/add/")
    page.locator("main input[name=name]").press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_client_finds_what_was_promised_and_nothing_else(town: Town, enter: Enter) -> None:
    page = enter("client", viewport=NARROW).new_page()
    page.goto("/promises/")
    page.get_by_role("link", name="Find or do").click()
    page.keyboard.type("interface")
    expect(page.get_by_text("Nothing you may see answers this")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_the_open_dialog_is_readable_for_everybody(town: Town, enter: Enter, axe: str, viewport: dict[str, int]) -> None:
    page = enter("manager", viewport=viewport).new_page()
    page.goto("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("data")
    expect(page.locator(".one .name").first).to_contain_text("Data")
    page.evaluate(axe)
    found = page.evaluate("axe.run('dialog').then(result => result.violations.map(each => each.id))")
    assert found == []
