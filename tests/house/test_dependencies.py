"""What Milepost is made of: every package has its reason, its pinned version and its hash, and none says where it came from."""

from __future__ import annotations

import re
import tomllib

from tests.house.source import ROOT

PINNED = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = (ROOT / "pyproject.toml").read_text()


def named(requirement: str) -> str:
    """The name of the package in a requirement such as `django-allauth[mfa]>=65.21`."""
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def test_every_dependency_has_its_reason_beside_it() -> None:
    lines = [line.strip() for line in PROJECT.partition("dependencies = [")[2].partition("[tool.")[0].splitlines()]
    assert [line for line in lines if line.startswith('"') and "  # " not in line and "::" not in line] == []


def test_everything_installed_is_pinned_by_hash() -> None:
    for file in PINNED:
        blocks = re.split(r"\n(?=\S)", file.read_text().replace("\n    #", " #"))
        unpinned = [block.splitlines()[0] for block in blocks if block.strip() and not ("==" in block and "--hash=sha256:" in block)]
        assert (file.name, unpinned) == (file.name, [])


def test_the_pins_know_every_dependency() -> None:
    wanted = {named(requirement) for requirement in tomllib.loads(PROJECT)["project"]["dependencies"]}
    pinned = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements" / "run.txt").read_text(), re.MULTILINE))
    assert wanted - pinned == set()


def test_no_pin_says_where_from() -> None:
    assert [file.name for file in PINNED if re.search(r"https?://|--index|--find-links", file.read_text())] == []
