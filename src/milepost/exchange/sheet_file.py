"""The first sheet of a spreadsheet file as text with tabs, as its cells would be pasted.

Such files are zipped XML and can be made to unfold without end, so a child process reads them that can do nothing else: little
memory, little time, no file, no socket, no process. The file is its standard input, the text its standard output.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, datetime, time
from os import getpid
from pathlib import Path

from milepost.exchange.outline.reading import MOST_BYTES
from milepost.exchange.sandbox import MEGABYTE, confine
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
MEMORY = 600 * MEGABYTE
PROCESSOR_SECONDS, WALL_SECONDS = 10, 40
MOST_COLUMNS = 200
UNREADABLE = 3
"""With this the child ends where the file is no spreadsheet."""


def sheet_text(content: bytes) -> str:
    """The cells of the first sheet that holds any. Refused: what is no spreadsheet, and what would unfold into more than 2 MB of text."""
    words = [sys.executable, "-P", "-s", "-m", "milepost.exchange.sheet_file", str(getpid())]
    surroundings = {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=surroundings, cwd="/") as child:  # noqa: S603 (no shell)
        try:
            text, _ = child.communicate(content, timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            raise _too_demanding() from None
    if child.returncode == UNREADABLE:
        raise Refusal("sheet_unreadable", say("This spreadsheet cannot be read. Save it again, or save the sheet as CSV."), field="file")
    if child.returncode or len(text) > MOST_BYTES:
        raise _too_demanding()
    return text.decode()


def _too_demanding() -> Refusal:
    text = say("This spreadsheet holds far more than a list of tasks. Copy the cells that matter and paste them into the list.")
    return Refusal("sheet_too_demanding", text, field="file")


def main(parent: int) -> None:
    """The child: reads standard input, answers on standard output."""
    import python_calamine

    content = sys.stdin.buffer.read()
    confine(parent, memory=MEMORY, processor_seconds=PROCESSOR_SECONDS, wall_seconds=WALL_SECONDS)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        texts = (_text(book.get_sheet_by_name(name).iter_rows()) for name in book.sheet_names)
        answer = next((text for text in texts if text), "")
    except (python_calamine.CalamineError, OSError, ValueError):
        sys.exit(UNREADABLE)
    sys.stdout.buffer.write(answer.encode())


def _text(rows: Iterable[Iterable[object]]) -> str:
    """Lines of cells with tabs, without what is empty at the end of a line; never longer than is taken."""
    lines: list[str] = []
    size = 0
    for row in rows:
        line = "\t".join(_cell(value) for value in list(row)[:MOST_COLUMNS]).rstrip("\t")
        size += len(line) + 1
        if size > MOST_BYTES:
            sys.exit(1)
        lines.append(line)
    return "\n".join(lines).strip("\n")


def _cell(value: object) -> str:
    """A cell as one would type it: days as 2026-03-02, whole numbers without a point, no line breaks."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\t", " ").replace("\r", " ").replace("\n", " ")


if __name__ == "__main__":
    main(int(sys.argv[1]))
