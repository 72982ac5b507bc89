"""`milepost token EMAIL`: a personal token for the API, shown once."""

from __future__ import annotations

import argparse
import json

from milepost.cli import program
from milepost.kernel import clock
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="the address of the person who will use it; it may do what this person may")
    parser.add_argument("--name", default="command line", help="what it is for, as the settings page will list it")
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def run(options: argparse.Namespace) -> int:
    program.ready()
    program.refuse_if_outdated()
    from milepost.accounts import reads as accounts
    from milepost.accounts import writes

    actor = accounts.actor_of_email(options.email, via="cli")
    if actor is None:
        raise Refusal("unknown_person", say("Nobody here has the address {email}.", email=options.email), field="email")
    secret = writes.issue_token(actor, name=options.name, now=clock.now()).secret
    print(json.dumps({"email": options.email, "token": secret}) if options.json else secret)
    return 0
