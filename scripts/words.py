"""Collect every visible sentence into the catalogues of `src/milepost/locale`, and say what is missing there.

`python -m scripts.words` collects; `--check` changes nothing and fails where a catalogue lacks a sentence or a translation.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "src" / "milepost" / "locale"
LAZY = {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY, "say": None}
"""`say` marks the sentences that rooms and engine speak before anybody knows the reader's language."""

Found = Iterator[tuple[int, str, Any, list[str]]]


def templates(file: BinaryIO, keywords: Mapping[str, Any], comment_tags: list[str], options: Mapping[str, Any]) -> Found:
    """Babel's extraction method for Django templates: Django turns them into calls of gettext, Babel reads those."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    calls = re.compile(r"^[ \t]+", re.M).sub("", templatize(file.read().decode(), origin=getattr(file, "name", "")))
    lonely = "\n".join(_calls(line) for line in calls.splitlines())
    return extract_python(BytesIO(lonely.encode()), keywords, comment_tags, {**options, "encoding": "utf-8"})


_CALL = re.compile(r"""(?:n?p?gettext|_)\((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)""")


def _calls(line: str) -> str:
    """Only the calls of one line: what Django put in place of the template's text is no Python."""
    return "; ".join(_CALL.findall(line))


def collected() -> Catalog:
    """Every sentence in the code and the templates."""
    catalogue = Catalog(project="Milepost", charset="utf-8")
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, ("Translators:",), directory_filter=_is_ours)
    for name, _line, message, comments, context in found:
        if _has_letters(message):
            catalogue.add(message, None, [(name, None)], auto_comments=comments, context=context)
    return catalogue


def _is_ours(folder: str) -> bool:
    return Path(folder).name not in {"node_modules", ".venv", ".tools", ".git", "var", "frontend", "tests"}


def _has_letters(message: str | tuple[str, ...]) -> bool:
    first = message if isinstance(message, str) else message[0]
    return bool(re.search(r"[^\W\d_]", re.sub(r"\{\w*\}|%\(\w+\)[sd]", "", first)))


def catalogues() -> Iterator[tuple[Path, Catalog]]:
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            yield path, read_po(file, locale=path.parent.parent.name)


def collect() -> None:
    """Brings every catalogue up to date: new sentences come in untranslated, those that are gone go."""
    template = collected()
    for path, catalogue in catalogues():
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, width=120, sort_by_file=True, omit_header=False, include_lineno=False, ignore_obsolete=True)


def missing() -> list[str]:
    """What a catalogue lacks: sentences that are not in it or not translated."""
    template = [message for message in collected() if message.id]
    return [
        f"{path.parent.parent.name}: {_first(message)}" for path, held in catalogues() for message in template if _is_missing(message, held)
    ]


def _is_missing(message: Message, held: Catalog) -> bool:
    there = held.get(message.id, message.context)
    return there is None or not (all(there.string) if isinstance(there.string, tuple) else there.string)


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail where something is missing")
    if parser.parse_args().check:
        lacking = missing()
        sys.exit("\n".join(lacking) if lacking else None)
    collect()
