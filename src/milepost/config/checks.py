"""What Milepost refuses to start with. Each refusal says what to do; the documented installation never meets one."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connection

from milepost.config.environment import LOOPBACK, Environment
from milepost.config.sqlite.library import SAFE_IN_WAL


def refuse_if_unsafe() -> None:
    """Ends the process with one sentence per problem when the configuration is unsafe."""
    problems = safe_configuration()
    if problems:
        raise SystemExit("\n".join(f"Milepost does not start: {problem.msg} {problem.hint or ''}".rstrip() for problem in problems))


def safe_configuration(**_: Any) -> list[CheckMessage]:
    """Django system check: every problem of the present settings, as errors."""
    environment: Environment = settings.ENVIRONMENT
    return [*_key(environment), *_address(environment), *_hosts(environment), *_home(environment), *_sqlite(), *_cluster(environment)]


def _key(environment: Environment) -> Iterator[CheckMessage]:
    if not settings.SECRET_KEY_IS_KEPT:
        yield Error(
            "there is no secret key.", "Set MILEPOST_SECRET_KEY, or let `milepost up` make one in MILEPOST_HOME.", id="milepost.E001"
        )
    elif len(settings.SECRET_KEY) < 32 or len(set(settings.SECRET_KEY)) < 8:
        yield Error("the secret key is too easy to guess.", "Use at least 32 random characters.", id="milepost.E002")


def _address(environment: Environment) -> Iterator[CheckMessage]:
    if environment.parts.scheme not in {"http", "https"} or not environment.parts.hostname:
        yield Error("MILEPOST_URL is no web address.", "Write it like https://plans.example.com.", id="milepost.E003")
    elif not environment.https and not environment.local:
        yield Error(
            "passwords would cross the network in clear text.",
            "Put a proxy with TLS in front and set MILEPOST_URL to its https:// address.",
            id="milepost.E004",
        )
    if environment.bind not in LOOPBACK and not environment.url_is_given:
        yield Error(
            "it would answer the whole network without knowing its own address.",
            "Set MILEPOST_URL to the address people will type.",
            id="milepost.E005",
        )
    if environment.debug and not environment.local:
        yield Error("MILEPOST_DEBUG shows code and settings to strangers.", "Unset it.", id="milepost.E006")


def _hosts(environment: Environment) -> Iterator[CheckMessage]:
    if any(host.startswith("*") for host in settings.ALLOWED_HOSTS):
        yield Error("MILEPOST_ALLOWED_HOSTS lets any name through.", "List the names people type, without *.", id="milepost.E007")


def _home(environment: Environment) -> Iterator[CheckMessage]:
    for path, forbidden in ((environment.home, stat.S_IWGRP | stat.S_IWOTH), (environment.key_file, stat.S_IRWXG | stat.S_IRWXO)):
        if path.exists() and path.stat().st_mode & forbidden:
            yield Error(f"other users of this machine can get at {path}.", f"Run: chmod go-rwx {path}", id="milepost.E008")


def _sqlite() -> Iterator[CheckMessage]:
    if connection.vendor == "sqlite" and connection.get_database_version() < SAFE_IN_WAL:
        yield Error("this SQLite can corrupt the database.", "Install pysqlite3, or SQLite 3.51.3 or newer.", id="milepost.E009")


def _cluster(environment: Environment) -> Iterator[CheckMessage]:
    if not environment.forecasts_on.isdecimal() and find_spec("distributed") is None:
        yield Error(
            "MILEPOST_FORECASTS_ON names a Dask cluster.", "Install what speaks with it: pip install 'milepost[dask]'", id="milepost.E010"
        )
