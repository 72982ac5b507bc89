"""Names say whose fact it is and what it does; these words say nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.source import Offence, Source, broken, written

SAYING_NOTHING = {
    *("manager", "helper", "helpers", "util", "utils", "service", "services", "handler", "processor"),
    *("base", "common", "misc", "data", "info"),
}
BEGINNINGS = {"do", "process", "handle"}
SAID_BY_OTHERS = {
    "base": "the module in which Django looks for a database backend",
    "_base": "the base calendar of the MS Project format",
    "handle_exit": "what uvicorn calls its answer to a signal",
    "process_exception": "what Django calls the part of a middleware that sees exceptions",
}


def words(name: str) -> list[str]:
    """The words of a name, without the terms of the field that happen to hold one of the empty ones."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name.replace("data_date", ""))]


def says_nothing(name: str) -> bool:
    spoken = words(name)
    return name not in SAID_BY_OTHERS and bool(spoken) and (not SAYING_NOTHING.isdisjoint(spoken) or spoken[0] in BEGINNINGS)


def has_empty_names(source: Source) -> Iterator[Offence]:
    """Modules, classes and functions; what a parameter or a field is called may be the world's word."""
    if source.parts and says_nothing(source.parts[-1]):
        yield 1, f"the module {source.parts[-1]}"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and says_nothing(node.name):
            yield node.lineno, node.name


def test_every_name_says_something() -> None:
    assert broken(has_empty_names) == []


@pytest.mark.parametrize("code", ["class TaskManager: ...", "def handle_upload(): ...", "def process_file(): ...", "def date_util(): ..."])
def test_the_law_notices(code: str) -> None:
    assert list(has_empty_names(written(code)))


def test_words_that_only_contain_such_a_word_are_fine() -> None:
    assert not list(has_empty_names(written("def baseline(): ...\ndef database(): ...\ndef data_date(): ...")))
