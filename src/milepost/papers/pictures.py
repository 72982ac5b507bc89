"""Pictures of the pages, as paper needs them: with a size, in the colours of the light look, without a style sheet."""

from __future__ import annotations

import re

COLOURS = {
    "bg": "#fbfaf8",
    "surface": "#ffffff",
    "sunken": "#f3f1ed",
    "line": "#e2ded6",
    "ink": "#1c1b19",
    "soft": "#55514a",
    "faint": "#6f6a61",
    "accent": "#2b54b8",
    "accent-bg": "#e8eefb",
    "on-accent": "#ffffff",
    "kept": "#17693f",
    "kept-bg": "#e3f3ea",
    "risk": "#8a5200",
    "risk-bg": "#fbefd9",
    "late": "#b3261e",
    "late-bg": "#fbe7e5",
    "wait": "#6437b0",
    "wait-bg": "#efe8fa",
}
"""The light half of `frontend/src/styles/tokens.css`."""

_TOKEN = re.compile(r"var\(--([a-z-]+)\)")
_LABEL = re.compile(r'class="label(?P<strong> strong)?"')
_OPENING = re.compile(r"<svg\b[^>]*>")


def picture(svg: str, *, width: float) -> str:
    """A picture drawn for a page, `width` pixels wide: its colours resolved, its labels in the letters of the paper."""
    drawn = _TOKEN.sub(lambda token: COLOURS[token[1]], svg)
    drawn = _LABEL.sub(_letters, drawn)
    opening = _OPENING.match(drawn)
    if opening is None:
        raise ValueError("This is no picture.")
    height = re.search(r'\bheight="([\d.]+)"', opening[0])
    size = "" if height is None else f' viewBox="0 0 {width} {height[1]}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}"{size}{drawn[4:]}'


def _letters(label: re.Match[str]) -> str:
    weight, colour = ("600", COLOURS["ink"]) if label["strong"] else ("400", COLOURS["faint"])
    return f'font-family="Noto Sans" font-size="12" font-weight="{weight}" fill="{colour}"'
