"""Checksums of an engine's files: what tells that a disk changed one after it was written.

Engines write a file once and then only delete it; the few that they do rewrite aren't sealed.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NamedTuple

from beritasearch.durable import write_atomically
from beritasearch.errors import IndexDamaged

NAME = "checksums.json"
_REWRITTEN = ("*LOCK", "*.lock", ".*", "meta.json")
"""Locks, and what Tantivy keeps its list of segments in."""
_READ_WHOLE = (
    ".id.col", ".date.col", ".facets.col", "_len.col", ".toc", ".fast", ".fieldnorm",
)  # fmt: skip
"""What the engines read whole: ids, dates, facets, lengths, and which segments there are.

Not Whoosh's _stored.col: the ids once more, which plain Whoosh reads there.
"""


class _Seal(NamedTuple):
    """What is noted of a file."""

    checksum: str
    state: Sequence[int] = ()
    """Bytes and time of the last change in ns; nothing in an index of an earlier version."""


def seal(generation: Path) -> None:
    """Note the checksum of each engine file that has none yet; forget those that are gone."""
    known = _known(generation)
    now = {path.name: _sealed(path, known.get(path.name)) for path in _lasting(generation)}
    if now != known:
        noted = {name: [seal.checksum, *seal.state] for name, seal in now.items()}
        write_atomically(generation / NAME, json.dumps(noted, indent=0, sort_keys=True))


def _sealed(path: Path, before: _Seal | None) -> _Seal:
    """The seal of a file; one that has changed since it was sealed keeps that, so as to differ."""
    state = _state(path)
    if before and before.state == state:
        return before
    now = _Seal(checksum(path), state)
    return before if before and before.checksum != now.checksum else now


def changed(generation: Path) -> Iterator[Path]:
    """The engine's files that aren't as they were written, or aren't there. Or IndexDamaged."""
    known, present = _known(generation), list(_lasting(generation))
    for path in present:
        if path.name in known and known[path.name].checksum != checksum(path):
            yield path
    names = {path.name for path in present}
    if names <= known.keys():  # else a killed run has merged some into others
        yield from (generation / "engine" / name for name in sorted(known.keys() - names))


def refuse_changed(generation: Path) -> None:
    """IndexDamaged where a file isn't as it was written, as far as that is quickly told.

    Those that are read whole are compared by their content, and so are those that somebody has
    written to since: comparing all would read the whole index each time that it is opened.
    """
    try:
        known = _known(generation)
    except IndexDamaged:  # `check` tells; what can't be verified can still be searched
        return
    for name, noted in known.items():
        path = generation / "engine" / name
        with suppress(FileNotFoundError):  # since merged into another
            is_trusted = noted.state in ((), _state(path)) and not name.endswith(_READ_WHOLE)
            if not is_trusted and checksum(path) != noted.checksum:
                raise IndexDamaged(
                    f"{path} isn't as it was written; run `beritasearch check --repair "
                    f"--index {generation.parent}`, which builds it anew from the stored articles"
                )


def _state(path: Path) -> tuple[int, int]:
    now = path.stat()
    return now.st_size, now.st_mtime_ns


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


def _known(generation: Path) -> Mapping[str, _Seal]:
    path = generation / NAME
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
        return {name: _noted(told) for name, told in stated.items()}
    except FileNotFoundError:  # an index of an earlier version, or just begun
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise IndexDamaged(
            f"{path} can't be read ({error}); run `beritasearch check --repair`"
        ) from None


def _noted(told: str | list[Any]) -> _Seal:
    if isinstance(told, str):
        return _Seal(told)
    noted, *state = told
    return _Seal(str(noted), tuple(state))
