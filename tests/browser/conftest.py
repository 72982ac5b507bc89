"""The running program with its demo firm, and a browser that notices what goes wrong in a page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.running.program import ROOT, Program, demo_home, running

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@dataclass
class Town:
    """The demo firm behind its address, with the password of each of its people by role."""

    url: str
    accounts: dict[str, dict[str, str]]
    project_id: int = 1
    sessions: dict[str, dict[str, object]] = field(default_factory=dict)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """`milepost up --demo`, web and worker, for all tests of a run."""
    program = Program(tmp_path_factory.mktemp("town") / "home")
    shutil.copytree(demo_home(), program.home)
    for started in running(program.start("up", "--demo")):
        started.started(120)
        told = json.loads(started.run("demo", "--json").stdout)
        yield Town(started.url, {account["role"]: account for account in told["accounts"]})


Complaints = list[str]


def attend(page: Page) -> Complaints:
    """What the page's console and scripts complain about from now on; refusals that a test asks for are no complaint."""
    complaints: Complaints = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.fixture
def enter(town: Town, browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of its own for somebody of this role, signed in; `None` for whoever is not."""
    opened: list[BrowserContext] = []

    def entered(role: str | None, **options: object) -> BrowserContext:
        context = browser.new_context(base_url=town.url, locale="en-GB", timezone_id="Europe/Berlin", **options)  # type: ignore[arg-type]
        opened.append(context)
        if role is not None:
            _sign_in(town, role, context)
        return context

    yield entered
    for context in opened:
        context.close()


def _sign_in(town: Town, role: str, context: BrowserContext) -> None:
    if role not in town.sessions:
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("[name=login]", town.accounts[role]["email"])
        page.fill("[name=password]", town.accounts[role]["password"])
        page.click("button.primary")
        page.wait_for_selector("nav.rail")
        town.sessions[role] = dict(context.storage_state())
        page.close()
    context.add_cookies(town.sessions[role]["cookies"])  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def axe() -> str:
    if not Path(AXE).exists():
        pytest.skip("axe-core is not there: run npm ci in frontend/")
    return AXE.read_text()
