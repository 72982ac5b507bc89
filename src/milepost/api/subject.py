"""How an address of the API is declared: its method, what it gives, and that a repeated key gives the first answer again."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpResponse
from ninja import Router
from pydantic import TypeAdapter

from milepost.api.entry import Call
from milepost.api.shapes import shape
from milepost.audit import writes as audit
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

P = ParamSpec("P")
Work = Callable[Concatenate[Call, P], Any]
KEY = "Idempotency-Key"


class Subject:
    """The addresses of one subject. `gives` is the type that a read or write hands out; None is answered with 204."""

    def __init__(self, name: str) -> None:
        self.router = Router(tags=[name])

    def get(self, path: str, *, gives: Any) -> Callable[[Work[P]], Work[P]]:
        """An address that tells. It changes nothing."""
        return self._declared("GET", path, gives, 200, _answering)

    def post(self, path: str, *, gives: Any = None, status: int = 201) -> Callable[[Work[P]], Work[P]]:
        """An address that adds something, or does something that is not a replacement."""
        return self._declared("POST", path, gives, status if gives else 204, _once)

    def post_secret(self, path: str, *, gives: Any) -> Callable[[Work[P]], Work[P]]:
        """An address whose answer holds a secret: it is given once and not kept, not even for a repeated key."""
        return self._declared("POST", path, gives, 201, _once_unkept)

    def post_file(self, path: str, *, gives: Any, status: int = 201) -> Callable[[Work[P]], Work[P]]:
        """An address that takes a file, and itself sees to keys: reading a file takes too long for a transaction."""
        return self._declared("POST", path, gives, status, _answering)

    def put(self, path: str, *, gives: Any = None) -> Callable[[Work[P]], Work[P]]:
        """An address that replaces what is known of something."""
        return self._declared("PUT", path, gives, 200 if gives else 204, _once)

    def delete(self, path: str, *, gives: Any = None) -> Callable[[Work[P]], Work[P]]:
        """An address that takes something away."""
        return self._declared("DELETE", path, gives, 200 if gives else 204, _once)

    def _declared(self, method: str, path: str, gives: Any, status: int, how: Any) -> Callable[[Work[P]], Work[P]]:
        shown: Any = shape(gives) if gives else None

        def register(work: Work[P]) -> Work[P]:
            answering = how(work, TypeAdapter(shown), status)
            answering.__signature__ = _signature(work)
            self.router.api_operation([method], path, response={status: shown}, by_alias=True)(answering)
            return work

        return register


def _signature(work: Callable[..., Any]) -> inspect.Signature:
    """As Ninja wants it: types instead of their names, and the request under the name that it leaves out of the shape."""
    call, *others = inspect.signature(work, eval_str=True).parameters.values()
    return inspect.Signature([call.replace(name="request"), *others])


def _answering(work: Work[P], adapter: TypeAdapter[Any], status: int) -> Callable[..., HttpResponse]:
    @wraps(work)
    def answer(call: Call, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return made(adapter, work(call, *args, **kwargs), status)

    return answer


def _once(work: Work[P], adapter: TypeAdapter[Any], status: int, *, kept: bool = True) -> Callable[..., HttpResponse]:
    @wraps(work)
    def answer(call: Call, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return once(call, call.body, lambda: made(adapter, work(call, *args, **kwargs), status), kept=kept)

    return answer


def _once_unkept(work: Work[P], adapter: TypeAdapter[Any], status: int) -> Callable[..., HttpResponse]:
    return _once(work, adapter, status, kept=False)


def made(adapter: TypeAdapter[Any], result: object, status: int) -> HttpResponse:
    """The result as JSON; a result read or refused as a whole stays as it is. The version stands in `ETag` too."""
    if isinstance(result, HttpResponse):
        return result
    if status == 204:
        return HttpResponse(status=204)
    body = adapter.dump_json(adapter.validate_python(result))
    answer = HttpResponse(body, status=status, content_type="application/json")
    version = getattr(result, "version", None)
    if isinstance(version, int):
        answer["ETag"] = f'"{version}"'
    return answer


def once(call: Call, body: bytes, make: Callable[[], HttpResponse], *, kept: bool = True) -> HttpResponse:
    """The answer of `make`; where the caller sent an idempotency key, made once for that key and then given again.

    An answer that is not `kept` is given to the first caller only; a repeated key is then refused (`shown_once`).
    """
    key = call.headers.get(KEY)
    if key is None:
        return make()
    answers: list[HttpResponse] = []
    first = audit.answer_once(call.actor, key, request=_digest(call, body), now=call.now, make=lambda: _noted(make, answers, kept=kept))
    return answers[0] if answers else _again(first, kept=kept)


def _noted(make: Callable[[], HttpResponse], answers: list[HttpResponse], *, kept: bool) -> audit.Answer:
    answers.append(make())
    return audit.Answer(answers[0].status_code, answers[0].content.decode() if kept else "")


def _again(first: audit.Answer, *, kept: bool) -> HttpResponse:
    if not kept:
        raise Refusal("shown_once", say("This was done already, and its secret was shown then. It is not kept."), field=KEY)
    answer = HttpResponse(first.body, status=first.status, content_type="application/json")
    answer["Idempotent-Replayed"] = "true"
    return answer


def _digest(call: Call, body: bytes) -> str:
    """Of the address, of the version it is meant for, and of what was sent."""
    asked = f"{call.method} {call.get_full_path()}\n{call.headers.get('If-Match', '')}\n".encode("utf-8", "surrogatepass")
    return hashlib.sha256(asked + body).hexdigest()


def version_of(call: Call, version: int | None = None) -> int | None:
    """The version a change is meant for: as sent in the body, else from `If-Match: "3"`; a compressed answer said `W/"3"`."""
    named = call.headers.get("If-Match")
    if version is not None or named is None:
        return version
    number = named.strip().removeprefix("W/").strip('"')
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Refusal("if_match_invalid", say('“If-Match” holds the version from “ETag”, such as "3".'), field="If-Match")
    return int(number)
