"""What people write in Markdown, as HTML that can hold nothing but text, lists, tables and links to elsewhere."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

TAGS = {"p", "br", "b", "strong", "i", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"}
SCHEMES = {"http", "https", "mailto"}
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})


def marked(text: str) -> SafeString:
    """The text as HTML. Headings become paragraphs' text, pictures nothing; a link tells its target nothing of where it stood."""
    attributes = {"a": {"href", "title"}}
    clean = nh3.clean(
        _markdown.render(text), tags=TAGS, attributes=attributes, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )
    return SafeString(clean)
