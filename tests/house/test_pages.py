"""Pages: every visible word can be translated, every colour is a token, nothing needs a hole in the content security policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, ROOT

TEMPLATES = PACKAGE / "web" / "templates"
STYLES = ROOT / "frontend"
SPOKEN_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label", "aria-description"}
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3,4}){1,2}\b|\b(?:rgb|rgba|hsl|hsla|oklch)\(")
NO_COLOUR = re.compile(r"(?:href|data-target|hx-target)=[\"']#[^\"']*|&#x?[0-9a-fA-F]+;|this\.#\w+|^\s*(?:readonly )?#\w+", re.MULTILINE)
NAMES_A_CLASS = re.compile(r"{%\s*block (?:\w*class|keys)\s*%}.*?{%\s*endblock\s*%}")
TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)
MARKUP = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
WORD = re.compile(r"[A-Za-zÀ-ž]{2,}")
PROPER_NAMES = {"Milepost"}


class Visible(HTMLParser):
    """Collects what a reader sees or hears of a template, without what the template engine fills in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style", "code", "kbd")
        self.said += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "code", "kbd")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def untranslated(template: str) -> Iterator[str]:
    """The words of a template that stand outside `translate` and `blocktranslate`."""
    page = Visible()
    for unspoken in (COMMENT, TRANSLATED, NAMES_A_CLASS, MARKUP):
        template = unspoken.sub(" ", template)
    page.feed(template)
    yield from (word for text in page.said for word in WORD.findall(text) if word not in PROPER_NAMES)


def unsafe(template: str) -> Iterator[str]:
    """What the content security policy would refuse, and what switches escaping off."""
    for tag in re.findall(r"<[a-zA-Z][^>]*>", COMMENT.sub(" ", template)):
        if re.search(r"\s(style|on[a-z]+|hx-on[^=]*)\s*=", tag) or re.search(r"=[\"']\s*js(cript)?:", tag):
            yield tag
        if re.match(r"<(style|script(?![^>]*\b(src|type=[\"']application/json)))", tag):
            yield tag
    yield from re.findall(r"\|\s*safe\b|{%\s*autoescape\s+off", template)


def every(pattern: str, below: Path) -> list[Path]:
    return [file for file in sorted(below.rglob(pattern)) if "node_modules" not in file.parts]


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def test_every_visible_word_can_be_translated() -> None:
    assert {name(file): found for file in every("*.html", TEMPLATES) if (found := sorted(set(untranslated(file.read_text()))))} == {}


def test_no_page_needs_a_hole_in_the_content_security_policy() -> None:
    assert {name(file): found for file in every("*.html", TEMPLATES) if (found := list(unsafe(file.read_text())))} == {}


def test_colours_are_tokens() -> None:
    files = [*every("*.css", STYLES), *every("*.ts", STYLES), *every("*.html", TEMPLATES), *every("*.py", PACKAGE / "web")]
    painted = (file for file in files if "tokens" not in file.name and ".test." not in file.name and "tests" not in file.parts)
    assert {name(file): found for file in painted if (found := COLOUR.findall(without_links(file.read_text())))} == {}


def without_links(text: str) -> str:
    """Without `href="#add"`, character references and private names, which look like colours and are none."""
    return NO_COLOUR.sub(" ", text)


@pytest.mark.parametrize("template", ["<h1>Today</h1>", '<button title="Save it">{{ icon }}</button>', "<p>{{ count }} tasks</p>"])
def test_the_law_notices_a_word_that_stays_english(template: str) -> None:
    assert list(untranslated(template))


def test_the_law_lets_translated_words_pass() -> None:
    assert not list(untranslated('<h1>{% translate "Today" %}</h1>{% blocktranslate %}{{ n }} tasks{% endblocktranslate %}'))


@pytest.mark.parametrize(
    "template", ['<p style="color: red">', '<a onclick="go()">', "<script>go()</script>", "{{ note|safe }}", "<b hx-on:click=x>"]
)
def test_the_law_notices_what_the_policy_would_refuse(template: str) -> None:
    assert list(unsafe(template))


def test_the_law_notices_a_stray_colour() -> None:
    assert COLOUR.findall("p { color: #FBFAF8; border: 1px solid rgb(0 0 0 / .2) }")
