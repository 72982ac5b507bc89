"""Every page, light and dark, on a desk and on a phone: readable for everybody, nothing wider than the screen, no complaint.

A script or a style that the policy of our pages forbids is a complaint of the browser.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import NARROW, WIDE, Town, attend

pytestmark = pytest.mark.browser

INSIDE = [
    "/",
    "/projects/",
    "/projects/add/",
    "/projects/import/",
    "/projects/1/",
    "/projects/1/?view=table",
    "/projects/1/?view=board",
    "/projects/1/?view=calendar",
    "/projects/1/?view=network",
    "/projects/1/overview/",
    "/projects/1/outlook/",
    "/projects/1/health/",
    "/projects/1/slips/",
    "/projects/1/value/",
    "/projects/1/milestones/",
    "/projects/1/baselines/",
    "/projects/1/promise/",
    "/projects/1/history/",
    "/projects/1/team/",
    "/projects/1/raci/",
    "/projects/1/calendars/",
    "/projects/1/repeating/",
    "/projects/1/fields/",
    "/projects/2/workload/",
    "/projects/2/level/",
    "/projects/1/expected/",
    "/projects/1/change/",
    "/projects/1/objectives/add/",
    "/projects/1/deliverables/add/",
    "/projects/1/risks/add/",
    "/projects/1/tasks/add/",
    "/projects/1/import/",
    "/tasks/2/",
    "/tasks/2/talk/",
    "/tasks/2/people/",
    "/tasks/2/links/",
    "/tasks/2/marks/",
    "/workload/",
    "/calibration/",
    "/projects/2/risks/",
    "/projects/1/scenarios/",
    "/projects/1/budget/",
    "/portfolio/",
    "/portfolio/conflicts/",
    "/strategy/",
    "/strategy/1/",
    "/projects/1/rank/",
    "/projects/1/paper/",
    "/projects/1/snapshots/",
    "/projects/1/budget/change/",
    "/projects/1/budget/costs/add/",
    "/projects/1/scenarios/add/",
    "/projects/3/recovery/",
    "/projects/3/others/",
    "/find/?q=portal",
    "/keys/",
    "/people/",
    "/people/1/",
    "/people/add/",
    "/settings/",
    "/settings/workspace/",
    "/settings/members/",
    "/settings/members/1/",
    "/settings/labels/",
    "/settings/labels/1/",
    "/settings/tokens/",
    "/settings/feeds/",
    "/settings/history/?check",
    "/guide/",
    "/guide/import/",
    "/guide/how-sure/",
    "/words/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/projects/999999/",
]
OUTSIDE = ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/guide/", "/words/", "/no/such/page/"]
KINDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = f"axe.run(document, {{runOnly: {KINDS}, resultTypes: ['violations']}})"

Enter = Callable[..., BrowserContext]


def faults(page: Page, axe: str) -> list[str]:
    """What axe finds, and how far the page is wider than the screen."""
    page.wait_for_timeout(100)
    page.evaluate(axe)
    found = page.evaluate(RULES)["violations"]
    said = [f"{page.url}: {each['id']} at {each['nodes'][0]['target'][0]}" for each in found]
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return said + ([f"{page.url} is {wider} pixels wider than the screen"] if wider > 0 else [])


EVEN, ODD, ALL = slice(0, None, 2), slice(1, None, 2), slice(None)


@pytest.mark.parametrize(
    ("theme", "size", "turn"),
    [
        pytest.param("light", WIDE, EVEN, id="light-desk-every-other"),
        pytest.param("dark", NARROW, ODD, id="dark-phone-the-rest"),
        pytest.param("light", WIDE, ALL, id="light-desk", marks=pytest.mark.slow),
        pytest.param("dark", NARROW, ALL, id="dark-phone", marks=pytest.mark.slow),
        pytest.param("dark", WIDE, ALL, id="dark-desk", marks=pytest.mark.slow),
        pytest.param("light", NARROW, ALL, id="light-phone", marks=pytest.mark.slow),
    ],
)
def test_every_page_can_be_read_by_everybody(theme: str, size: dict[str, int], turn: slice, town: Town, enter: Enter, axe: str) -> None:
    """Each page in one dress; in its long form in all four."""
    wrong: list[str] = []
    for role, pages in ((None, OUTSIDE), ("owner", INSIDE), ("client", ["/promises/"])):
        page = enter(role, viewport=size, color_scheme=theme).new_page()
        complaints = attend(page)
        for address in pages[turn]:
            page.goto(address)
            wrong += faults(page, axe)
        wrong += complaints
    assert wrong == []


def test_a_page_can_be_used_by_keyboard_alone(town: Town, enter: Enter) -> None:
    page = enter("owner").new_page()
    page.goto("/projects/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(60):
        page.keyboard.press("Tab")
        if "/projects/import/" in (page.evaluate("document.activeElement.getAttribute('href')") or ""):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/import/")
