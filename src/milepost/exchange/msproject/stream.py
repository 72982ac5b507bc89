"""Bytes to records: the file is read piece by piece, and whatever is not a plan in MSPDI is refused with the way out.

No entity is resolved, no document type accepted, nothing fetched; the parser's own limits on depth and size stay on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import BinaryIO, Literal

from lxml import etree

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import Sentence, say

NAMESPACE = "http://schemas.microsoft.com/project"
PIECE = 1 << 16

HOMES = {"Calendar": "Calendars", "Task": "Tasks", "Resource": "Resources", "Assignment": "Assignments"}
"""The four kinds of records and the element that holds all of one kind."""

PARTS = ("PredecessorLink", "TimephasedData", "ExtendedAttribute")
"""Parts of a record that may come in great numbers: handed over and forgotten one by one."""

EXPORT = say("In MS Project choose File, Save As, and the type “XML Format (*.xml)”; then bring that file here.")

Record = tuple[str, etree._Element]


def records(source: BinaryIO, size: int, most_bytes: int, progress: Callable[[float], None] | None) -> Iterator[Record]:
    """Each record and each part in the order of the file, and last the `Project` element with the project's own fields.

    A part comes before the record it belongs to. An element is emptied once the next one is asked for. `size` is the
    number of bytes where it is known, else 0; `progress` gets the share that has been read, 0 to 1.
    """
    if size > most_bytes:
        raise too_large(most_bytes)
    first = source.read(PIECE)
    check_beginning(first)
    parser = _parser(("end",), tuple("{*}" + name for name in (*HOMES, *PARTS)))
    done = 0
    piece = first
    while piece:
        done += len(piece)
        if done > most_bytes:
            raise too_large(most_bytes)
        _feed(parser, piece)
        yield from _finished(parser)
        if progress is not None and size:
            progress(min(done / size, 1.0))
        piece = source.read(PIECE)
    yield "Project", _close(parser)


def check_beginning(first: bytes) -> None:
    """Refuse at the first bytes what cannot be MSPDI: other formats, other XML, documents that define entities."""
    if not first.strip():
        raise Refusal("file_empty", say("The file is empty. {export}", export=EXPORT))
    for mark, code, sentence in _FOREIGN:
        if first.startswith(mark):
            raise Refusal(code, sentence)
    text = _roughly(first)
    if re.match(r"\s*(<!--.*?-->\s*)*<(!doctype\s+)?html\b", text, re.IGNORECASE | re.DOTALL):
        raise Refusal("file_is_web_page", say("The file is a web page, not a plan. {export}", export=EXPORT))
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise _entities()
    _check_root(first)


def _check_root(first: bytes) -> None:
    parser = _parser(("start",), None)
    _feed(parser, first)
    root = next(_elements(parser), None)
    if root is None:
        return
    name = etree.QName(root)
    if root.getroottree().docinfo.internalDTD is not None:
        raise _entities()
    if name.localname != "Project" or not (name.namespace is None or name.namespace.startswith(NAMESPACE)):
        raise not_a_plan(name.localname)


def not_a_plan(root: str) -> Refusal:
    """The refusal of XML that holds something else."""
    return Refusal(
        "file_not_project_xml",
        say("This is XML, but not a plan of MS Project: it begins with “{root}”. {export}", root=root[:60], export=EXPORT),
    )


def _parser(events: tuple[Literal["start", "end"], ...], tags: tuple[str, ...] | None) -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=events,
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _feed(parser: etree.XMLPullParser, piece: bytes) -> None:
    try:
        parser.feed(piece)
    except etree.XMLSyntaxError as error:
        raise _unreadable(error) from None


def _close(parser: etree.XMLPullParser) -> etree._Element:
    try:
        root: etree._Element = parser.close()
    except etree.XMLSyntaxError as error:
        if _code(error) in _WRONG_TO_THE_END:
            raise _unreadable(error) from None
        sentence = say("The file is cut off: its end is missing, at line {line}. Save or send it again.", line=error.lineno or 0)
        raise Refusal("file_cut_off", sentence, details={"line": error.lineno}) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _entities()
    return root


def _elements(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    for _, element in parser.read_events():
        if isinstance(element, etree._Element):
            yield element


def _finished(parser: etree.XMLPullParser) -> Iterator[Record]:
    for element in _elements(parser):
        name = _local(element.tag)
        if name in PARTS:
            yield name, element
            element.clear()
        elif _at_home(element, name):
            yield name, element
            _forget(element)


def _at_home(element: etree._Element, name: str) -> bool:
    home = element.getparent()
    if home is None or _local(home.tag) != HOMES[name]:
        return False
    root = home.getparent()
    return root is not None and root.getparent() is None


def _forget(element: etree._Element) -> None:
    element.clear()
    home = element.getparent()
    while home is not None and element.getprevious() is not None:
        del home[0]


def _unreadable(error: etree.XMLSyntaxError) -> Refusal:
    line = error.lineno or 0
    message = error.msg or ""
    if "entity" in message.lower() and "amplification" in message:
        return _entities()
    if _code(error) in _ENCODING:
        sentence = say("The characters of the file are not in the encoding it names, at line {line}. Save it again as UTF-8.", line=line)
        return Refusal("file_encoding", sentence, details={"line": line})
    if "depth" in message or "limit exceeded" in message:
        sentence = say("The file is nested deeper, or one of its texts is longer, than any plan needs, at line {line}.", line=line)
        return Refusal("file_too_deep", sentence, details={"line": line})
    sentence = say("The file cannot be read as XML: it is damaged at line {line}. {export}", line=line, export=EXPORT)
    return Refusal("file_not_xml", sentence, details={"line": line})


def _code(error: etree.XMLSyntaxError) -> int:
    return int(getattr(error, "code", 0))


def too_large(most_bytes: int) -> Refusal:
    """The refusal of a file of more than `most_bytes`."""
    return Refusal(
        "file_too_large",
        say(
            "The file is larger than {most} MB, the most this installation reads. Save it without baselines and daily values, "
            "split it, or ask whoever runs Milepost to raise the limit.",
            most=most_bytes // 1_000_000,
        ),
    )


def _entities() -> Refusal:
    return Refusal(
        "file_entities",
        say("The file defines its own document type or entities, which a plan never needs, so it was not read. {export}", export=EXPORT),
    )


def _roughly(first: bytes) -> str:
    encoding = "utf-16" if first[:2] in {b"\xff\xfe", b"\xfe\xff"} else "latin-1"
    return first.decode(encoding, errors="replace").removeprefix("\xef\xbb\xbf").replace("\0", "")


def local_texts(element: etree._Element) -> Mapping[str, str | None]:
    """Texts of the direct children by local name."""
    return {_local(child.tag): child.text for child in element.iterchildren("*")}


@lru_cache(4096)
def _local(tag: str) -> str:
    return tag[tag.rfind("}") + 1 :]


def children(element: etree._Element, *path: str) -> Iterator[etree._Element]:
    """The elements at `path` below `element`, whatever their namespace."""
    return element.iterfind("/".join("{*}" + name for name in path))


_ENCODING = {
    etree.ErrorTypes.ERR_INVALID_ENCODING,
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
    etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
    etree.ErrorTypes.ERR_ENCODING_NAME,
}

_WRONG_TO_THE_END = {
    etree.ErrorTypes.ERR_INTERNAL_ERROR,
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY,
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY,
    etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE,
}
"""What the parser reads past and reports at the end; every other error there says that the end is missing."""

_MPP: Sentence = say("This is MS Project's own format (.mpp), which only MS Project reads. {export}", export=EXPORT)
_ARCHIVE: Sentence = say("This is a compressed file or a spreadsheet, not a plan. {export}", export=EXPORT)
_PRIMAVERA: Sentence = say(
    "This is a Primavera file (.xer). Export the project from Primavera as “Microsoft Project XML” and bring that here."
)
_OTHER: Sentence = say("This is not a plan in XML. {export}", export=EXPORT)

_FOREIGN: tuple[tuple[bytes, str, Sentence], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_is_mpp", _MPP),
    (b"PK\x03\x04", "file_is_archive", _ARCHIVE),
    (b"\x1f\x8b", "file_is_archive", _ARCHIVE),
    (b"7z\xbc\xaf", "file_is_archive", _ARCHIVE),
    (b"ERMHDR", "file_is_primavera", _PRIMAVERA),
    (b"MPX,", "file_not_xml", _OTHER),
    (b"%PDF", "file_not_xml", _OTHER),
)
