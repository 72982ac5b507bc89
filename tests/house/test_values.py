"""Law 8: pages get values. What a read gives is frozen; a template cannot query and a view cannot save."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import ROOMS, Offence, Source, broken, dotted, last, public_functions, written

GIVEN = [("engine", "plan"), ("engine", "schedule"), ("plans", "draft")]
"""What goes into the engine and comes out of it, and a plan as a value."""


def thaws(source: Source) -> Iterator[Offence]:
    """Every dataclass that is handed from one part to another is frozen."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for mark in node.decorator_list:
            call = mark.func if isinstance(mark, ast.Call) else mark
            words = {word.arg: ast.unparse(word.value) for word in mark.keywords} if isinstance(mark, ast.Call) else {}
            if last(dotted(call)) == "dataclass" and words.get("frozen") != "True":
                yield node.lineno, f"{node.name} can be changed"


def is_silent(source: Source) -> Iterator[Offence]:
    """Public functions say what comes in and goes out, in which units, and what is refused."""
    yield from ((node.lineno, f"{node.name} has no docstring") for node in public_functions(source) if not ast.get_docstring(node))


def is_read(source: Source) -> bool:
    return source.layer == "reads" and source.room in ROOMS


def test_what_is_read_cannot_be_changed() -> None:
    assert (
        broken(thaws, lambda source: is_read(source) or source.room == "kernel" or source.layer == "rules" or source.parts in GIVEN) == []
    )


def test_public_functions_say_what_they_do() -> None:
    assert broken(is_silent, lambda source: source.layer in ("reads", "writes") or source.room == "engine") == []


@pytest.mark.parametrize("mark", ["@dataclass", "@dataclass(slots=True)"])
def test_the_law_notices_a_value_that_can_be_changed(mark: str) -> None:
    assert list(thaws(written(f"{mark}\nclass Standing: ...", "day.reads")))


def test_the_law_notices_silence() -> None:
    assert list(is_silent(written("def standing(actor): return 1", "day.reads")))
