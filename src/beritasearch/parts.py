"""Which machine's part of an archive a file belongs to, where several share one."""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING

from beritasearch.errors import EngineError

if TYPE_CHECKING:  # it loads what reads files, and a search asks for none
    from beritasearch.corpus import File


def part(text: str) -> str:
    """K/N as it is kept. Raises EngineError for what is no part: 0/2, 3/2, half."""
    found = re.fullmatch("([0-9]{1,4})/([0-9]{1,4})", text)
    if found and 1 <= int(found[1]) <= int(found[2]):
        return f"{int(found[1])}/{int(found[2])}"
    raise EngineError(f'"{text}" is no part of an archive; write 2/5 for the second of five')


def of_part(files: "Iterable[File]", part: str | None) -> "Iterator[File]":
    """The files of this part; without one, all of them."""
    which, _, many = (part or "1/1").partition("/")
    return (file for file in files if _number(file.name) % int(many) == int(which) - 1)


def _number(name: str) -> int:
    """The same on every machine, where Python's own hash changes with each run.

    Of the name within the corpus: machines may have that in different folders.
    """
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest())
