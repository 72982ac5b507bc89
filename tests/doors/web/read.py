"""What a page says: its text, its refusals, the hidden fields of its forms."""

from __future__ import annotations

import re
from html import unescape

import pypdfium2
from django.http import HttpResponseBase


def text(answer: HttpResponseBase) -> str:
    """The words of a page, without its markup, or of a PDF."""
    if answer.headers["Content-Type"] == "application/pdf":
        sheets = pypdfium2.PdfDocument(answer.content)  # type: ignore[attr-defined]
        return " ".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in sheets).split())
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)  # type: ignore[attr-defined]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def hidden(answer: HttpResponseBase, form: str = "") -> dict[str, str]:
    """The hidden fields of the form sent to an address that holds `form`, else of the first that has a mark against double sending."""
    for action, inside in re.findall(r"<form\b([^>]*)>(.*?)</form>", answer.content.decode(), flags=re.DOTALL):  # type: ignore[attr-defined]
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', inside))
        if (form and form in action) or (not form and "once" in fields):
            return {name: unescape(value) for name, value in fields.items() if name != "csrfmiddlewaretoken"}
    raise AssertionError(f"no such form: {form}")
