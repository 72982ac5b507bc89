"""Schemathesis reads our OpenAPI document and sends what no person would: nothing breaks, and every answer is one that was declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from tests.cast import Cast
from tests.doors.trust.knocking import Callers

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
IN_PAIRS = {"GET /api/projects/{project_id}/chart"}
"""Schemathesis rewrites `prefixItems` into what its own OpenAPI 3.1 refuses. The chart's answer is read by tests of its own."""
LOOKED_AT = ("owner", "member", "stranger")
FEW, MANY = 2, 60


@pytest.fixture(autouse=True)
def _connection_stays() -> Iterator[None]:
    """A request ends in the middle of the test's own transaction, as with Django's test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("who", ["owner", "stranger"])
def test_a_little_junk_breaks_nothing(cast: Cast, who: str) -> None:
    assert broken(cast, who, FEW) == []


@pytest.mark.slow
@pytest.mark.parametrize("who", LOOKED_AT)
def test_much_junk_breaks_nothing(cast: Cast, who: str) -> None:
    assert broken(cast, who, MANY) == []


def broken(cast: Cast, who: str, examples: int) -> list[str]:
    """What went wrong when so many made-up requests were sent to each operation as one of three callers."""
    headers = {"Authorization": f"Bearer {Callers(cast).token(who)}", "Accept-Encoding": "identity"}
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    found = []
    for result in schema.get_all_operations():
        operation = result.ok()
        try:
            _send(operation, headers, examples)
        except Exception as failure:  # every kind of failure is one line of the list
            found.append(f"{operation.label}: {type(failure).__name__} {failure}"[:600])
    return found


def _send(operation: Any, headers: dict[str, str], examples: int) -> None:
    quietly = settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    checks = [check for check in CHECKS if check is not response_schema_conformance or operation.label not in IN_PAIRS]

    def send(case: Any) -> None:
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=checks)
            transaction.set_rollback(True)

    quietly(given(case=operation.as_strategy())(send))()
