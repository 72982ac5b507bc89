"""How the API says no: one shape for every refusal, declared once."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic import BaseModel, Field

from milepost.audit.rules import plain
from milepost.kernel.refusal import Refusal, Underway
from milepost.kernel.say import Sentence, say

STATUSES = (400, 401, 403, 404, 405, 409, 413, 415, 422, 428, 429)

WORDS: Mapping[int, tuple[str, Sentence]] = {
    400: ("bad_request", say("The request cannot be read as what it claims to be.")),
    401: ("not_signed_in", say("Send a valid token as “Authorization: Bearer …”, or sign in.")),
    403: ("not_allowed", say("The token against forgery is missing or wrong.")),
    404: ("not_found", say("There is nothing here, or it is not yours to see.")),
    413: ("too_large", say("The request is larger than anything this address takes.")),
    429: ("too_many", say("Too many requests. Please wait a little.")),
}


class Refused(BaseModel):
    """Why a request was not done, and nothing was changed. `code` never changes; `message` is for people, in their language."""

    code: str
    message: str
    field: str | None = Field(description="The input it is about, if there is one.")
    details: dict[str, Any] = Field(description="Facts a program may want: both values of a stale edit, the tasks of a circle.")


def refused(status: int, code: str, message: str, *, field: str | None = None, details: object = None) -> HttpResponse:
    """The answer to a request that was not done."""
    body = Refused.model_validate({"code": code, "message": message, "field": field, "details": plain(details or {})})
    return HttpResponse(body.model_dump_json(), status=status, content_type="application/json")


def by_rule(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A room said no."""
    message = refusal.sentence.translated(gettext)
    answer = refused(refusal.status, refusal.code, message, field=refusal.field, details=refusal.details)
    if isinstance(refusal, Underway):
        answer["Retry-After"] = str(refusal.seconds)
    return answer


def by_shape(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """The request does not have the shape that the address takes; `details.errors` says where."""
    errors = [{"at": [str(step) for step in error["loc"]], "type": error["type"], "message": error["msg"]} for error in wrong.errors]
    field = errors[0]["at"][-1] if errors else None
    return refused(422, "invalid", gettext("Please check what you sent."), field=field, details={"errors": errors})


def by_status(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The entry or the parser said no."""
    code, sentence = WORDS.get(error.status_code, WORDS[400])
    answer = refused(error.status_code, code, sentence.translated(gettext))
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="Milepost"'
    return answer


def by_django(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    """Django found the request too large or malformed."""
    return by_status(request, HttpError(413 if isinstance(error, RequestDataTooBig) else 400, ""))


def declared(api: NinjaAPI) -> None:
    """Tells the API how each kind of refusal is answered."""
    answers: dict[type[Exception], Any] = {
        Refusal: by_rule,
        ValidationError: by_shape,
        HttpError: by_status,
        SuspiciousOperation: by_django,
    }
    for kind, answer in answers.items():
        api.add_exception_handler(kind, answer)
