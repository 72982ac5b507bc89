"""`milepost up`: one command from an empty folder to a running Milepost."""

from __future__ import annotations

import argparse
import gc
import json

from milepost.cli import program
from milepost.config.environment import Environment


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="on the first start, load a demo firm with plans, people and accounts")
    parser.add_argument("--json", action="store_true", help="print the address and the demo accounts as one line of JSON")


def run(options: argparse.Namespace) -> int:
    """Makes home and database where they are missing, migrates, then keeps web server and worker running until told to stop."""
    gc.disable()  # what is imported now stays; looking for garbage in it costs a tenth of the start
    surroundings = program.ready(lay_home=True)
    from milepost.cli import serving, tree, working
    from milepost.config import schema

    listening = serving.listen(surroundings)
    with working.only_one():
        schema.bring_up_to_date()
        _announce(surroundings, _demo_accounts() if options.demo else (), as_json=options.json)
        _let_go_of_the_database()
        _load_what_every_child_needs()
        web = [
            tree.Child("A web server", lambda: serving.serve(surroundings, listening), "milepost-web")
            for _ in range(surroundings.web_processes)
        ]
        return tree.keep_running([*web, *working.children()])


def _let_go_of_the_database() -> None:
    """No connection survives a fork: two processes would speak into it."""
    from django.db import connection

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # both our databases have one


def _load_what_every_child_needs() -> None:
    """Before the fork, so that all children share it and none pays for it twice."""
    from importlib import import_module

    for module in ("milepost.config.asgi", "milepost.config.urls", "milepost.jobs.worker"):
        import_module(module)


def _demo_accounts() -> tuple[tuple[str, str, str], ...]:
    from milepost.cli import demo

    demo.load_once()
    return tuple(demo.accounts())


def _announce(surroundings: Environment, accounts: tuple[tuple[str, str, str], ...], *, as_json: bool) -> None:
    if as_json:
        named = [{"email": email, "password": password, "role": role} for email, password, role in accounts]
        print(json.dumps({"url": surroundings.url, "accounts": named}), flush=True)
        return
    print(f"Milepost is at {surroundings.url}")
    for email, password, role in accounts:
        print(f"  {role:<8}  {email}  password {password}")
    print("Ctrl-C ends it.", flush=True)
