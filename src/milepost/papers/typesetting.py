"""PDF from a template of ours. What is in it enters as data and is never read as source."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet, in millimetres, upright."""

    name: str
    width: int
    height: int


PAPERS = tuple(Paper(*each) for each in (("A4", 210, 297), ("A3", 297, 420), ("A2", 420, 594), ("A1", 594, 841), ("A0", 841, 1189)))


def pdf(template: str, data: Mapping[str, object], *, made_at: datetime) -> bytes:
    """The template of that name filled with `data`, as an archivable, accessible PDF (PDF/A-2a, PDF/UA-1).

    Its letters are Noto Sans. Where a text needs others they come from the machine, if it has them, and the file is no archive.
    """
    import typst  # an eighth of a second that only papers need

    source, said = TEMPLATES / f"{template}.typ", {"data": json.dumps(data, ensure_ascii=False)}
    at = made_at.replace(microsecond=0)
    try:
        strict = _fonts(system=False)
        return typst.compile(source, root=TEMPLATES, sys_inputs=said, timestamp=at, font_paths=strict, pdf_standards=["a-2a", "ua-1"])
    except typst.TypstError:
        return typst.compile(source, root=TEMPLATES, sys_inputs=said, timestamp=at, font_paths=_fonts(system=True))


@cache
def _fonts(*, system: bool) -> Fonts:
    import typst

    folder = fontpkg.path("Noto Sans").parent
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=[str(folder)])
