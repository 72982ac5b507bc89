"""Everything an administrator can set, read once from the environment. `docs/guide` explains each to its reader."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

MOST_PROCESSES = 32
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one installation, with defaults that are safe on one person's machine."""

    home: Path
    """Where the database, the secret key and the files live (`MILEPOST_HOME`)."""
    bind: str
    """The interface the web server listens on (`MILEPOST_BIND`)."""
    port: int
    """`MILEPOST_PORT`."""
    url: str
    """The address people type (`MILEPOST_URL`); https turns on `__Host-` cookies and HSTS."""
    url_is_given: bool
    database_url: str
    """Empty for SQLite in `home`, or `postgresql://…` (`MILEPOST_DATABASE_URL`)."""
    secret_key: str
    """`MILEPOST_SECRET_KEY`; empty means the key kept in `home`."""
    more_hosts: tuple[str, ...]
    """Names besides the one in `url` that the server answers to (`MILEPOST_ALLOWED_HOSTS`)."""
    trusted_proxies: str
    """Addresses whose X-Forwarded-* headers are believed (`MILEPOST_TRUSTED_PROXIES`)."""
    debug: bool
    """`MILEPOST_DEBUG=1`: error pages with details, for developers only."""
    largest_plan_bytes: int
    """The largest plan file that is taken in (`MILEPOST_IMPORT_MB`, in megabytes)."""
    web_processes: int = 1
    """How many web servers `milepost up` runs on its one port (`MILEPOST_WEB_PROCESSES`): two where there are two cores."""

    forecasts_on: str = "1"
    """Where many forecasts are worked out at once (`MILEPOST_FORECASTS_ON`): a number of processes here, by default one a core, or the
    address of a Dask scheduler, `tcp://…` or `tls://…`."""

    @property
    def parts(self) -> SplitResult:
        return urlsplit(self.url)

    @property
    def https(self) -> bool:
        return self.parts.scheme == "https"

    @property
    def local(self) -> bool:
        """True when only this machine is addressed."""
        return self.parts.hostname in LOOPBACK

    @property
    def key_file(self) -> Path:
        return self.home / "secret_key"

    @property
    def database_file(self) -> Path:
        return self.home / "milepost.sqlite3"


def read(values: Mapping[str, str] = os.environ) -> Environment:
    """The environment as values; a port that is no number raises ValueError with a sentence."""
    port = _port(values.get("MILEPOST_PORT", "8000"))
    url = values.get("MILEPOST_URL", "")
    return Environment(
        home=Path(values.get("MILEPOST_HOME", "var")).expanduser().resolve(),
        bind=values.get("MILEPOST_BIND", "127.0.0.1"),
        port=port,
        url=(url or f"http://localhost:{port}").rstrip("/"),
        url_is_given=bool(url),
        database_url=values.get("MILEPOST_DATABASE_URL", ""),
        secret_key=values.get("MILEPOST_SECRET_KEY", ""),
        more_hosts=_words(values.get("MILEPOST_ALLOWED_HOSTS", "")),
        trusted_proxies=values.get("MILEPOST_TRUSTED_PROXIES", "127.0.0.1,::1"),
        debug=values.get("MILEPOST_DEBUG", "") == "1",
        largest_plan_bytes=_megabytes(values.get("MILEPOST_IMPORT_MB") or "150"),
        web_processes=_processes(values.get("MILEPOST_WEB_PROCESSES") or str(min(2, os.cpu_count() or 1))),
        forecasts_on=_processors(values.get("MILEPOST_FORECASTS_ON") or str(min(MOST_PROCESSES, os.cpu_count() or 1))),
    )


def _port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise ValueError(f"MILEPOST_PORT is {text!r}; it must be a number from 1 to 65535.")


def _megabytes(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text) * 1_000_000
    raise ValueError(f"MILEPOST_IMPORT_MB is {text!r}; it must be a number of megabytes.")


def _processes(text: str) -> int:
    if text.isdecimal() and 0 < int(text) <= MOST_PROCESSES:
        return int(text)
    raise ValueError(f"MILEPOST_WEB_PROCESSES is {text!r}; it must be a number from 1 to {MOST_PROCESSES}.")


def _processors(text: str) -> str:
    if urlsplit(text).scheme in {"tcp", "tls"} or (text.isdecimal() and 0 < int(text) <= MOST_PROCESSES):
        return text
    raise ValueError(
        f"MILEPOST_FORECASTS_ON is {text!r}; it must be a number of processes from 1 to {MOST_PROCESSES}, "
        "or the address of a Dask scheduler such as tcp://10.0.0.5:8786."
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)
