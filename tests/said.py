"""How the tests of this room ask the ledger."""

from __future__ import annotations

from milepost.audit import reads
from milepost.kernel.actor import Actor


def last_line(actor: Actor) -> reads.Change:
    """The newest line of the actor's workspace."""
    return reads.entries(actor.workspace_id, limit=1)[0]


def lines(actor: Actor) -> int:
    """How many lines the actor's workspace has, after making sure that they are whole."""
    found = reads.verify(actor.workspace_id)
    assert found.sound, str(found.reason)
    return found.lines
