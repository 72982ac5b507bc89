"""Calls that may not exist, because with them a stranger's text becomes our code."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Offence, Source, broken, calls, dotted, imports, last, written

DANGEROUS_MODULES = ("pickle", "marshal", "shelve", "dill", "cloudpickle", "xml.etree", "xml.dom", "xml.sax")
DANGEROUS = ("eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load", "numpy.load", "np.load", "tempfile.mktemp")
TRUSTING = ("mark_safe", "SafeString", "Markup")
OUR_OWN_MARKUP = {
    ("web", "templatetags", "milepost"): "the icons that the front end's build has put beside us",
    ("web", "pictures"): "drawings of numbers, with every word escaped",
    ("web", "charts"): "the same",
    ("web", "trends"): "the same",
    ("web", "curves"): "the same",
    ("web", "guide"): "our own pages, and what nh3 leaves of them",
    ("web", "marked"): "what nh3 leaves of what people write",
}
RAW_SQL = ("execute", "executemany", "raw", "RawSQL", "extra")


def becomes_code(source: Source) -> Iterator[Offence]:
    for line, name in imports(source.tree):
        if name.startswith(DANGEROUS_MODULES):
            yield line, f"{name} is not for anything that came from outside"
    for call, name in calls(source.tree):
        if name in DANGEROUS:
            yield call.lineno, f"{name}()"
        if any(word.arg == "shell" and not is_false(word.value) for word in call.keywords):
            yield call.lineno, f"{name}(shell=…)"
        if name in ("getattr", "setattr", "delattr") and len(call.args) > 1 and from_request(call.args[1]):
            yield call.lineno, f"{name}() with a name from a request"


def becomes_markup(source: Source) -> Iterator[Offence]:
    """`mark_safe` takes literals; anything else goes through `format_html`, which escapes."""
    for call, name in calls(source.tree):
        own = source.parts in OUR_OWN_MARKUP
        if last(name) in TRUSTING and not own and not all(is_literal(argument) for argument in call.args):
            yield call.lineno, f"{name}() of something that is not a literal: use format_html"


def becomes_sql(source: Source) -> Iterator[Offence]:
    """SQL is a literal or a constant of the module; values go in as parameters."""
    handed = handed_in(source.tree)
    for call, name in calls(source.tree):
        if last(name) not in RAW_SQL or not call.args:
            continue
        if not all(is_fixed(text) for text in handed.get(dotted(call.args[0]), [call.args[0]])):
            yield call.lineno, f"{name}() of an SQL text that was put together"


def handed_in(tree: ast.AST) -> dict[str, list[ast.expr]]:
    """What the private functions of a file are given as their first argument in that file, by the name of the parameter."""
    private = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("_") and node.args.args]
    first = {function.name: function.args.args[0].arg for function in private}
    given: dict[str, list[ast.expr]] = {}
    for call, name in calls(tree):
        if name in first and call.args:
            given.setdefault(first[name], []).append(call.args[0])
    return given


def is_fixed(node: ast.AST) -> bool:
    """A literal, a CONSTANT, or an f-string of nothing else."""
    if isinstance(node, ast.JoinedStr):
        return all(is_fixed(part.value) for part in node.values if isinstance(part, ast.FormattedValue))
    return is_literal(node) or last(dotted(node)).isupper()


def is_literal(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant)


def is_false(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def from_request(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Name) and part.id in ("request", "query", "payload", "body") for part in ast.walk(node))


LAWS = [becomes_code, becomes_markup, becomes_sql]


def test_no_text_from_outside_becomes_code() -> None:
    assert broken(becomes_code) == []


def test_no_text_from_outside_becomes_markup() -> None:
    assert broken(becomes_markup) == []


def test_no_text_from_outside_becomes_sql() -> None:
    assert broken(becomes_sql) == []


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from xml.etree import ElementTree",
        "eval(text)",
        "yaml.load(text)",
        "subprocess.run(line, shell=True)",
        "getattr(plans, request.POST['verb'])",
        "mark_safe(f'<b>{name}</b>')",
        "cursor.execute(f'select * from {table}')",
        "Task.objects.raw('select ' + column)",
        "def _ask(text):\n    cursor.execute(text)\n_ask(f'select {column}')",
    ],
)
def test_the_laws_notice(code: str) -> None:
    assert any(list(law(written(code, "web.plans"))) for law in LAWS)


ASKING = "def _ask(text):\n    cursor.execute(text, [name])\n_ask(QUESTION)"


@pytest.mark.parametrize(
    "code",
    ["mark_safe('&nbsp;')", "cursor.execute(f'listen {CHANNEL}', [name])", "getattr(row, name)", "run(parts, shell=False)", ASKING],
)
def test_the_laws_let_the_harmless_pass(code: str) -> None:
    assert not any(list(law(written(code, "web.plans"))) for law in LAWS)
