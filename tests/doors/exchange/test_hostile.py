"""No file does harm: each is refused by name, with the way out, in little time and memory, and leaves nothing behind."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from milepost.kernel.refusal import Refusal
from tests.doors.exchange import hostile
from tests.doors.exchange.plans import mspdi, read, task

SECONDS, MEGABYTES = 2.0, 200
ROOT = Path(__file__).resolve().parents[3]


def measure(folder: Path) -> dict[str, Any]:
    words = [sys.executable, "-m", "tests.doors.exchange.measured", str(folder)]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("hostile")
    hostile.write_small(folder)
    before = {path: path.stat().st_size for path in folder.iterdir()}
    found = measure(folder)
    assert {path: path.stat().st_size for path in folder.iterdir()} == before, "nothing is left behind"
    return found


@pytest.mark.parametrize(("number", "name"), list(enumerate(hostile.SMALL)), ids=list(hostile.SMALL))
def test_it_is_refused_by_name(number: int, name: str, small: dict[str, Any]) -> None:
    found = small["files"][f"{number}.xml"]
    assert found["code"] == hostile.SMALL[name][1]
    assert found["seconds"] < SECONDS
    assert found["sentence"].endswith((".", "it."))


def test_no_reading_needs_much_memory(small: dict[str, Any]) -> None:
    assert small["megabytes"] < MEGABYTES


@pytest.mark.parametrize("name", ["a day that does not exist", "a negative duration", "130 per cent", "no number"])
def test_a_wrong_value_is_named_with_its_task(name: str, small: dict[str, Any]) -> None:
    number = list(hostile.SMALL).index(name)
    assert "Task 4 “Pour concrete”" in small["files"][f"{number}.xml"]["sentence"]


@pytest.mark.parametrize("share", [number / 50 for number in range(1, 50)])
def test_wherever_a_file_is_cut_off_it_is_refused_for_that(share: float) -> None:
    with pytest.raises(Refusal) as refused:
        read(hostile.WHOLE[: int(len(hostile.WHOLE) * share)])
    assert refused.value.code == "file_cut_off"


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_utf_8_and_utf_16_are_read_alike(bom: bytes) -> None:
    plan = mspdi(task(1, "港湾 🚢"))
    assert read(bom + plan).tasks[0].name == "港湾 🚢"
    assert read(plan.decode().replace("UTF-8", "UTF-16").encode("utf-16")).tasks[0].name == "港湾 🚢"


@pytest.mark.slow
def test_the_largest_files_are_refused_as_fast(tmp_path: Path) -> None:
    hostile.write_large(tmp_path)
    found = measure(tmp_path)
    codes = {name: told["code"] for name, told in found["files"].items()}
    assert codes == {"200 MB.xml": "file_too_large", "a million links.xml": "plan_too_large", "100,001 tasks.xml": "plan_too_large"}
    assert found["files"]["200 MB.xml"]["seconds"] < 0.1, "not a byte of it is read"
    assert all(told["seconds"] < 10 * SECONDS for told in found["files"].values()), (
        "a plan of 100,000 tasks may be read, so it takes its time"
    )
    assert found["megabytes"] < 2 * MEGABYTES
