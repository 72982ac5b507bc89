"""What every answer wears: headers and cookies, whatever the address, the caller and the outcome."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CSP_NEEDS = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
)


def faults(answer: HttpResponse) -> Iterator[str]:
    """What is wrong with an answer's headers and cookies."""
    yield from (f"{name} is {answer.get(name)!r}" for name, value in HEADERS.items() if answer.get(name) != value)
    policy = {part.strip() for part in answer.get("Content-Security-Policy", "").split(";")}
    yield from (f"the content security policy lacks {part}" for part in CSP_NEEDS if part not in policy)
    yield from (f"the content security policy says {part}" for part in policy if "unsafe" in part or "*" in part or "http:" in part)
    for cookie in answer.cookies.values():
        if cookie["max-age"] != 0 and cookie["samesite"] not in ("Lax", "Strict"):
            yield f"cookie {cookie.key} without SameSite"
        if "session" in cookie.key and not cookie["httponly"]:
            yield f"cookie {cookie.key} can be read by scripts"
    if answer.status_code >= 500:
        yield f"broke with {answer.status_code}"
