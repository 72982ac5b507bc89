"""Every visible sentence can be translated: in a language made up of brackets, no page shows a bare English word."""

from __future__ import annotations

import gettext
import re
import tomllib
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils.translation import trans_real

from scripts import words
from tests.cast import Firm
from tests.doors.web.read import text
from tests.doors.web.test_pages import pages
from tests.house.source import PACKAGE

pytestmark = pytest.mark.django_db

MADE_UP = "eo"
OPEN, CLOSE = "⟦", "⟧"
OURS = re.compile(
    r"The wall|said at the fair|not for clients|low tide only|letter of 2 March|is the dredger booked|"
    r"[^\s⟦⟧]*(?:kestrel|@|example|mp_)[^\s⟦⟧]*"
)
OF_TEMPLATES = [tomllib.loads(file.read_text())["sentence"] for file in (PACKAGE / "plans" / "templates").glob("*.toml")]
"""What the templates say of themselves: plans to begin with, in the language they were written in."""
BARE_ENGLISH = re.compile(r"\b(the|and|this|that|with|your|from|have|nothing|save|cancel|today|until|left)\b", re.IGNORECASE)


class Bracketed(gettext.NullTranslations):
    """Every sentence in double brackets: what stands outside them was not translated."""

    plural = staticmethod(lambda number: int(number != 1))

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return message if "date" in context or "time" in context or "day of" in context else self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


@pytest.fixture
def made_up(settings: LazySettings) -> Iterator[dict[str, str]]:
    """Pages asked for in the made-up language; gives the header that asks for it."""
    settings.LANGUAGES = [("en", "English"), (MADE_UP, "Brackets")]
    trans_real._translations[MADE_UP] = Bracketed()  # type: ignore[attr-defined]
    yield {"Accept-Language": MADE_UP}
    del trans_real._translations[MADE_UP]  # type: ignore[attr-defined]


def outside_brackets(shown: str) -> str:
    """What a page says that went through no translation; brackets may stand within brackets."""
    inner = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
    while inner.search(shown):
        shown = inner.sub(" ", shown)
    for sentence in OF_TEMPLATES:
        shown = shown.replace(sentence, " ")
    return OURS.sub(" ", shown)


def test_pages_before_sign_in_show_no_untranslated_word(made_up: dict[str, str], client: Client) -> None:
    for address in ("/welcome/", "/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/no/such/page/", "/words/"):
        bare = BARE_ENGLISH.search(outside_brackets(text(client.get(address, headers=made_up))))
        assert bare is None, f"{address} says {bare} untranslated"


def test_no_page_inside_shows_an_untranslated_sentence(made_up: dict[str, str], firm: Firm, owner: Client) -> None:
    from milepost.accounts.models import User

    User.objects.filter(pk=firm.owner.user_id).update(language=MADE_UP)
    for address in pages(firm):
        if address.startswith(("/guide/", "/attachments/")) or address.endswith((".json", "/export/")):
            continue
        bare = BARE_ENGLISH.search(outside_brackets(text(owner.get(address))))
        assert bare is None, f"{address} says {bare} untranslated"


def test_every_sentence_is_found_by_the_collector() -> None:
    found = {message.id for message in words.collected()}
    assert {"Read the file", "Total float", "This constraint needs a date."} <= found


def test_a_language_that_is_shipped_is_complete() -> None:
    assert words.missing() == []
