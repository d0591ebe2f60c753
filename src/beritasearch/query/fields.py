"""What was typed behind `field:` as nodes: places, names, dates, addresses, ids."""

import string
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise, takewhile

from beritasearch.document import Field, Kind
from beritasearch.language import wordlists
from beritasearch.language.city_parts import part
from beritasearch.language.dates import read_period
from beritasearch.language.places import Places
from beritasearch.language.ranks import without_ranks
from beritasearch.query.parts import either
from beritasearch.query.scanner import Lexeme
from beritasearch.query.tree import DateRange, Prefix, Query, Term, any_of, narrowed
from beritasearch.query.words import SENTENCE_ENDS, WILD, Words

FORMS = (
    'write tanggal:2024-08-21, tanggal:21/8/2024, tanggal:"21 Agustus 2024", tanggal:2024-08, '
    'tanggal:kemarin, tanggal:"pekan lalu", tanggal:>=2024-08 or tanggal:[2024-08-01 TO 2024-08-31]'
)

LONGEST_VALUE = 9
"""Words of a date or a place without quotes: two of `Rabu, 21 Agustus 2024`, SAMPAI between."""

# Other words inside a name: "Jerrold Kumontoy" finds Jerrold HY Kumontoy.
_SLOP = {"person": 2, "author": 2, "outlet": 1}
_SHORTEST_START = 4
"""Letters of a medium's name that find it by its beginning: `media:tri` is none."""
_BETWEEN = ("TO", "SAMPAI")
"""What stands between the ends of a range."""
_SOMEBODY = "x"
_EXACTLY = "="
"""Before a city: its articles alone, not those of all that share the name."""
_OPEN = "*"
_DAY = timedelta(days=1)


def joins(field: Field | None) -> bool:
    """Whether words side by side are read together: `kota:(jawa tengah ATAU bali)`."""
    return field is None or field.name not in ("id", "url")


class Fields:
    """Reads the values of fields: places by the gazetteer, dates as seen from `today`."""

    def __init__(self, words: Words, places: Places, today: date) -> None:
        self._words, self._places, self._today = words, places, today

    def value(self, lexeme: Lexeme, field: Field) -> Query:
        """The query for what stands in `field`. Raises QueryError."""
        if field.kind is Kind.WORDS:
            return self._name(lexeme, field)
        if lexeme.near is not None:
            raise lexeme.refused(f"~ works on words, not on {field.names[-1]}:")
        match field.name:
            case "date":
                return self._date(lexeme)
            case "city":
                return self._city(_place(lexeme, field))
            case "province":
                return self._province(_place(lexeme, field))
            case _:
                return Term(field.name, _whole(lexeme, field))

    def _name(self, lexeme: Lexeme, field: Field) -> Query:
        if field.name != "url" and (query := self._words.marked(lexeme, field)):
            return query
        words = self._words.split(lexeme.text)
        if field.name == "url":
            words = self._words.split_address(lexeme.text)
        if not words:
            raise lexeme.refused(f"there is no word to look for in {field.names[-1]}:")
        names = [words]
        if field.name == "person":
            # In quotes too: there a name is words in order, and so it comes from the options.
            person = without_ranks(words)
            names = [person, *self._words.synonyms(person)]  # tokoh:jokowi is Joko Widodo
        slop = _SLOP.get(field.name, 0)
        named = any_of(*(self._words.exact(name, field, slop) for name in names))
        joined = "".join(words)
        if field.name == "outlet" and len(joined) >= _SHORTEST_START:
            return any_of(named, Prefix("outlet", joined))  # detik: detikcom
        return named

    def _city(self, name: str) -> Query:
        exactly = name.removeprefix(_EXACTLY).strip()
        if exactly and exactly != name:
            return Term("city", self._places.as_keyword(exactly))
        if known := part(name):
            names = (self._words.exact(spelled, None) for spelled in known.names)
            return narrowed(Term("city", known.city), either(names))
        # One that the gazetteer doesn't know may still be as an article states it.
        found = self._places.canonical(name) or (self._places.as_keyword(name),)
        return any_of(*(Term("city", city) for city in found))

    def _province(self, name: str) -> Query:
        found = self._places.provinces(name) or (self._places.as_keyword(name),)
        return any_of(*(Term("province", province) for province in found))

    def _date(self, lexeme: Lexeme) -> Query:
        try:
            found = range_of_days(lexeme.text.rstrip(SENTENCE_ENDS), self._today)
        except ValueError:
            raise lexeme.refused("this range of dates ends before it starts") from None
        if found is None:
            raise lexeme.refused(f'"{lexeme.text[:40]}" is no date that can be read; {FORMS}')
        return found

    def length(self, words: Sequence[str], field: Field) -> int:
        """How many of `words` are the value: 3 of 21 Agustus 2024 banjir semarang."""
        match field.name:
            case "date":
                likely = list(takewhile(_may_follow, pairwise(words)))
                longest, reads = len(likely) + 1, self._is_date
            case "city" | "province":
                longest, reads = len(words), self._is_place
            case "person":
                return min(self._ranks(words) + 1, len(words))
            case _:
                return 1
        return next((n for n in range(longest, 1, -1) if reads(" ".join(words[:n]))), 1)

    def _ranks(self, words: Sequence[str]) -> int:
        """How many words before the name of a person are ranks: 1 of presiden prabowo."""
        for ranks in range(len(words), 0, -1):
            name = self._words.split(" ".join(words[:ranks]))
            if without_ranks((*name, _SOMEBODY)) == (_SOMEBODY,):
                return ranks
        return 0

    def _is_date(self, text: str) -> bool:
        try:
            return range_of_days(text, self._today) is not None
        except ValueError:
            return True  # a range all the same, to be refused as one

    def _is_place(self, text: str) -> bool:
        # Provinces behind kota: too: the query is told that it is one.
        named = part(text) or self._places.canonical(text) or self._places.provinces(text)
        return bool(named)


