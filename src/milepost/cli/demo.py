"""`milepost demo`: a made-up IT firm to look around in, and the accounts of the people in it."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path

from milepost.cli import program
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the accounts as one line of JSON")


def run(options: argparse.Namespace) -> int:
    """Loads the demo firm where there is no workspace yet, and names its accounts; refused in a workspace of one's own."""
    program.ready(lay_home=True)
    from milepost.config import schema

    schema.bring_up_to_date()
    load_once()
    named = list(accounts())
    if not named:
        raise Refusal("workspace_exists", say("Here is a workspace already. Set MILEPOST_HOME to an empty folder and try again."))
    if options.json:
        print(json.dumps({"accounts": [{"email": email, "password": password, "role": role} for email, password, role in named]}))
        return 0
    for email, password, role in named:
        print(f"{role:<8}  {email}  password {password}")
    return 0


def load_once() -> None:
    """Loads the demo firm into a database without a workspace, whole or not at all; elsewhere does nothing."""
    from django.db import transaction

    from milepost.accounts import reads, rules
    from milepost.cli import firm
    from milepost.kernel import clock

    if not reads.nobody_yet():
        return
    with transaction.atomic():
        accounts = firm.found(rules.first_password(), clock.now())
        _keep(json.dumps([[account.email, account.password, account.role] for account in accounts]))


def accounts() -> Iterator[tuple[str, str, str]]:
    """Address, first password and role of everybody who can sign in to the demo; nobody where this is not the demo."""
    from milepost.accounts import reads

    file = _file()
    kept = json.loads(file.read_text()) if file.exists() else []
    if kept and reads.actor_of_email(kept[0][0], via="cli") is not None:
        yield from ((email, password, role) for email, password, role in kept)


def _file() -> Path:
    from django.conf import settings

    return Path(settings.MILEPOST_HOME) / "demo.json"


def _keep(text: str) -> None:
    """Readable by whoever runs Milepost and by nobody else."""
    with open(os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
