"""The written table of who is answered how: `table.txt`, one line per method and address, one letter per caller.

+  done, or shown                       ?  let in, but the request itself was refused (400, 409, 422, 428, 429)
-  must sign in first                   3  may see it, but not do this
4  does not exist for this caller       5  the address has no such method
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import HttpResponse

from tests.doors.trust.addresses import Address, addresses
from tests.doors.trust.knocking import ACTORS

FILE = Path(__file__).with_name("table.txt")
METHODS = ("GET", "POST", "PUT", "DELETE")
ELSEWHERE = {"/events": "an endless stream, with its own tests"}
"""Addresses that the table leaves out, and why."""

Row = tuple[str, str]
"""Method and address."""


@cache
def table() -> dict[Row, str]:
    """The letters in the order of `ACTORS`, by method and address."""
    rows = (line.split() for line in FILE.read_text().splitlines() if line and not line.startswith("#"))
    return {(method, template): letters for method, template, letters in rows}


def rows() -> list[tuple[Row, Address]]:
    """Every method of every address that the program has: those that Ninja names, and GET and POST of all others."""
    known = [address for address in addresses() if address.template not in ELSEWHERE]
    return [((method, address.template), address) for address in known for method in METHODS if _has(address, method)]


def _has(address: Address, method: str) -> bool:
    return method in (address.methods or ("GET", "POST"))


def letter(answer: HttpResponse) -> str:
    """What an answer means in the table; `!` for anything that may never be."""
    status = answer.status_code
    if status == 401 or (status == 302 and answer["Location"].startswith(("/accounts/login/", "/no-workspace/"))):
        return "-"
    named = {403: "3", 404: "4", 405: "5"}
    return named.get(status) or ("+" if status < 400 else "?" if status < 500 else "!")


def written(seen: dict[Row, str]) -> str:
    """The text of the table."""
    head = f"# letters: {', '.join(ACTORS)}\n"
    return head + "".join(f"{method:6} {template:64} {letters}\n" for (method, template), letters in seen.items())
