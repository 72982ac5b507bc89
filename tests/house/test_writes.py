"""Law 5: one sentence, one write, one transaction, one line in the ledger; and each write has its tests."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from functools import cache

import pytest

from tests.house.source import ROOMS, ROOT, Offence, Source, broken, calls, public_functions, sources, written

WITHOUT_ACTOR = {
    "accounts.create_workspace": "makes the first person there is",
    "accounts.note_use": "bookkeeping: when a token was last used",
    "audit.forget_answers": "bookkeeping: drops answers that are too old to be asked for again",
    "day.conclude": "a conclusion",
    "day.propose": "a conclusion",
    "forecast.compare": "a conclusion",
    "forecast.conclude": "a conclusion",
    "forecast.keep_calm": "a conclusion",
    "forecast.explain": "a conclusion",
    "forecast.keep_facts": "bookkeeping: what tomorrow is compared with",
    "forecast.keep_milestones": "bookkeeping: what was forecast on which day",
    "forecast.level": "a conclusion",
    "forecast.recover": "a conclusion",
    "forecast.ripple": "a conclusion",
    "forecast.simulate": "a conclusion",
    "forecast.simulate_together": "a conclusion",
    "forecast.read_import": "goes on with what a person began by handing in a file",
    "plans.begin_reading": "bookkeeping: where a file is on its way",
    "plans.forget_bytes": "bookkeeping: the file was taken over, refused or dropped",
    "plans.keep_bytes": "only the bytes; receive_file says whose they are",
    "plans.keep_content": "only the bytes; attach says whose they are",
    "plans.kept_file": "says where the bytes lie",
    "plans.note_reading": "bookkeeping: how far the reading came",
    "plans.refuse_file": "bookkeeping: the file changed nothing",
    "plans.show_difference": "bookkeeping: a person decides next",
    "day.forget_snapshots": "bookkeeping: copies that nobody may read",
    "plans.sweep_files": "bookkeeping: bytes that nothing refers to",
}
"""Writes that nobody in particular makes."""

WITHOUT_LINE = {
    "accounts.note_use": "no fact",
    "audit.answer_once": "the write inside it has its own line",
    "audit.forget_answers": "no fact",
    "audit.record": "is the ledger",
    "clients.save_as_template": "plans.save_as_template has the line",
    "clients.start_project": "plans.start_project has the line",
    "day.conclude": "no fact",
    "day.propose": "no fact",
    "day.choose_dues": "plans.set_due_dates has the line",
    "day.forget_snapshots": "no fact",
    "day.share_snapshot": "accounts.make_link has the line",
    "day.withdraw_snapshot": "accounts.revoke_link has the line",
    "forecast.conclude": "no fact",
    "forecast.keep_calm": "no fact",
    **dict.fromkeys(
        ["forecast.accept_levelling", "forecast.follow_way", "forecast.mend", "forecast.take_back_levelling"],
        "plans.edit_plan has the line",
    ),
    "forecast.try_way": "plans.add_scenario has the line",
    "forecast.ask_run": "no fact",
    "forecast.cancel_run": "no fact",
    "forecast.compare": "no fact",
    "forecast.explain": "no fact",
    "forecast.keep_facts": "no fact",
    "forecast.keep_milestones": "no fact",
    "forecast.level": "no fact",
    "forecast.recover": "no fact",
    "forecast.ripple": "no fact",
    "forecast.freeze_baseline": "plans.freeze_baseline has the line",
    "forecast.import_plan": "plans.import_plan has the line",
    "forecast.read_import": "plans.import_plan has the line",
    "forecast.simulate": "no fact",
    "forecast.simulate_together": "no fact",
    "forecast.reimport_plan": "plans.reimport_plan has the line",
    **dict.fromkeys(["plans.begin_reading", "plans.note_reading", "plans.show_difference", "plans.refuse_file"], "no fact"),
    **dict.fromkeys(["plans.keep_bytes", "plans.keep_content", "plans.kept_file", "plans.forget_bytes", "plans.sweep_files"], "no fact"),
}
"""Writes that leave no line in the ledger."""


LINES = ("audit.record", "rows.keep", "edit_plan")
"""What adds a line: by itself, as the end of a change that can be undone, or as another write of the same room."""


def is_write(source: Source) -> bool:
    return source.layer == "writes" and source.room in ROOMS


@cache
def handed_out(room: str) -> frozenset[str]:
    """The names that a room's `writes` hands out, where it is a folder; what else is public there is for its other files."""
    tree = ast.parse((ROOT / "src" / "milepost" / room / "writes" / "__init__.py").read_text())
    return frozenset(alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names)