def days(text: str, today: date) -> DateRange | None:
    """The days that `text` names, perhaps behind >=, <=, > or <; None when it names none."""
    rest = text.lstrip("<>=")
    period = read_period(rest, today=today)
    if period is None:
        return None
    since, until = period.since, period.until
    meant = {
        "": (since, until),
        ">=": (since, None),
        "<=": (None, until),
        ">": (until + _DAY, None),
        "<": (None, since - _DAY),
    }.get(text[: len(text) - len(rest)])
    return DateRange(*meant) if meant else None


def range_of_days(text: str, today: date) -> DateRange | None:
    """The days of `[a TO b]`, `*` for an open end, or of one date; None when none can be read.

    Raises ValueError for a range that ends before it starts.
    """
    to, sampai = (f" {word} " for word in _BETWEEN)
    ends = " ".join(text.upper().split()).replace(to, sampai).split(sampai)
    if len(ends) != 2:  # noqa: PLR2004 - a range has two ends
        return days(text.strip(), today)
    since, until = (read_period(end, today=today) for end in ends)
    readable = (since or ends[0] == _OPEN) and (until or ends[1] == _OPEN)
    if not readable:
        return days(text.strip(), today)  # [12 sampai 15 Agustus 2024] has one month for both
    if not since and not until:
        return DateRange(date.min, None)  # [* TO *]: every article whose date is known
    return DateRange(since.since if since else None, until.until if until else None)


def _may_follow(pair: tuple[str, str]) -> bool:
    """Whether the second word may go on with a date: `21 agustus`, `agustus 2024`, `2023 SAMPAI`.

    Not left to read_period alone: it reads "21/8/2024 solo" too, and that's a date and a city.
    """
    before, word = (typed.casefold().strip("<>=,.") for typed in pair)
    is_number_after_word = word.isdigit() and not before.strip(string.ascii_letters)
    is_between, is_behind = (typed.upper() in _BETWEEN for typed in pair[::-1])
    is_end = is_behind and word[:1].isdigit()
    return is_number_after_word or is_between or is_end or word in _date_words()


@cache
def _date_words() -> frozenset[str]:
    return frozenset(_words_of(wordlists.shipped("dates.yaml")))


def _words_of(data: object) -> Iterator[str]:
    match data:
        case dict():
            yield from _words_of(list(data.values()))
        case list():
            for entry in data:
                yield from _words_of(entry)
        case str():
            yield from data.split()


def _place(lexeme: Lexeme, field: Field) -> str:
    name = _whole(lexeme._replace(text=lexeme.text.rstrip(SENTENCE_ENDS)), field)
    if not WILD.isdisjoint(name):
        raise lexeme.refused(f"* and ? stand in words, not in {field.names[-1]}:")
    return name


def _whole(lexeme: Lexeme, field: Field) -> str:
    """The value as one keyword."""
    if not (value := lexeme.text.strip()):
        raise lexeme.refused(f"there is no value for {field.names[-1]}:")
    return value
