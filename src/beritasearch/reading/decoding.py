"""Bytes to text, whatever they were written with, and lines of files too large for memory."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

_MARKS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TAIL = (
    r"[\x80-\xbf"
    + bytes(set(range(0x80, 0xA0)) - set(b"\x81\x8d\x8f\x90\x9d")).decode("cp1252")
    + "]"
)
# Letters that UTF-8 leaves where it is misread: of signs, quotes, emoji, and Arabic (in runs only,
# for "Ø\xa0" alone is a bullet). The set first: the engine runs over all other characters.
_MISREAD = re.compile(
    rf"[ÂÃâðØÙ](?:(?<=[ÂÃ]){_TAIL}|(?<=â){_TAIL}{{2}}|(?<=ð){_TAIL}{{3}}"
    rf"|(?<=[ØÙ]){_TAIL}(?:[ØÙ]{_TAIL})+)"
)
HEAD = 4096
"""Bytes that are looked at to tell an encoding or a form."""
_NUL_SHARE = 0.3
_BINARY_SHARE = 0.1
_CHUNK = 1 << 20
_PLAIN = "\t\n\r\f\v"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """The bytes that aren't UTF-8, read as Windows-1252: files mix the two."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error("beritasearch-1252", _as_windows_1252)


def encoding(head: bytes) -> str:
    """The encoding of a file that begins with `head`: by its mark, else by where NULs stand."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    pairs = max(1, len(head) // 2)
    if head[1::2].count(0) > _NUL_SHARE * pairs and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) > _NUL_SHARE * pairs and not head[1::2].count(0):
        return "utf-16-be"
    return "utf-8"


def decode(data: bytes, name: str | None = None) -> str:
    """`data` as text. Never fails: what isn't UTF-8 is read as Windows-1252."""
    name = name or encoding(data[:HEAD])
    errors = "beritasearch-1252" if name.startswith("utf-8") else "replace"
    return data.decode(name, errors)


def mended(text: str) -> str:
    """`text` with what was UTF-8 and was read as Windows-1252 put right: "â€œ" is a quote."""
    return text if text.isascii() else _MISREAD.sub(_reread, text)


def _reread(match: re.Match[str]) -> str:
    try:
        return b"".join(map(_byte, match[0])).decode("utf-8")
    except UnicodeError:
        return match[0]


def _byte(character: str) -> bytes:
    # Windows-1252 leaves five codes open, which programs keep as they are: U+009D is 9D.
    return character.encode("latin-1" if character < "\u0100" else "cp1252")


def is_binary(text: str) -> bool:
    """Is `text` no text at all, but the bytes of a picture or a program?"""
    head = text[:HEAD]
    odd = sum(not c.isprintable() and c not in _PLAIN and c > "\0" for c in head)
    return odd > _BINARY_SHARE * len(head)


@dataclass(frozen=True, slots=True)
class TooLong:
    """A line that was passed over: it has more bytes than one article may have."""

    size: int


def numbered_lines(stream: BinaryIO, largest: int) -> Iterator[tuple[int, str | TooLong]]:
    """The lines of `stream` with their numbers, from 1; never more than `largest` bytes held."""
    buffered = buffer(stream)
    name = encoding(buffered.peek(HEAD)[:HEAD])
    narrow = name in {"utf-8", "utf-8-sig"}
    yield from _byte_lines(buffered, largest) if narrow else _wide_lines(buffered, name, largest)


def buffer(stream: BinaryIO) -> io.BufferedReader:
    """`stream` as one whose next bytes can be looked at."""
    known: Any = stream
    return known if hasattr(known, "peek") else io.BufferedReader(known)


def _byte_lines(stream: io.BufferedReader, largest: int) -> Iterator[tuple[int, str | TooLong]]:
    number = 0
    while line := stream.readline(largest + 1):
        number += 1
        if len(line) > largest:
            yield number, TooLong(len(line) + _skip_line(stream, line))
        else:
            yield number, decode(line, "utf-8-sig" if number == 1 else "utf-8")


def _skip_line(stream: BinaryIO, line: bytes) -> int:
    skipped = 0
    while line and not line.endswith(b"\n"):
        line = stream.readline(_CHUNK)
        skipped += len(line)
    return skipped


def _wide_lines(
    stream: io.BufferedReader, name: str, largest: int
) -> Iterator[tuple[int, str | TooLong]]:
    text = io.TextIOWrapper(stream, encoding=name, errors="replace")
    number = 0
    try:
        while line := text.readline(largest + 1):
            number += 1
            size = len(line)
            while size > largest and line and not line.endswith("\n"):
                line = text.readline(_CHUNK)
                size += len(line)
            yield number, TooLong(size) if size > largest else line
    finally:
        text.detach()  # or it would close the stream, which isn't ours
