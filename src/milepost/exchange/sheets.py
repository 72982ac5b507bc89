"""Files that hold a list of tasks, as text: spreadsheets, comma-separated files, plain text in the encodings that programs write."""

from __future__ import annotations

from milepost.exchange.outline.reading import MOST_BYTES
from milepost.exchange.sheet_file import SPREADSHEETS, sheet_text
from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say


def text_of(content: bytes, *, name: str) -> str:
    """The text in a file called `name`. Refused: more than 2 MB, a project's own format, what is no text.

    Of a spreadsheet it is the first sheet that holds anything; refused as `sheet_text` says.
    """
    if len(content) > MOST_BYTES:
        raise Refusal("outline_too_large", say("This text is larger than {megabytes} MB.", megabytes=MOST_BYTES // 1_000_000), field="file")
    if name.lower().endswith(SPREADSHEETS):
        return sheet_text(content)
    if name.lower().endswith((".xml", ".mpp")):
        raise Refusal("file_is_plan", say("A plan from MS Project is brought by “Import a plan”, as XML."), field="file")
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refusal("file_is_no_text", say("This file holds no text. Save the list as CSV or text."), field="file")
    return _decoded(content)


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("file_is_no_text", say("This file holds no text. Save the list as CSV or text."), field="file")
