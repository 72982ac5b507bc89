"""Files that nobody should send, each with the code it must be refused with; written where a test wants them."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from tests.doors.exchange.plans import mspdi, task

DATED = "<Duration>PT8H0M0S</Duration><Start>{}</Start>"


def entity_bomb() -> bytes:
    names = "abcdefghij"
    lines = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    return f'<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY a "boom">{lines}]><Project><Name>&j;</Name><Tasks/></Project>'.encode()


def with_document_type(body: str, inside: str = "") -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE Project {body}><Project><Name>{inside}</Name><Tasks/></Project>'.encode()


def archive(name: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, mspdi(task()))
    return packed.getvalue()


def exceptions(count: int, fields: str = "<Type>1</Type>") -> bytes:
    period = "<TimePeriod><FromDate>2026-01-01T00:00:00</FromDate><ToDate>2099-01-01T00:00:00</ToDate></TimePeriod>"
    inside = f"<Exception>{period}{fields}<DayWorking>0</DayWorking></Exception>" * count
    return mspdi(task(), before=f"<Calendars><Calendar><UID>1</UID><Name>C</Name><Exceptions>{inside}</Exceptions></Calendar></Calendars>")


def broken(fields: str) -> bytes:
    return mspdi(task(4, "Pour concrete", fields))


WHOLE = mspdi("".join(task(uid) for uid in range(1, 200)))

SMALL: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing at all": (lambda: b"", "file_empty"),
    "only spaces": (lambda: b" \n\t " * 100, "file_empty"),
    "cut off in a tag": (lambda: WHOLE[:4000], "file_cut_off"),
    "cut off before its end": (lambda: WHOLE[:-10], "file_cut_off"),
    "cut off in its first line": (lambda: b'<?xml version="1.0"?><Project xmlns="http://sch', "file_cut_off"),
    "the own format of MS Project": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "file_is_mpp"),
    "a zip": (lambda: archive("plan.xml"), "file_is_archive"),
    "a spreadsheet": (lambda: archive("xl/workbook.xml"), "file_is_archive"),
    "gzip": (lambda: gzip.compress(WHOLE), "file_is_archive"),
    "a zip bomb": (lambda: gzip.compress(bytes(50_000_000)), "file_is_archive"),
    "a web page": (lambda: b"<!DOCTYPE html><html><body>Sign in</body></html>", "file_is_web_page"),
    "a web page in capitals after a comment": (lambda: b"<!-- proxy --> <HTML><BODY>", "file_is_web_page"),
    "a Primavera file": (lambda: b"ERMHDR\t19.12\t2026-01-01\tProject", "file_is_primavera"),
    "an old MPX file": (lambda: b"MPX,Microsoft Project for Windows,4.0,ANSI\r\n", "file_not_xml"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "file_not_xml"),
    "plain text": (lambda: b"Dredge the basin, three days\n" * 50, "file_not_xml"),
    "random bytes": (lambda: bytes((number * 7919) % 251 for number in range(5000)), "file_not_xml"),
    "crossed tags": (lambda: b"<Project><Tasks></Project></Tasks>", "file_not_xml"),
    "two roots": (lambda: mspdi(task()) + b"<Project/>", "file_not_xml"),
    "zero bytes inside": (lambda: mspdi(task()).replace(b"Dredge", b"Dre\0dge"), "file_not_xml"),
    "a control character": (lambda: mspdi(task()).replace(b"Dredge", b"Dre\x01dge"), "file_not_xml"),
    "an entity nobody defined": (lambda: mspdi(task()).replace(b"Dredge", b"&secret;"), "file_not_xml"),
    "a build file": (
        lambda: b'<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003"><Target/></Project>',
        "file_not_project_xml",
    ),
    "a build file without a namespace": (lambda: b'<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup/></Project>', "file_not_project_xml"),
    "a feed": (lambda: b"<rss version='2.0'><channel/></rss>", "file_not_project_xml"),
    "a plan of Primavera in XML": (lambda: b"<APIBusinessObjects><Project/></APIBusinessObjects>", "file_not_project_xml"),
    "an entity bomb": (entity_bomb, "file_entities"),
    "an entity from a file": (lambda: with_document_type('[<!ENTITY x SYSTEM "file:///etc/passwd">]', "&x;"), "file_entities"),
    "an entity from the network": (lambda: with_document_type('[<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]', "&x;"), "file_entities"),
    "a document type from the network": (lambda: with_document_type('SYSTEM "http://127.0.0.1:9/p.dtd"'), "file_entities"),
    "a parameter entity": (lambda: with_document_type('[<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]'), "file_entities"),
    "a document type in UTF-16": (lambda: entity_bomb().decode().encode("utf-16"), "file_entities"),
    "a document type behind a long comment": (
        lambda: entity_bomb().replace(b"<!DOCTYPE", b"<!--" + b" " * 200_000 + b"--><!DOCTYPE"),
        "file_entities",
    ),
    "a hundred thousand levels": (lambda: b"<Project><Tasks>" + b"<a>" * 100_000, "file_too_deep"),
    "one text of 20 MB": (lambda: mspdi(task(1, "x" * 20_000_000)), "file_too_deep"),
    "bytes that are not in its encoding": (lambda: mspdi(task(1, "Dredge")).replace(b"Dredge", b"Dr\xe9dge"), "file_encoding"),
    "an encoding nobody knows": (lambda: mspdi(task()).replace(b"UTF-8", b"klingon"), "file_encoding"),
    "an encoding it is not in": (lambda: mspdi(task()).replace(b"UTF-8", b"UTF-16"), "file_not_xml"),
    "a day that does not exist": (lambda: broken(DATED.format("2026-02-30T08:00:00")), "date_not_readable"),
    "a word for a date": (lambda: broken(DATED.format("tomorrow")), "date_not_readable"),
    "the year 9999": (lambda: broken(DATED.format("9999-12-31T23:59:59")), "date_out_of_range"),
    "the year 1": (lambda: broken(DATED.format("0001-01-01T00:00:00")), "date_out_of_range"),
    "a negative duration": (lambda: broken("<Duration>-PT8H0M0S</Duration>"), "duration_negative"),
    "a duration in months": (lambda: broken("<Duration>P3M</Duration>"), "duration_not_readable"),
    "an endless duration": (lambda: broken("<Duration>PT999999999H0M0S</Duration>"), "number_out_of_range"),
    "no number": (lambda: broken("<PercentComplete>NaN</PercentComplete>"), "number_not_readable"),
    "infinity": (lambda: broken("<Priority>INF</Priority>"), "number_not_readable"),
    "a number with a hundred digits": (lambda: broken(f"<Priority>{'9' * 100}</Priority>"), "number_not_readable"),
    "a number of 10 to the 99": (lambda: broken("<Priority>1e99</Priority>"), "number_out_of_range"),
    "130 per cent": (lambda: broken("<PercentComplete>130</PercentComplete>"), "number_out_of_range"),
    "a lag of ten centuries": (
        lambda: mspdi(
            task(1) + task(2, "B", "<PredecessorLink><PredecessorUID>1</PredecessorUID><LinkLag>2147483647</LinkLag></PredecessorLink>")
        ),
        "lag_too_long",
    ),
    "a link of a fifth kind": (
        lambda: mspdi(task(1) + task(2, "B", "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>9</Type></PredecessorLink>")),
        "link_type_unknown",
    ),
    "a ninth constraint": (lambda: broken("<ConstraintType>8</ConstraintType>"), "constraint_unknown"),
    "two tasks with one number": (lambda: mspdi(task(5, "Pour") + task(5, "Cure")), "uid_twice"),
    "a task without a number": (lambda: mspdi("<Task><Name>Pour</Name></Task>"), "uid_missing"),
    "a plan that starts nowhere": (lambda: b"<Project><Tasks><Task><UID>1</UID></Task></Tasks></Project>", "plan_without_start"),
    "exceptions that recur without end": (lambda: exceptions(40, "<Type>1</Type><Period>2</Period>"), "too_many_exceptions"),
}


def million_links() -> Iterator[bytes]:
    beginning, end = mspdi(task(1) + task(2, "B", "@")).split(b"@")
    yield beginning
    for _ in range(100):
        yield b"<PredecessorLink><PredecessorUID>1</PredecessorUID></PredecessorLink>" * 10_000
    yield end


def write_small(folder: Path) -> None:
    """Every small hostile file, named after its place in `SMALL`."""
    for number, (make, _) in enumerate(SMALL.values()):
        (folder / f"{number}.xml").write_bytes(make())


def write_large(folder: Path) -> None:
    """A file of 200 MB, one with a million links, and one with more tasks than any plan has."""
    (folder / "100,001 tasks.xml").write_bytes(mspdi("".join(f"<Task><UID>{uid}</UID></Task>" for uid in range(1, 100_002))))
    with (folder / "200 MB.xml").open("wb") as opened:
        opened.write(WHOLE)
        opened.truncate(200_000_000)
    with (folder / "a million links.xml").open("wb") as opened:
        opened.writelines(million_links())
