"""A project leaves the house: as a PDF, and as an address that a colleague reads without an account."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Town, attend
from tests.browser.test_every_page import faults

pytestmark = pytest.mark.browser

Enter = Callable[..., BrowserContext]


def test_a_timeline_comes_as_a_pdf_of_the_size_that_was_chosen(town: Town, enter: Enter, tmp_path: Path) -> None:
    page = enter("manager").new_page()
    complaints = attend(page)
    page.goto("/projects/3/")
    page.locator("summary[title='Export']").click()
    page.get_by_role("link", name="On paper (PDF)").click()
    page.get_by_label("Paper").select_option("A3")
    page.get_by_label("Sheets side by side").select_option("2")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Make the PDF").click()
    coming.value.save_as(tmp_path / "timeline.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "timeline.pdf")
    assert len(document) == 2
    assert [round(points * 25.4 / 72) for points in document[0].get_size()] == [420, 297]
    assert complaints == []


def test_a_colleague_sees_it_until_it_is_taken_away(town: Town, enter: Enter, axe: str) -> None:
    page = enter("manager").new_page()
    complaints = attend(page)
    page.goto("/projects/3/snapshots/")
    page.get_by_role("button", name="Make an address").click()
    address = page.locator(".secret").inner_text()
    for theme, width in (("light", 1440), ("dark", 390)):
        guest = enter(None, viewport={"width": width, "height": 900}, color_scheme=theme).new_page()
        complaints += attend(guest)
        guest.goto(address)
        expect(guest.get_by_role("heading", level=1)).to_have_text("Clinic portal")
        assert guest.locator("form, button").count() == 0
        assert faults(guest, axe) == []
    assert complaints == []
    page.get_by_role("button", name="Take away").first.click()
    expect(page.get_by_text("holds no longer")).to_be_visible()
    answer = guest.goto(address)
    assert answer is not None
    assert answer.status == 404
