"""The API itself: its title, its documents, its subjects."""

from __future__ import annotations

from typing import Any

from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from milepost import __version__
from milepost.api import refusals
from milepost.api.accounts import accounts
from milepost.api.arranged import arranged
from milepost.api.budgets import budgets
from milepost.api.calendars import calendars
from milepost.api.clients import clients
from milepost.api.edits import editing
from milepost.api.entry import Session, Token
from milepost.api.feeds import feeds
from milepost.api.find import find
from milepost.api.imports import imports
from milepost.api.ledger import ledger
from milepost.api.marks import marks
from milepost.api.outcomes import outcomes
from milepost.api.outlooks import outlooks
from milepost.api.people import people
from milepost.api.projects import projects
from milepost.api.risks import risks
from milepost.api.scenarios import scenarios
from milepost.api.schedules import schedules
from milepost.api.start import start
from milepost.api.subject import KEY
from milepost.api.talk import talk
from milepost.api.tasks import tasks
from milepost.api.today import today
from milepost.api.words import words

SUBJECTS = (
    *(today, start, projects, schedules, outlooks, risks, scenarios, budgets, tasks, editing, marks, talk, outcomes, calendars, arranged),
    *(imports, clients, people, accounts, ledger, words, find, feeds),
)

ABOUT = """The same reads and writes as the pages, as JSON.

Send a personal token as `Authorization: Bearer …`; a token acts as its owner in one workspace. Every refusal has one shape
(`code`, `message`, `field`, `details`), and nothing was changed then. A change of something that has versions says which one
it read, in the body or in `If-Match`; otherwise it is refused (428), and if somebody was faster, too (409, with both values).
A write that carries an `Idempotency-Key` is done once, however often it is sent."""

KEY_HEADER = {"name": KEY, "in": "header", "required": False, "schema": {"type": "string", "minLength": 1, "maxLength": 200}}
VERSION_HEADER = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": '^(W/)?"[1-9][0-9]{0,8}"$'},
}
REFUSED = {"$ref": "#/components/responses/Refused"}


class Api(NinjaAPI):
    """Ninja's API with what holds for every operation declared once."""

    def __init__(self, **settings: Any) -> None:
        self._documents: dict[str, OpenAPISchema] = {}
        super().__init__(**settings)

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The OpenAPI document: half a second of work, done once in the life of a process."""
        asked = repr(sorted(options.items()))
        if asked not in self._documents:
            self._documents[asked] = self._document(**options)
        return self._documents[asked]

    def _document(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
        answer = {"description": "Not done; nothing was changed.", "content": {"application/json": {"schema": _refused_schema()}}}
        document.setdefault("components", {})["responses"] = {"Refused": answer}
        for methods in document["paths"].values():
            for method, operation in methods.items():
                _completed(method, operation)
        return document


def _refused_schema() -> dict[str, Any]:
    return refusals.Refused.model_json_schema()


def _completed(method: str, operation: dict[str, Any]) -> None:
    for status in refusals.STATUSES:
        operation["responses"].setdefault(status, REFUSED)
    _say_of_files(operation["responses"])
    if method != "get":
        operation.setdefault("parameters", []).extend((KEY_HEADER, VERSION_HEADER))


def _say_of_files(responses: dict[Any, Any]) -> None:
    """What is handed out as bytes is a file, and no JSON."""
    for answer in responses.values():
        as_json = answer.get("content", {}).get("application/json")
        if as_json and as_json["schema"].get("format") == "binary":
            answer["content"] = {"*/*": as_json}


api = Api(
    title="Milepost", version=__version__, description=ABOUT, urls_namespace="api", auth=[Token(), Session()], docs_decorator=require_safe
)
refusals.declared(api)
for subject in SUBJECTS:
    api.add_router("", subject.router)
