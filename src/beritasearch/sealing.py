"""Checksums of an engine's files: what tells that a disk changed one after it was written.

Engines write a file once and then only delete it; the few that they do rewrite aren't sealed.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path

from beritasearch.durable import write_atomically
from beritasearch.errors import IndexDamaged

NAME = "checksums.json"
_REWRITTEN = ("*LOCK", "*.lock", ".*", "meta.json")
"""Locks, and what Tantivy keeps its list of segments in."""
_READ_WHOLE = ("*.col", "*.toc", "*.fast", "*.fieldnorm")
"""What the engines read whole: ids, dates, facets, lengths, and which segments there are."""


def seal(generation: Path) -> None:
    """Note the checksum of each engine file that has none yet; forget those that are gone."""
    known = _known(generation)
    now = {path.name: known.get(path.name) or checksum(path) for path in _lasting(generation)}
    if now != known:
        write_atomically(generation / NAME, json.dumps(now, indent=0, sort_keys=True))


def changed(generation: Path) -> Iterator[Path]:
    """The engine's files that aren't as they were written, or aren't there. Or IndexDamaged."""
    known, present = _known(generation), list(_lasting(generation))
    for path in present:
        if path.name in known and known[path.name] != checksum(path):
            yield path
    names = {path.name for path in present}
    if names <= known.keys():  # else a killed run has merged some into others
        yield from (generation / "engine" / name for name in sorted(known.keys() - names))


def refuse_changed(generation: Path) -> None:
    """IndexDamaged where one of the files that are read whole isn't as it was written.

    Not all files: that would read the whole index each time that it is opened.
    """
    try:
        known = _known(generation)
    except IndexDamaged:  # `check` tells; what can't be verified can still be searched
        return
    for name, noted in known.items():
        if not any(fnmatch(name, pattern) for pattern in _READ_WHOLE):
            continue
        path = generation / "engine" / name
        with suppress(FileNotFoundError):  # since merged into another
            if checksum(path) != noted:
                raise IndexDamaged(
                    f"{path} isn't as it was written; run `beritasearch check --repair "
                    f"--index {generation.parent}`, which builds it anew from the stored articles"
                )


def sealed(generation: Path) -> int:
    """How many of the engine's files have a checksum."""
    return len(_known(generation))


def checksum(path: Path) -> str:
    """Of the file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _lasting(generation: Path) -> Iterator[Path]:
    for path in sorted((generation / "engine").iterdir()):
        if path.is_file() and not any(fnmatch(path.name, pattern) for pattern in _REWRITTEN):
            yield path


def _known(generation: Path) -> Mapping[str, str]:
    path = generation / NAME
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:  # an index of an earlier version, or just begun
        return {}
    except (OSError, ValueError) as error:
        raise IndexDamaged(
            f"{path} can't be read ({error}); run `beritasearch check --repair`"
        ) from None
    if not isinstance(stated, dict):
        raise IndexDamaged(f"{path} holds no checksums; run `beritasearch check --repair`")
    return stated
