"""How a command that needs the database gets Django: ready, on a safe configuration, in a home that exists."""

from __future__ import annotations

import ctypes
import fcntl
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

import django

from milepost.config import environment
from milepost.config.databases import database, unreachable
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

M_ARENA_MAX = -8


def ready(*, lay_home: bool = False, alone: bool = False) -> environment.Environment:
    """Loads Django. `lay_home` makes the home and its secret key where they are missing; without it a missing home is refused.

    `alone` refuses while another program uses the home, and keeps others out until this one ends.
    """
    surroundings = _surroundings()
    if lay_home:
        _lay(surroundings)
    _hold(surroundings.home, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
    _keep_memory_together()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
    django.setup()
    _refuse_if_unsafe()
    _refuse_if_unreachable(surroundings)
    return surroundings


def _keep_memory_together() -> None:
    """glibc gives every thread memory of its own and keeps it; behind one interpreter lock two such arenas do. Children inherit it."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def _surroundings() -> environment.Environment:
    try:
        surroundings = environment.read()
        database(surroundings)
    except ValueError as error:
        raise Refusal("unsafe_configuration", say("{sentence}", sentence=str(error))) from error
    return surroundings


def _lay(surroundings: environment.Environment) -> None:
    try:
        surroundings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not surroundings.secret_key:
            _keep_new_key(surroundings.key_file)
    except OSError as error:
        raise Refusal(
            "home_not_writable", say("{home} cannot be written: {reason}", home=surroundings.home, reason=error.strerror)
        ) from error


def _keep_new_key(file: Path) -> None:
    """Written beside and linked into place, so that of two first starts one key wins and nobody reads half of it."""
    if file.exists():
        return
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        handle.write(secrets.token_urlsafe(48) + "\n")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _hold(home: Path, kind: int) -> None:
    """Until this process and its children have ended. A home that is not there is refused later, with what is wrong about it."""
    if not home.is_dir():
        return
    held = os.open(home / "in-use.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        raise still_running() from None


def still_running() -> Refusal:
    sentence = say("Milepost is running here, or a backup is being restored. Wait for its end, or end it, and try again.")
    return Refusal("still_running", sentence)


def _refuse_if_unsafe() -> None:
    from milepost.config.checks import safe_configuration

    problems = safe_configuration()
    if problems:
        sentences = "\n".join(f"{problem.msg} {problem.hint or ''}".strip() for problem in problems)
        raise Refusal("unsafe_configuration", say("Milepost does not start: {sentences}", sentences=sentences))


def _refuse_if_unreachable(surroundings: environment.Environment) -> None:
    reason = unreachable(surroundings)
    if reason:
        raise Refusal(
            "database_unreachable",
            say(
                "The database does not answer: {reason}. Look at MILEPOST_DATABASE_URL.",
                reason=reason.rstrip("."),
            ),
        )


def refuse_if_outdated() -> None:
    """Refuses where the database is not there or lacks a migration."""
    from milepost.config import schema

    if schema.unapplied():
        raise Refusal(
            "database_outdated", say("The database is not up to date. `milepost up` or `milepost manage migrate` brings it there.")
        )
