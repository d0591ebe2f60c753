"""Tables: CSV and TSV with a header that names the columns."""

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO

from beritasearch.errors import ArticleError
from beritasearch.reading import naming, values
from beritasearch.reading.decoding import TooLong, numbered_lines
from beritasearch.reading.forms.json import too_long
from beritasearch.reading.raw import Item, Options, RawArticle

_DELIMITERS = ",;\t|"
_SAID = re.compile(r"\ufeff?\"?sep=(.)\"?\s*\Z", re.IGNORECASE)
"""What Excel writes above the header, and reads: `sep=;`."""


def read_table(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """An article a row. The delimiter is said in front, or stands most often in the header."""
    csv.field_size_limit(options.largest)
    lines = _Lines(stream, name, options)
    first = next(lines, "")
    if said := _SAID.match(first):
        first = next(lines, "")
    delimiter = said[1] if said else max(_DELIMITERS, key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    if "body" not in naming.fields(dict.fromkeys(header, "?"), options.names):
        columns = ", ".join(filter(None, header[:12])) or "none"
        raise ArticleError(
            f"no column is known to hold the text (the header: {columns}); "
            "say which: --map body=COLUMN",
            path=name,
            line=lines.number,
        )
    yield from _rows(lines, header, delimiter, name, options)


class _Lines:
    """The lines of a table, for csv.reader; those over the limit are kept out and noted."""

    def __init__(self, stream: BinaryIO, name: str, options: Options) -> None:
        self._lines = numbered_lines(stream, options.largest)
        self._name, self._options = name, options
        self.number = 0
        self.refused: list[ArticleError] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for number, line in self._lines:
            self.number = number
            if not isinstance(line, TooLong):
                return line.replace("\0", "")
            reason = too_long(f"a line of {line.size / (1 << 20):.0f} MB", self._options)
            self.refused.append(ArticleError(reason, path=self._name, line=self.number))
        raise StopIteration


def _rows(
    lines: _Lines, header: list[str], delimiter: str, name: str, options: Options
) -> Iterator[Item]:
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        number = lines.number + 1
        try:
            row = next(reader)
        except StopIteration:
            yield from lines.refused
            return
        except csv.Error as error:
            reason = f"not a row of the table ({error}); look for a quote that isn't closed"
            yield ArticleError(reason, path=name, line=number)
            continue
        if any(cell.strip() for cell in row):
            yield _article(dict(zip(header, row, strict=False)), name, number, options)


def _article(record: dict[str, str], name: str, number: int, options: Options) -> Item:
    stated = naming.fields(record, options.names)
    body = values.text(stated.pop("body", ()), between="\n")
    if not body:
        return ArticleError(
            "the row has no text; fill in its text, or take it out", path=name, line=number
        )
    return RawArticle(name, body, line=number, stated=stated)
