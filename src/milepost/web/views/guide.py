"""The guide and the words: open to everybody, also before sign-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from milepost.kernel.words import CHAPTERS
from milepost.web import guide


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/contents.html", {"pages": guide.pages(_language())})


@require_safe
def page(request: HttpRequest, page: str) -> HttpResponse:
    shown = guide.page(page, _language())
    following = guide.NAMES.index(page) + 1
    after = guide.page(guide.NAMES[following], _language()) if following < len(guide.NAMES) else None
    return render(request, "guide/page.html", {"page": shown, "after": after})


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/words.html", {"chapters": CHAPTERS})


def _language() -> str:
    return get_language() or "en"
