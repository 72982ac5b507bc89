"""The file that a backup is: a compressed tar whose last member, `manifest.json`, says what the others must be.

A file that was cut off has no manifest, a damaged one differs from it: `unpack` finds both before anything is put in place.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

MANIFEST = "manifest.json"
OURS = re.compile(r"database|secret_key|files(/[0-9A-Za-z_-][0-9A-Za-z_.-]*)+")
DAMAGE = (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError, ValueError, KeyError, TypeError)
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself. `kind` is that of its database, `migrations` are those the database had."""

    made_at: str
    kind: str
    migrations: tuple[str, ...]


def pack(target: Path, about: About, members: Mapping[str, Path]) -> int:
    """Writes a backup to `target`, readable by its owner only; gives back its size in bytes.

    It gets its name when it is complete and on the disk. A member that is gone meanwhile, such as a plan file that was just
    taken over, is left out.
    """
    draft = target.with_name(f"{target.name}.part")
    try:
        with _own(draft) as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
                sums = {name: _added(tar, name, place) for name, place in members.items() if place.is_file()}
                _add(tar, MANIFEST, json.dumps({**asdict(about), "sums": sums}).encode())
            raw.flush()
            os.fsync(raw.fileno())
        draft.rename(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return target.stat().st_size


def unpack(source: Path, into: Path) -> About:
    """Lays the members of the backup `source` into the folder `into`, each checked. Refused: what is no whole backup of ours."""
    try:
        with gzip.open(source) as packed:
            with tarfile.open(fileobj=packed, mode="r|") as tar:
                sums, manifest = _laid(tar, into)
            while packed.read(CHUNK):  # only at its very end does gzip say whether all before was right
                pass
        if "database" not in sums or manifest.pop("sums") != sums:
            raise ValueError("not what its manifest says")
        return About(**{**manifest, "migrations": tuple(manifest["migrations"])})
    except DAMAGE as error:
        raise Refusal(
            "backup_damaged",
            say("{file} is no whole backup of Milepost: it is cut off, damaged, or something else. Nothing was changed.", file=source.name),
            field="file",
        ) from error


def _own(place: Path) -> IO[bytes]:
    """A file for its owner only, to be written from its beginning."""
    return open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _added(tar: tarfile.TarFile, name: str, place: Path) -> str:
    with place.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        tar.addfile(_member(name, place.stat().st_size), file)
    return digest


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    tar.addfile(_member(name, len(content)), io.BytesIO(content))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _laid(tar: tarfile.TarFile, into: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """The sum of each member that was laid down, and the manifest, which is the last."""
    sums: dict[str, str] = {}
    for member in tar:
        content = tar.extractfile(member)
        if content is None:
            raise ValueError("not a file")
        if member.name == MANIFEST:
            return sums, json.load(content)
        if not OURS.fullmatch(member.name):
            raise ValueError("not a name of ours")
        sums[member.name] = _lay(content, into / member.name)
    raise EOFError


def _lay(content: IO[bytes], place: Path) -> str:
    place.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with _own(place) as file:
        while part := content.read(CHUNK):
            digest.update(part)
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()
