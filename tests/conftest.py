"""What every test may ask for: a PostgreSQL, Chromium, and a database that is chosen once for the whole run."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from scripts import browser

if TYPE_CHECKING:
    from tests.cast import Cast

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_configure(config: pytest.Config) -> None:
    """Homes that were filled for copying stand in one folder for all processes of a run."""
    os.environ.setdefault("MILEPOST_TEST_PLANTED", mkdtemp(prefix="milepost-planted-"))


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["MILEPOST_TEST_PLANTED"], ignore_errors=True)


def touches_the_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


ABOVE_THE_DATABASE = ("tests/doors/cli", "tests/doors/exchange", "tests/doors/trust", "tests/doors/web")
"""What these claim, they claim of pages, files and permissions. That every address answers on PostgreSQL, too, one test of them shows."""
EVERY_ADDRESS = "tests/doors/trust/test_table.py"


def may_differ_on_postgresql(item: pytest.Item) -> bool:
    """With `MILEPOST_TEST_ALL` all that touches the database; else only what PostgreSQL could answer otherwise than SQLite."""
    above = item.nodeid.startswith(ABOVE_THE_DATABASE) and not item.nodeid.startswith(EVERY_ADDRESS)
    return touches_the_database(item) and not (above and "MILEPOST_TEST_ALL" not in os.environ)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL runs what may differ there; the rest has run on SQLite and would say the same."""
    if os.environ.get("MILEPOST_TEST_ON") != "postgresql":
        return
    others = [item for item in items if not may_differ_on_postgresql(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if may_differ_on_postgresql(item)]


TOGETHER = {
    "tests/doors/cli/test_demo.py",
    "tests/doors/exchange/test_hostile.py",
    "tests/engine/test_placement.py",
    "tests/running/test_live.py",
    "tests/running/test_up.py",
}
"""Files whose tests share what takes long: the demo firm, hostile files, compiled loops, a running program."""


class Together(LoadScopeScheduling):
    """Hands a file of `TOGETHER` to one process, everything else test by test to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """A PostgreSQL server in which the test may create databases, for tests that start programs of their own."""
    from tests.postgres import server_url

    return server_url()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of this machine where it has one, else Playwright's; quiet, and drawing the same pixels everywhere."""
    arguments = ["--disable-background-networking", "--font-render-hinting=none", "--force-color-profile=srgb"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    own = {"executable_path": path} if (path := browser.found()) else {}
    return browser_type_launch_args | own | {"args": arguments}


@pytest.fixture(autouse=True)
def _nobody_prepares_what_no_test_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of a plan has its first preview made ready a second later: by then the test is over, and the database another's."""
    if previews := sys.modules.get("milepost.forecast.reads.previews"):
        monkeypatch.setattr(previews, "BREATH_SECONDS", 3600.0)


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """Each test has a past of its own, in which the same ids and ledger lines mean something else."""
    for module, held in (
        ("milepost.plans.reads.remembered", "_plans"),
        ("milepost.forecast.reads.fresh", "_ready"),
        ("milepost.forecast.reads.bookings", "_taken"),
        ("milepost.forecast.reads.scenarios", "_kept"),
        ("milepost.search.reads", "_held"),
        ("milepost.web.packed", "_kept"),
    ):
        if module in sys.modules:
            getattr(sys.modules[module], held).clear()


@pytest.fixture(autouse=True)
def _ledger_may_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """The database refuses to empty the ledger; only after a test that commits must it be, and only then the guard comes down."""
    marker = request.node.get_closest_marker("django_db")
    commits = (marker is not None and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits:
        yield
        return
    from tests import ledger

    request.getfixturevalue("transactional_db")
    if not ledger.stands():
        ledger.put_up()
    yield
    ledger.take_down()


@pytest.fixture
def cast(db: None) -> Cast:
    """Two firms that mirror each other; see tests/cast.py."""
    from tests.cast import assemble
    from tests.once import once

    return once("the cast", assemble)
