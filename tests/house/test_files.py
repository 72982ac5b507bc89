"""What holds for every file of the repository, whatever it is written in."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

from tests.house.source import ROOT

LONGEST = 450
WRITTEN = {".py", ".ts", ".css", ".html"}
INDEX_HOSTS = tuple(name.replace(" ", ".") for name in ("pypi org", "pythonhosted org", "npmjs org", "npmjs com", "yarnpkg com"))
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
UNEXPLAINED = re.compile(r"#\s*noqa(:\s*[A-Z0-9, ]+)?\s*$", re.MULTILINE)


@cache
def texts() -> dict[Path, str]:
    """Every text file that belongs to the repository, by its path in it."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
    found = {}
    for name in listed.stdout.splitlines():
        try:
            found[Path(name)] = (ROOT / name).read_text()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
    return found


def test_no_file_names_a_package_index() -> None:
    assert [str(path) for path, text in texts().items() if any(host in text for host in INDEX_HOSTS)] == []


def test_no_file_is_longer_than_one_reading() -> None:
    lengths = {path: text.count("\n") for path, text in texts().items() if path.suffix in WRITTEN and "migrations" not in path.parts}
    assert {str(path): length for path, length in lengths.items() if length > LONGEST} == {}


def test_nothing_is_left_for_later() -> None:
    assert [str(path) for path, text in texts().items() if path.suffix in {*WRITTEN, ".md"} and UNFINISHED.search(text)] == []


def test_a_rule_is_set_aside_only_with_its_reason() -> None:
    assert [str(path) for path, text in texts().items() if path.suffix == ".py" and UNEXPLAINED.search(text)] == []


def test_only_the_words_of_the_project_stand_in_it() -> None:
    """Nothing names the machine that it was written on."""
    places = re.compile(r"/home/[a-z]+/|/Users/[A-Za-z]+/")
    assert [str(path) for path, text in texts().items() if path != Path(__file__).relative_to(ROOT) and places.search(text)] == []
