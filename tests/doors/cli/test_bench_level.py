"""`milepost bench level`: one line for each PSPLIB file, and a sentence that names the line where a file is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from milepost import cli

SMALL = """************************************************************************
jobs (incl. supersource/sink ):  5
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          3           2   3   4
   2        1          1           5
   3        1          1           5
   4        1          1           5
   5        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1     2       1    1
  4      1     2       1    1
  5      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    2    1
************************************************************************
"""


def levelled(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    assert cli.run(["bench", "level", *words]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def refused(capsys: pytest.CaptureFixture[str], path: Path, text: str) -> str:
    path.write_text(text)
    assert cli.run(["bench", "level", str(path), "--seconds", "0.05"]) == 1
    return capsys.readouterr().err


def test_each_file_gets_a_line_with_its_schedule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("b.sm", "a.sm", "read.me"):
        (tmp_path / name).write_text(SMALL)
    lines = levelled(capsys, str(tmp_path), "--seconds", "20")
    assert [line["instance"] for line in lines] == ["a", "b"]
    for line in lines:
        assert (line["makespan"], line["lower_bound"], line["proved"]) == (7, 7, True)
        first, wide, one, other, last = line["starts"]  # type: ignore[misc]
        assert (first, last) == (0, 7)
        assert sorted([wide, one, other]) in ([0, 2, 4], [0, 2, 5], [0, 3, 5])
        assert 0 < line["seconds"] <= 20  # type: ignore[operator]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("   3        1          1           5\n", "   3        1          2           5\n", "Line 7 of"),
        ("   3        1          1           5\n", "   3        1          1           9\n", "Line 7 of"),
        ("  3      1     2       1    1\n", "  3      1     two     1    1\n", "Line 16 of"),
        ("  3      1     2       1    1\n", "  3      1     2       1\n", "Line 16 of"),
        ("  3      1     2       1    1\n", "", "Line 16 of"),
        ("    2    1\n", "", "no line of numbers below"),
        ("RESOURCEAVAILABILITIES:", "RESOURCES:", "no section “RESOURCEAVAILABILITIES”"),
        ("   3        1          1           5\n", "   3        1          1           1\n", "circle"),
        ("  3      1     2       1    1\n", "  3      1     2       1    4\n", "demand_above_capacity"),
        ("  3      1     2       1    1\n", "  3      1    -2       1    1\n", "duration_negative"),
    ],
)
def test_a_file_that_is_no_instance_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], was: str, becomes: str, said: str
) -> None:
    assert was in SMALL
    assert said in refused(capsys, tmp_path / "x.sm", SMALL.replace(was, becomes))


def test_what_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["bench", "level", str(tmp_path / "no.sm")]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert cli.run(["bench", "level", str(tmp_path)]) == 1
    assert "no PSPLIB file" in capsys.readouterr().err


def test_a_limit_is_more_than_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(["bench", "level", "x.sm", "--seconds", "0"])
    assert ended.value.code == 2
