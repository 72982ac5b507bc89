"""The ledger: every change, and whether it is whole."""

from __future__ import annotations

from typing import Annotated

from ninja import Query

from milepost.accounts import reads
from milepost.api.entry import Call
from milepost.api.subject import Subject
from milepost.audit.reads import Change, Verification

ledger = Subject("Ledger")

Before = Annotated[int | None, Query(None, ge=1, le=2**63 - 1, description="Only lines numbered below this one.")]
Noted = Annotated[str | None, Query(None, pattern="^[0-9a-f]{64}$", description="The end of the ledger as somebody noted it earlier.")]
Lines = Annotated[int, Query(50, ge=1, le=500)]


@ledger.get("/ledger", gives=tuple[Change, ...])
def lines(call: Call, before: Before, limit: Lines) -> tuple[Change, ...]:
    """Who changed what, newest first."""
    return reads.ledger(call.actor, before=before, limit=limit)


@ledger.get("/ledger/verification", gives=Verification)
def verification(call: Call, noted: Noted) -> Verification:
    """Whether anybody has tampered with the ledger. Note its `digest` down: later it proves that nothing was rewritten."""
    return reads.ledger_verified(call.actor, noted=noted)
