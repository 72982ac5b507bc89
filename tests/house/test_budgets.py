"""What a page may weigh, and that every icon a template asks for is there. Speaks of the front end as it was built."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from tests.house.source import PACKAGE

BUILT = PACKAGE / "web" / "static" / "build"
TEMPLATES = PACKAGE / "web" / "templates"
KILOBYTE = 1000
ICON = re.compile(r"{%\s*icon\s+[\"']([\w-]+)[\"']")


@pytest.fixture(scope="module")
def manifest() -> dict[str, dict[str, object]]:
    """What Vite says it built."""
    read: dict[str, dict[str, object]] = json.loads((BUILT / "manifest.json").read_text())
    return read


def weight(file: Path) -> float:
    """Kilobytes on the wire."""
    return len(gzip.compress(file.read_bytes(), 9)) / KILOBYTE


@pytest.mark.parametrize(("entry", "limit"), [("src/main.ts", 20), ("src/plan/main.ts", 25)])
def test_a_script_stays_within_its_budget(manifest: dict[str, dict[str, object]], entry: str, limit: int) -> None:
    assert weight(BUILT / str(manifest[entry]["file"])) <= limit


def test_the_style_sheets_that_the_heaviest_page_waits_for_stay_within_their_budget(manifest: dict[str, dict[str, object]]) -> None:
    at_once = {str(sheet) for entry in manifest.values() if entry.get("isEntry") for sheet in entry.get("css", ())}  # type: ignore[attr-defined]
    assert sum(weight(BUILT / sheet) for sheet in at_once) <= 15
    later = {sheet.name for sheet in BUILT.glob("*.css")} - at_once
    assert {name for name in later if weight(BUILT / name) > 3} == set()


def test_every_script_and_style_sheet_has_its_compressed_twin() -> None:
    files = [*BUILT.glob("*.js"), *BUILT.glob("*.css")]
    assert files
    assert [file.name for file in files if not file.with_name(f"{file.name}.gz").exists()] == []


def test_every_icon_that_a_template_asks_for_was_built_in() -> None:
    drawn = json.loads((BUILT / "icons.json").read_text())
    asked = {name for template in TEMPLATES.rglob("*.html") for name in ICON.findall(template.read_text())}
    assert sorted(asked - set(drawn)) == []


def test_nothing_that_was_built_speaks_to_another_host() -> None:
    elsewhere = [file.name for file in BUILT.glob("*.css") if re.search(r"url\([\"']?(https?:)?//", file.read_text())]
    assert elsewhere == []
