"""The guide: pages in `docs/guide/`, written in Markdown, shown as they are in the repository."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from milepost.kernel.refusal import NotFound

NAMES = (
    "first-morning",
    "first-project",
    "today",
    "due-dates",
    "three-dates",
    "how-sure",
    "why-it-moved",
    "planned-and-done",
    "baselines",
    "milestone-trend",
    "risks",
    "recovery",
    "what-if",
    "budget",
    "calibration",
    "too-much-at-once",
    "workload",
    "portfolio",
    "health",
    "plan",
    "views",
    "task",
    "progress",
    "import",
    "handing-out",
    "people",
    "calendars",
    "roles",
    "account",
    "typing",
    "undo",
    "find",
)
"""In the order of reading."""

_PACKAGED = Path(__file__).resolve().parent / "guide_pages"
_IN_THE_REPOSITORY = Path(__file__).resolve().parents[3] / "docs" / "guide"
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the guide: its first heading, the paragraph under it as plain text, and the whole as HTML."""

    name: str
    title: str
    opening: str
    html: SafeString


@cache
def page(name: str, language: str) -> Page:
    """The page in `language`, or in English where it has not been translated. NotFound for a name that is none."""
    if name not in NAMES:
        raise NotFound()
    text = _source(name, language).read_text(encoding="utf-8")
    title, _, rest = text.removeprefix("# ").partition("\n")
    opening = rest.strip().partition("\n\n")[0].replace("\n", " ")
    return Page(name=name, title=title.strip(), opening=_without_marks(opening), html=_html(text))


def pages(language: str) -> tuple[Page, ...]:
    """All pages, in the order of reading."""
    return tuple(page(name, language) for name in NAMES)


def _source(name: str, language: str) -> Path:
    folder = _PACKAGED if _PACKAGED.is_dir() else _IN_THE_REPOSITORY
    translated = folder / language / f"{name}.md"
    return translated if translated.is_file() else folder / f"{name}.md"


def _html(text: str) -> SafeString:
    """Markdown as HTML that can hold nothing but text, tables and links. The links between pages lead to their addresses here."""
    linked = re.sub(r"\]\(([a-z-]+)\.md(#[a-z-]+)?\)", r"](/guide/\1/\2)", text)
    clean = nh3.clean(_markdown.render(linked), tags=nh3.ALLOWED_TAGS - {"img"}, link_rel=None)
    return SafeString(clean)


def _without_marks(text: str) -> str:
    return re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", text).replace("**", "").replace("*", "").replace("`", "")
