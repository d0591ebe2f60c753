"""The pieces of a typed query and where each stands; what they mean is not decided here."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from beritasearch.document import FIELD_BY_QUERY_NAME, Field, Kind
from beritasearch.errors import QueryError

DEEPEST = 200
"""Parentheses inside parentheses, at most: what reads the tree calls itself for each, and Python
ends a thousand calls."""


class Limits(NamedTuple):
    """How much one query may hold; past it, a QueryError names the place and the setting."""

    characters: int = 200_000
    words: int = 500
    patterns: int = 32
    """Words with *, ? or ~: each may stand for thousands of words of the index."""
    nesting: int = DEEPEST
    """Parentheses inside parentheses."""
    slop: int = 100
    """Words between those of a "phrase"~N."""
    similar: int = 200
    """Spellings, the commonest first, that `word~` is tried as."""


class Mark(Enum):
    """What a piece is."""

    TEXT = auto()
    QUOTE = auto()
    RANGE = auto()
    ADDRESS = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()


class Lexeme(NamedTuple):
    """One piece of a query: `-judul:"harga beras"~5^2` has all its parts."""

    mark: Mark
    text: str
    """Without quotes and brackets, field, sign and suffixes."""
    position: int
    source: str
    """The whole query."""
    sign: str = ""
    """`-` leaves out, `+` insists."""
    field: Field | None = None
    near: str | None = None
    """What follows `~`: digits or nothing."""
    weight: float | None = None

    def refused(self, message: str, offset: int = 0) -> QueryError:
        """The error that says what is wrong with this piece, `offset` characters into it."""
        return QueryError(message, text=self.source, position=self.position + offset)


OPERATORS = {
    "AND": Mark.AND, "DAN": Mark.AND,
    "OR": Mark.OR, "ATAU": Mark.OR,
    "NOT": Mark.NOT, "BUKAN": Mark.NOT,
}  # fmt: skip
"""Upper case only: `dan`, `atau` and `bukan` are words of nearly every article."""

_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"[\s,;]*")
_SIGN = re.compile(r"[-+](?=[\w\"“”„(*?])")
_NAME = re.compile(r"([^\W\d_]+):(?=[^\s)])")
_QUOTE = re.compile(r'["“”„]([^"“”]*)["“”]')
# A mark behind a word with a space after it ends what somebody said: `terlibat," kata dia`.
_END_OF_SPEECH = re.compile(r'(?<=\S)["“”„](?!\w)')
_OPENING = re.compile(r'"(?=\w)')
_RANGE = re.compile(r"\[([^\]]*)\]")
_COMPARED = re.compile(r'([<>]=?\s*)"([^"]*)"')
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PARENTHESIS = re.compile(r"[()]")
_RAW = re.compile(r"\S+")
# A comma or semicolon parts words even without a space, but not the digits of 3,5.
_TEXT = re.compile(r"(?:[^\s(),;]|[,;](?=\d))+")
_VALUE = re.compile(r"[^\s()]+")
_SUFFIX = re.compile(r"(?:~(?P<near>\d{0,3}))?(?:\^(?P<weight>\d{1,9}(?:\.\d{1,9})?))?")
# A number behind ^ that is none of the weights there are: ^-1, ^1e999, ^nan.
_WRONG_WEIGHT = re.compile(r"(?<![~^])\^(?=[-+.\d]|(?:nan|inf(?:inity)?)\b)", re.IGNORECASE)
_SUFFIX_AT_END = re.compile(rf"(?<=[^~^]){_SUFFIX.pattern}$")


def scan(text: str, limits: Limits) -> Iterator[Lexeme]:
    """The pieces of `text` in order, without those that hold no word. Raises QueryError."""
    _check_size(text, limits)
    return _Scanner(text).pieces()


def setting(name: str) -> str:
    """How to raise a limit."""
    return f"search.{name} in beritasearch.yaml allows more"


def _check_size(text: str, limits: Limits) -> None:
    if len(text) > limits.characters:
        message = (
            f"a query may hold {limits.characters:,} characters, this one has {len(text):,}; "
            f"{setting('characters')}"
        )
        raise QueryError(message, text=text, position=limits.characters)
    words = (match for match in _WORD.finditer(text) if match[0] not in OPERATORS)
    for count, match in enumerate(words):
        if count == limits.words:
            message = f"a query may hold {limits.words:,} words; {setting('words')}"
            raise QueryError(message, text=text, position=match.start())


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text, self._at, self._depth = text, 0, 0
        self._sign = ""  # of the piece at hand, as is the field
        self._field: Field | None = None

    def pieces(self) -> Iterator[Lexeme]:
        self._skip(_SPACE)
        while self._at < len(self._text):
            start = self._at
            self._sign, self._field = self._skip(_SIGN), self._field_name()
            piece = self._piece(start)
            if piece is not None:
                yield piece
            self._skip(_SPACE)

    def _piece(self, start: int) -> Lexeme | None:
        match self._text[self._at]:
            case "(":
                return self._open()
            case ")":
                return self._close()
            case '"' | "“" | "”" | "„":
                return self._quote()
        return self._value(self._field) if self._field else self._plain(start)

    def _value(self, field: Field) -> Lexeme:
        if field.kind is Kind.DATE:
            return self._date()
        if field.name in ("id", "url"):  # both may hold anything but a space
            return self._lexeme(Mark.TEXT, self._at, self._inside_group(self._skip(_RAW)))
        return self._word(_VALUE)

    def _open(self) -> Lexeme:
        self._depth += 1
        return self._lexeme(Mark.OPEN, self._at, self._skip(_PARENTHESIS))

    def _close(self) -> Lexeme:
        self._depth -= 1
        start = self._at
        text = self._skip(_PARENTHESIS)
        return self._with_suffix(self._lexeme(Mark.CLOSE, start, text), self._match(_SUFFIX))

    def _quote(self) -> Lexeme | None:
        start = self._at
        is_behind_a_word = not self._sign and not self._field
        ends = is_behind_a_word and _END_OF_SPEECH.match(self._text, start)
        match = None if ends else self._match(_QUOTE)
        if match is None:
            self._pass_mark()
            return None
        quote = self._lexeme(Mark.QUOTE, start, match[1])
        return self._with_suffix(quote, self._match(_SUFFIX))

    def _pass_mark(self) -> None:
        """Pass over a mark that quotes nothing, as in a sentence that was cut out of its text.

        Refused is one that a person types before a word: `"calon bupati`.
        """
        if self._field or _OPENING.match(self._text, self._at):
            message = "this quotation mark is never closed: close it, or take it out"
            raise QueryError(message, text=self._text, position=self._at)
        self._at += 1

    def _plain(self, start: int) -> Lexeme | None:
        if address := self._skip(_ADDRESS):
            return self._lexeme(Mark.ADDRESS, start, self._inside_group(address))
        word = self._word(_TEXT)
        if word.text in OPERATORS and not self._sign:
            return word._replace(mark=OPERATORS[word.text])
        # A dash, an emoji, a lone + or *: nothing that an article could hold.
        return word if _WORD.search(word.text) else None

    def _date(self) -> Lexeme:
        start = self._at
        if match := self._match(_RANGE):
            return self._lexeme(Mark.RANGE, start, match[1])
        if self._text[start] == "[":
            message = "this range is never closed; write tanggal:[2024-08-01 TO 2024-08-31]"
            raise QueryError(message, text=self._text, position=start)
        if self._text[start] == "{":
            message = "a range stands in square brackets, and holds both its ends: tanggal:[a TO b]"
            raise QueryError(message, text=self._text, position=start)
        if match := self._match(_COMPARED):
            return self._lexeme(Mark.QUOTE, start, match[1] + match[2])
        return self._lexeme(Mark.TEXT, start, self._skip(_VALUE))

    def _word(self, pattern: re.Pattern[str]) -> Lexeme:
        start = self._at
        text = self._skip(pattern)
        suffix = _SUFFIX_AT_END.search(text)
        end = suffix.start() if suffix else len(text)
        if wrong := _WRONG_WEIGHT.search(text, 1, end):
            raise self._refused_weight(start + wrong.start())
        return self._with_suffix(self._lexeme(Mark.TEXT, start, text[:end]), suffix)

    def _field_name(self) -> Field | None:
        match = _NAME.match(self._text, self._at)
        found = FIELD_BY_QUERY_NAME.get(match[1].casefold()) if match else None
        if match and found:
            self._at = match.end()
        return found

    def _inside_group(self, raw: str) -> str:
        """`raw` without the `)` at its end that close groups around it: `(id:a/b ATAU id:c)`."""
        trailing = len(raw) - len(raw.rstrip(")"))
        closing = max(0, min(trailing, raw.count(")") - raw.count("("), self._depth))
        self._at -= closing
        return raw[: len(raw) - closing]

    def _lexeme(self, mark: Mark, position: int, text: str) -> Lexeme:
        return Lexeme(mark, text, position, self._text, self._sign, self._field)

    def _with_suffix(self, lexeme: Lexeme, suffix: re.Match[str] | None) -> Lexeme:
        if _WRONG_WEIGHT.match(self._text, self._at):
            raise self._refused_weight(self._at)
        if suffix is None:
            return lexeme
        weight = float(suffix["weight"]) if suffix["weight"] else None
        return lexeme._replace(near=suffix["near"], weight=weight)

    def _refused_weight(self, position: int) -> QueryError:
        message = "a weight is a number such as 2 or 0.5: pilkada^2"
        return QueryError(message, text=self._text, position=position)

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The pattern from here on; where it fits, the scanner moves behind it."""
        match = pattern.match(self._text, self._at)
        if match is not None:
            self._at = match.end()
        return match

    def _skip(self, pattern: re.Pattern[str]) -> str:
        """What fits the pattern from here on; the scanner moves behind it."""
        match = self._match(pattern)
        return match[0] if match else ""
