"""How the tests of this door call."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.cast import Person


class Api:
    """Somebody with a token."""

    def __init__(self, person: Person) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {person.token}"}

    def get(self, path: str) -> Any:
        return self.client.get(path, headers=self.headers)

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, path, json.dumps(body), content_type="application/json", headers=self.headers | named)

    def upload(self, path: str, content: bytes, fields: dict[str, object] | None = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        file = SimpleUploadedFile("plan.xml", content, "application/xml")
        return self.client.post(path, {**(fields or {}), "file": file}, headers=self.headers | named)


def told(answer: HttpResponse) -> tuple[int, str]:
    """Status and code of a refusal."""
    body = json.loads(answer.content)
    assert set(body) == {"code", "message", "field", "details"}
    return answer.status_code, body["code"]
