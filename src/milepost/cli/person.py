"""As whom a command acts: somebody of this installation, never nobody."""

from __future__ import annotations

import argparse

from milepost.kernel.actor import Actor
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say


def argument(parser: argparse.ArgumentParser) -> None:
    """`--as EMAIL`."""
    parser.add_argument("--as", dest="email", metavar="EMAIL", help="the person who does it, as the history will say; else the first owner")


def actor(email: str | None) -> Actor:
    """The person with this address, else the owner who has been here longest; refuses where there is none."""
    from milepost.accounts import reads as accounts

    found = accounts.actor_of_email(email, via="cli") if email else accounts.first_owner(via="cli")
    if found is None and email:
        raise Refusal("unknown_person", say("Nobody here has the address {email}.", email=email), field="email")
    if found is None:
        raise Refusal("no_workspace", say("There is no workspace yet. Start Milepost with `milepost up` and open its page first."))
    return found
