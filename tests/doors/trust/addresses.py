"""Every address of the program, found in its own routing: nobody has to remember to list one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.contrib.admindocs.views import simplify_regex
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from ninja.operation import PathView

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
READING = ("GET", "HEAD", "OPTIONS")
_PLACE = re.compile(r"\{(\w+)\}")
_DJANGO_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Address:
    """An address with `{named}` places, and the methods it says it has; `None` where only asking tells."""

    template: str
    methods: frozenset[str] | None

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(_PLACE.findall(self.template))

    @property
    def door(self) -> str:
        """api, signin (allauth's pages) or web."""
        first = self.template.strip("/").partition("/")[0]
        return {"api": "api", "accounts": "signin"}.get(first, "web")

    def at(self, ids: Mapping[str, object]) -> str:
        """The address with its places filled in."""
        return _PLACE.sub(lambda place: str(ids[place.group(1)]), self.template)


@cache
def addresses() -> tuple[Address, ...]:
    """All of them, in the order of the routing."""
    found = {address.template: address for address in _below(get_resolver().url_patterns, "/")}
    return tuple(found.values())


def _below(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        here = prefix + _written(pattern)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern.url_patterns, here)
        else:
            yield Address(here, _methods(pattern))


def _written(pattern: URLPattern | URLResolver) -> str:
    route = pattern.pattern
    text = str(route) if isinstance(route, RoutePattern) else simplify_regex(str(route)).lstrip("/")
    return _DJANGO_PLACE.sub(r"{\1}", text)


def _methods(pattern: URLPattern) -> frozenset[str] | None:
    """What Ninja knows of an address of the API."""
    owner = getattr(pattern.callback, "__self__", None) or _ninja_view(pattern.callback)
    if not isinstance(owner, PathView):
        return None
    return frozenset(method for operation in owner.operations for method in operation.methods)


def _ninja_view(callback: object) -> object:
    cells = getattr(callback, "__closure__", None) or ()
    return next((cell.cell_contents for cell in cells if isinstance(cell.cell_contents, PathView)), None)
