"""A line of the ledger has one digest, whoever computes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from milepost.audit import rules
from milepost.kernel.actor import Role
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say
from milepost.kernel.worktime import DayException

LINE = rules.Line(
    workspace_id=1,
    number=1,
    plan_id=None,
    revision=None,
    at=datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
    by_id=1,
    by="Ada",
    via="web",
    verb="changed",
    kind="person",
    subject_id=5,
    before='{"name":"A"}',
    after='{"name":"B"}',
    because="",
    previous=rules.BEGINNING,
)


def test_the_order_of_keys_and_the_zone_of_an_instant_do_not_matter() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    same = noon.astimezone(timezone(timedelta(hours=5)))
    assert rules.canonical({"b": noon, "a": 1}) == rules.canonical({"a": 1, "b": same})


def test_values_of_every_kind_become_plain() -> None:
    written = rules.canonical(
        {
            "on": date(2026, 3, 2),
            "wall": datetime(2026, 3, 2, 9, 0),
            "role": Role.OWNER,
            "days": (DayException(date(2026, 1, 1), date(2026, 1, 1)),),
            "ids": frozenset({3, 1, 2}),
            "why": say("{task} waits", task="Paint"),
        }
    )
    assert written == (
        '{"days":[{"first":"2026-01-01","last":"2026-01-01","name":"","shifts":[]}],"ids":[1,2,3],"on":"2026-03-02",'
        '"role":"owner","wall":"2026-03-02T09:00","why":{"text":"{task} waits","values":{"task":"Paint"}}}'
    )


def test_what_is_no_number_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        rules.canonical({"percent": float("nan")})


@pytest.mark.parametrize("field", rules.Line.__slots__)
def test_the_digest_depends_on_every_field(field: str) -> None:
    value = getattr(LINE, field)
    other = (
        value + timedelta(microseconds=1) if isinstance(value, datetime) else f"{value}x" if isinstance(value, str) else (value or 0) + 1
    )
    assert rules.digest(replace(LINE, **{field: other})) != rules.digest(LINE)


def test_the_digest_is_the_same_on_every_machine() -> None:
    assert rules.digest(LINE) == "f39856a47b24650722a6b7a8b2f1b4d977ebf83bbe3c12c74894f18d883b313b"


@pytest.mark.parametrize("key", ["", "x" * (rules.LONGEST_KEY + 1)])
def test_an_idempotency_key_has_a_sensible_length(key: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_key(key)
    assert refused.value.code == "key_length"


def test_a_key_belongs_to_one_request() -> None:
    rules.check_same_request(kept="a", asked="a")
    with pytest.raises(Refusal) as refused:
        rules.check_same_request(kept="a", asked="b")
    assert (refused.value.code, refused.value.status) == ("key_reused", 422)
