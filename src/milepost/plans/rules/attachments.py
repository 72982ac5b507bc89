"""Files that lie beside tasks: how large, how called, and as what they are handed out."""

from __future__ import annotations

import re
from pathlib import PurePath

LARGEST_ATTACHMENT = 25_000_000
LONGEST_FILE_NAME = 200
NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff<>:"|?*]')
"""Signs that file systems refuse, and those that make a name read otherwise than it is."""
HARMLESS = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".zip": "application/zip",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
"""What a file with this ending is handed out as; everything else, all that can hold a script among it, is only bytes."""


def file_name(given: str) -> str:
    """The last part of a path, without signs that do harm; "file" where nothing is left. The ending stays when it is shortened."""
    clean = PurePath(NOT_IN_NAMES.sub("", given.replace("\\", "/"))).name.strip(" .") or "file"
    ending = PurePath(clean).suffix[:20]
    return clean if len(clean) <= LONGEST_FILE_NAME else clean[: LONGEST_FILE_NAME - len(ending)] + ending


def media_type(name: str) -> str:
    """As what a browser gets a file of this name."""
    return HARMLESS.get(PurePath(name).suffix.lower(), "application/octet-stream")
