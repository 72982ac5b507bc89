"""How a line of the ledger is written down, so that every machine comes to the same digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say

BEGINNING = "0" * 64
"""What the first line of a chain names as the digest before it."""

LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One change as the ledger keeps it. `before` and `after` are canonical JSON texts."""

    workspace_id: int
    number: int
    plan_id: int | None
    revision: int | None
    at: datetime
    by_id: int
    by: str
    via: str
    verb: str
    kind: str
    subject_id: int
    before: str
    after: str
    because: str
    previous: str


def plain(value: object) -> object:
    """`value` in the words of JSON: dates as ISO, records as mappings by field name, everything else untouched."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds") if value.tzinfo else value.isoformat(timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Sentence):
        return {"text": value.text, "values": plain(value.values)}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return _plain_collection(value)


def _plain_collection(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(inner) for inner in value), key=str)
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def canonical(value: object) -> str:
    """The one JSON text of `value`: keys sorted, no spaces, ASCII only, no NaN."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def digest(line: Line) -> str:
    """SHA-256 over the canonical JSON of the line, which holds the digest of the line before it."""
    return hashlib.sha256(canonical(line).encode("ascii")).hexdigest()


def check_key(key: str) -> None:
    """Refuses an idempotency key that is empty or longer than `LONGEST_KEY`."""
    if not 1 <= len(key) <= LONGEST_KEY:
        raise Refusal(
            "key_length",
            say("An idempotency key has between 1 and {longest} characters.", longest=LONGEST_KEY),
            field="Idempotency-Key",
        )


def check_same_request(*, kept: str, asked: str) -> None:
    """Refuses a key that was used before for another request."""
    if kept != asked:
        raise Refusal(
            "key_reused",
            say("This idempotency key already belongs to another request. Use a new key for a new request."),
            field="Idempotency-Key",
        )
