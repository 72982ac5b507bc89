"""The project's own source, read as syntax trees, and what the laws have in common.

A law is a function that looks at one `Source` and yields what is wrong with it, as `(line, sentence)`. Each is asked twice:
of every file of the project, where it must find nothing, and of a small offence, where it must find something.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "milepost"
ROOMS = ("audit", "accounts", "people", "plans", "forecast", "clients", "day", "search")
DOORS = ("web", "api", "cli", "jobs", "exchange", "config")

Offence = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file. `parts` is its module path below `milepost`: `("plans", "writes", "progress")`."""

    name: str
    parts: tuple[str, ...]
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.parts[0] if self.parts else ""

    @property
    def layer(self) -> str:
        return self.parts[1] if len(self.parts) > 1 else ""


Law = Callable[[Source], Iterator[Offence]]


def _parts(file: Path) -> tuple[str, ...]:
    below = file.relative_to(PACKAGE).with_suffix("").parts
    return below[:-1] if below[-1] == "__init__" else below


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the package; what Django wrote (migrations) is not ours to judge."""
    files = (file for file in sorted(PACKAGE.rglob("*.py")) if "migrations" not in file.parts)
    return tuple(Source(str(file.relative_to(ROOT)), _parts(file), ast.parse(file.read_text())) for file in files)


def written(code: str, module: str = "plans.rules") -> Source:
    """A file that does not exist, to show that a law notices."""
    return Source(f"{module}.py", tuple(module.split(".")), ast.parse(code))


def broken(law: Law, where: Callable[[Source], bool] = lambda source: True) -> list[str]:
    """Everything in the project that breaks the law, as `file:line: what`."""
    return [f"{source.name}:{line}: {what}" for source in sources() if where(source) for line, what in law(source)]


def dotted(node: ast.AST) -> str:
    """`a.b.c` for a chain of names, empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call below `tree`, with the name of what is called; only the last name where the rest is an expression."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func) or (node.func.attr if isinstance(node.func, ast.Attribute) else "")
            yield node, name


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Everything imported, in full: `from a.b import c` is `a.b.c`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def public_functions(source: Source) -> Iterator[ast.FunctionDef]:
    """The functions at the top of a file that others may call."""
    return (node for node in source.tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))


def last(name: str) -> str:
    return name.rpartition(".")[2]