def sentences(source: Source) -> list[ast.FunctionDef]:
    """What this file lets be said."""
    found = list(public_functions(source))
    return [function for function in found if function.name in handed_out(source.room)] if len(source.parts) > 2 else found


def writes(source: Source, exceptions: Collection[str]) -> Iterator[ast.FunctionDef]:
    """What people can say to this room, without the exceptions."""
    return (function for function in sentences(source) if f"{source.room}.{function.name}" not in exceptions)


def is_not_a_sentence(source: Source) -> Iterator[Offence]:
    """`def write(actor, subject_id, *, what, …, now)`: who, on what, and everything else by name."""
    for function in writes(source, WITHOUT_ACTOR):
        asked = function.args
        by_place = [argument.arg for argument in (*asked.posonlyargs, *asked.args)]
        if by_place[:1] != ["actor"]:
            yield function.lineno, f"{function.name}: the actor comes first"
        if len(by_place) > 2 and function.name != "record":
            yield function.lineno, f"{function.name}: {', '.join(by_place[2:])} must be given by name"
        if "now" not in [argument.arg for argument in asked.kwonlyargs]:
            yield function.lineno, f"{function.name}: `now` is handed in by name"


def has_not_one_line_in_the_ledger(source: Source) -> Iterator[Offence]:
    """Each write records exactly once, itself or in the private functions of its file that it calls."""
    functions = {node.name: node for node in source.tree.body if isinstance(node, ast.FunctionDef)}
    for function in writes(source, WITHOUT_LINE):
        lines = sum(name in LINES for part in (function, *reached(function, functions)) for _, name in calls(part))
        if lines != 1:
            yield function.lineno, f"{function.name} records {lines} times"


def reached(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef]) -> list[ast.FunctionDef]:
    """The private functions of the same file that run when this one is called."""
    found: list[ast.FunctionDef] = []
    waiting = [function]
    while waiting:
        called = {functions[name].name: functions[name] for _, name in calls(waiting.pop()) if name in functions and name.startswith("_")}
        new = [part for part in called.values() if part not in found]
        found += new
        waiting += new
    return found


@cache
def names_in_tests(room: str) -> frozenset[str]:
    """Every name that the tests of a room use."""
    files = (ROOT / "tests" / "rooms" / room).rglob("test_*.py")
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text()))]
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return frozenset(attributes | {node.id for node in nodes if isinstance(node, ast.Name)})


def is_untested(source: Source) -> Iterator[Offence]:
    for function in sentences(source):
        if function.name not in names_in_tests(source.room):
            yield function.lineno, f"no test in tests/rooms/{source.room} calls {function.name}"


def test_every_write_is_a_sentence() -> None:
    assert broken(is_not_a_sentence, is_write) == []


def test_every_write_has_one_line_in_the_ledger() -> None:
    assert broken(has_not_one_line_in_the_ledger, is_write) == []


def test_every_write_has_tests() -> None:
    assert broken(is_untested, is_write) == []


def test_the_exceptions_exist() -> None:
    there = {f"{source.room}.{function.name}" for source in sources() if is_write(source) for function in sentences(source)}
    assert {*WITHOUT_ACTOR, *WITHOUT_LINE} <= there


@pytest.mark.parametrize(
    "code",
    [
        "def rename(task_id, actor, *, name, now): ...",
        "def rename(actor, task_id, name, *, now): ...",
        "def rename(actor, task_id, *, name): ...",
    ],
)
def test_the_law_notices_a_write_that_is_no_sentence(code: str) -> None:
    assert list(is_not_a_sentence(written(code, "plans.writes")))


@pytest.mark.parametrize("body", ["pass", "audit.record(actor); audit.record(actor)"])
def test_the_law_notices_a_silent_write_and_one_that_speaks_twice(body: str) -> None:
    assert list(has_not_one_line_in_the_ledger(written(f"def rename(actor, task_id, *, now):\n    {body}", "plans.writes")))


def test_the_law_notices_a_write_without_a_test() -> None:
    assert list(is_untested(written("def never_heard_of(actor, *, now): ...", "plans.writes")))
