"""What may go wrong dangerously exists once: one way out to the network, one sandbox, one entry to permissions, one maker of secrets."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Law, Offence, Source, broken, dotted, imports, written

NETWORK = (
    "urllib.request",
    "urllib3",
    "http.client",
    "httpx",
    "requests",
    "aiohttp",
    "smtplib",
    "imaplib",
    "ftplib",
    "websockets",
    "distributed",
)
PROCESSES = ("subprocess", "multiprocessing", "concurrent.futures.ProcessPoolExecutor", "concurrent.futures.process", "os.fork", "resource")
SECRETS = ("secrets", "django.core.signing", "itsdangerous", "random", "uuid")

MAY_GO_OUT = {
    ("jobs", "spreading"): "to the Dask cluster that the administrator named, and nowhere else",
}
MAY_START_PROCESSES = {
    ("jobs", "spreading"): "draws many forecasts at once on what the firm itself wrote",
    ("exchange", "sandbox"): "reads files from strangers",
    ("exchange", "sheet_file"): "reads spreadsheets from strangers, confined as the sandbox confines",
    ("cli",): "starts, watches and ends the parts of the program",
}
MAY_MAKE_SECRETS = {
    ("accounts", "rules"): "tokens and first passwords",
    ("config", "settings"): "the key of the installation",
    ("cli", "program"): "keeps that key in the home at the first start",
    ("web", "known"): "a browser's number under which its wrong passwords are counted",
    ("web", "once"): "a form's own number, so that sending it twice does it once; no secret",
}


def allowed(source: Source, places: dict[tuple[str, ...], str]) -> bool:
    return any(source.parts[: len(place)] == place for place in places)


def goes_out(source: Source) -> Iterator[Offence]:
    """Nothing of Milepost calls strangers yet. The first thing that must gets the one checked way out."""
    if not allowed(source, MAY_GO_OUT):
        yield from ((line, f"{name} opens the network") for line, name in imports(source.tree) if name.startswith(NETWORK))


def starts_processes(source: Source) -> Iterator[Offence]:
    if not allowed(source, MAY_START_PROCESSES):
        yield from ((line, f"{name} starts a process") for line, name in imports(source.tree) if name.startswith(PROCESSES))


def makes_secrets(source: Source) -> Iterator[Offence]:
    if not allowed(source, MAY_MAKE_SECRETS):
        yield from ((line, f"{name} makes a secret") for line, name in imports(source.tree) if name.startswith(SECRETS))


def decides_permissions(source: Source) -> Iterator[Offence]:
    """Outside accounts, `require` refuses and `rules.may` narrows a read. Nobody compares roles by hand."""
    if source.room in ("accounts", "kernel"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Compare) and any(dotted(side).endswith("actor.role") for side in (node.left, *node.comparators)):
            yield node.lineno, "accounts.rules.PERMISSIONS says what a role may"


def test_only_the_cluster_that_was_named_is_called() -> None:
    assert broken(goes_out) == []


def test_only_named_places_start_processes() -> None:
    assert broken(starts_processes) == []


def test_only_accounts_make_secrets() -> None:
    assert broken(makes_secrets) == []


def test_permissions_stand_in_one_table() -> None:
    assert broken(decides_permissions) == []


@pytest.mark.parametrize(
    ("law", "code"),
    [
        (goes_out, "import httpx"),
        (goes_out, "from urllib.request import urlopen"),
        (starts_processes, "import subprocess"),
        (makes_secrets, "from django.core.signing import dumps"),
        (decides_permissions, "if actor.role == Role.OWNER: ..."),
    ],
)
def test_the_laws_notice(law: Law, code: str) -> None:
    assert list(law(written(code, "plans.reads")))
