"""Typed words as nodes: words, phrases, prefixes, wildcards, spellings nearby, synonyms."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from beritasearch import weights
from beritasearch.document import Field
from beritasearch.language.analysis import Language
from beritasearch.language.synonyms import Name
from beritasearch.language.tokens import fold, normalise
from beritasearch.query.parts import Part, Role, all_conditions, conditions, either
from beritasearch.query.scanner import Lexeme, Limits, Mark, setting
from beritasearch.query.tree import (
    Boost,
    DateRange,
    Phrase,
    Prefix,
    Query,
    Term,
    Wildcard,
    Word,
    all_of,
    any_of,
)

Similar = Callable[[str, str, int], Sequence[tuple[str, int]]]
"""(field, word, edits) → words of the index and their counts: `Engine.similar`."""

PROSE = ("title", "body")
"""Where a word is looked for when no field is named."""

WILD = frozenset("*?")
SENTENCE_ENDS = "?!.,;:…"
_BEHIND_WORDS = SENTENCE_ENDS + "\"'“”’»]}"

_WORDLIKE = frozenset({Mark.TEXT, Mark.AND, Mark.OR, Mark.NOT})
"""Lone operators are words: `DAN` with nothing on one side."""

# Words with wildcards in them, letters and digits apart as the tokenizer parts them.
_PATTERN = re.compile(r"[^\W\d_](?:[^\W\d_]|[*?])*|\d[\d*?]*")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_OR_ELSE = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")
"""`suami/istri` are two words, unlike 21/8/2024 and undang-undang."""
_LEADING = re.compile(r"(?<![\w*?])[*?]+(?=\w)")
# "Apa lagi?Bupati …": no space behind a question that ends; pil?ada and Pil?Ada are wildcards.
_QUESTION_BEFORE_SENTENCE = re.compile(r"(?<=[^\W\d_A-Z]{2})\?(?=[A-Z][^\W\d_A-Z])")
_ADDRESS_START = re.compile(r"(?:https?://)?(?:www\.)?", re.IGNORECASE)
_LONG = 9
"""Letters from which `word~` allows two typos (DESIGN.md, "Query language")."""
_MOST_EDITS = 2
_NEAR = "~ stands behind one word (pilkada~1) or a phrase in quotes"
_WILDCARD = "a wildcard needs a letter in front: antisip*, pil?ada"


class Words:
    """Reads words for one language; `similar` finds the spellings for `word~`."""

    def __init__(self, language: Language, similar: Similar | None, limits: Limits) -> None:
        self._language, self._similar, self._limits = language, similar, limits
        self._patterns = 0

    def split(self, text: str) -> Name:
        """The normalised words of `text`."""
        return tuple(self._language.words(normalise(text)))

    def split_address(self, text: str) -> Name:
        """The words of an address without https:// and www., which come and go."""
        return self.split(_ADDRESS_START.sub("", text, count=1)) or self.split(text)

    def synonyms(self, words: Name) -> tuple[Name, ...]:
        """The other names of what `words` mean."""
        return self._language.synonyms.others(words)

    def run(self, texts: Sequence[str], field: Field | None) -> Iterator[Part]:
        """Words typed side by side, with the other names of what they mean."""
        pieces = [piece for text in texts for piece in _OR_ELSE.split(text)]
        names = [name for piece in pieces if (name := self.split(piece))]
        at = 0
        while at < len(names):
            end, others = self._synonyms_at(names, at)
            typed = [self._part(name, field) for name in names[at:end]]
            if others:
                meant = either(self._meant(name, field) for name in others)
                either_way = any_of(
                    all_conditions(conditions(typed)), Boost(meant, weights.SYNONYM)
                )
                light = all(part.role is Role.LIGHT for part in typed)
                yield Part(either_way, Role.LIGHT if light else Role.LOOSE)
            else:
                yield from typed
            at = end

    def _synonyms_at(self, names: Sequence[Name], at: int) -> tuple[int, tuple[Name, ...]]:
        """Where the longest name with synonyms that starts at `at` ends, and those."""
        longest = self._language.synonyms.longest
        for end in range(min(len(names), at + longest), at, -1):
            words = tuple(word for name in names[at:end] for word in name)
            if others := self.synonyms(words):
                return end, others
        return at + 1, ()

    def _part(self, words: Name, field: Field | None) -> Part:
        light = all(map(self._is_light, words))
        meant = self._meant(words, field)
        if not field and (year := _year(words)):
            meant = any_of(meant, year)
        return Part(meant, Role.LIGHT if light else Role.LOOSE)

    def _is_light(self, word: str) -> bool:
        return self._language.stem(word) is None or word in self._language.question_words

    def _meant(self, words: Name, field: Field | None) -> Query:
        # A hyphenated word is a phrase of its parts: `undang-undang` is no `undang` (language.md).
        if len(words) > 1 or field:
            return self.exact(words, field)
        return Word(words[0], self._language.stem(words[0]))

    def exact(self, words: Name, field: Field | None, slop: int = 0) -> Query:
        """The words as they were typed, in this order; one word: without its other forms."""
        if len(words) > 1:
            return any_of(*(Phrase(name, words, slop) for name in _names(field)))
        return Term(field.name, words[0]) if field else Word(words[0], None)

    def is_plain(self, lexeme: Lexeme) -> bool:
        """Whether nothing is typed at the word, so that its neighbours may add to it."""
        marks = lexeme.sign or None, lexeme.field, lexeme.near, lexeme.weight
        unmarked = all(mark is None for mark in marks)
        return unmarked and lexeme.mark in _WORDLIKE and not _wild(lexeme.text)

    def value(self, lexeme: Lexeme, field: Field | None) -> Query | None:
        """One piece of running text; None where it holds no word. Raises QueryError."""
        if query := self.marked(lexeme, field):
            return query
        if lexeme.mark is Mark.ADDRESS:
            return self._address(lexeme)
        words = self.split(lexeme.text)
        if not words and lexeme.field:
            raise lexeme.refused(f"there is no word to look for in {lexeme.field.names[-1]}:")
        if lexeme.mark is Mark.QUOTE:
            return self.exact(words, field) if words else None
        parts = list(self.run([lexeme.text], field))
        return all_conditions(conditions(parts)) if parts else None

    def marked(self, lexeme: Lexeme, field: Field | None) -> Query | None:
        """A piece with `~` behind or `*` or `?` in it; None for others. Raises QueryError."""
        if lexeme.near is not None:
            return self._near(lexeme, field)
        return self._pattern(lexeme, field) if lexeme.mark is Mark.TEXT else None

    def _count_pattern(self, lexeme: Lexeme) -> None:
        self._patterns += 1
        if self._patterns > self._limits.patterns:
            most = f"a query may hold {self._limits.patterns} words with *, ? or ~"
            raise lexeme.refused(f"{most}; {setting('patterns')}")

    def _near(self, lexeme: Lexeme, field: Field | None) -> Query:
        words = self.split(lexeme.text)
        if lexeme.mark is Mark.QUOTE and words:
            return self._phrase(lexeme, words, field)
        if len(words) != 1:
            raise lexeme.refused(_NEAR)
        self._count_pattern(lexeme)
        if not lexeme.near:
            return self._similar_to(words[0], 2 if len(words[0]) >= _LONG else 1, field)
        if int(lexeme.near) > _MOST_EDITS:
            raise lexeme.refused(f"at most {_MOST_EDITS} typos: {words[0]}~{_MOST_EDITS}")
        return self._similar_to(words[0], int(lexeme.near), field)

    def _phrase(self, lexeme: Lexeme, words: Name, field: Field | None) -> Query:
        slop = int(lexeme.near or 0)
        if slop > self._limits.slop:
            raise lexeme.refused(f"at most {self._limits.slop} words may lie between: ~5")
        return self.exact(words, field, slop)

    def _similar_to(self, word: str, edits: int, field: Field | None) -> Query:
        """The word and those of the index within `edits` of it; numbers have no typos."""
        counts: Counter[str] = Counter()
        if self._similar and edits and not word[0].isdigit():
            for name in _names(field):
                counts.update(dict(self._similar(name, word, edits)))
        commonest = sorted(counts, key=lambda other: (-counts[other], other))
        found = dict.fromkeys([word, *commonest[: self._limits.similar]])
        return any_of(*(self._meant((other,), field) for other in found))

    def _address(self, lexeme: Lexeme) -> Query | None:
        """A pasted address: the article that has it, or one that writes of it."""
        words = self.split_address(lexeme.text)
        if len(words) > 1:
            return any_of(*(Phrase(name, words) for name in ("url", *PROSE)))
        return any_of(Term("url", words[0]), self._meant(words, None)) if words else None

    def _pattern(self, lexeme: Lexeme, field: Field | None) -> Query | None:
        text = _wild(lexeme.text)
        if not text:
            return None
        if leading := _LEADING.search(text):
            raise lexeme.refused(_WILDCARD, leading.start())
        patterns = _PATTERN.findall(normalise(text))
        if not patterns:
            raise lexeme.refused(_WILDCARD)
        self._count_pattern(lexeme)
        return all_of(*(self._fitting(pattern, field) for pattern in patterns))

    def _fitting(self, pattern: str, field: Field | None) -> Query:
        pattern = re.sub(r"[^*?]+", lambda literal: fold(literal[0]), pattern)
        pattern = re.sub(r"\*+", "*", pattern)
        if WILD.isdisjoint(pattern):
            return self._meant((pattern,), field)
        if pattern.find("*") == len(pattern) - 1 and "?" not in pattern:
            return any_of(*(Prefix(name, pattern[:-1]) for name in _names(field)))
        return any_of(*(Wildcard(name, pattern) for name in _names(field)))


def _year(words: Name) -> DateRange | None:
    """A year that stands alone is also the year of an article that doesn't write it."""
    match words:
        case (word,) if _YEAR.fullmatch(word):
            return DateRange(date(int(word), 1, 1), date(int(word), 12, 31))
        case _:
            return None


def _wild(text: str) -> str:
    """The text as a pattern; empty without a wildcard in it: "siapa bupati semarang?" asks."""
    pattern = _QUESTION_BEFORE_SENTENCE.sub(" ", text.rstrip(_BEHIND_WORDS))
    return "" if WILD.isdisjoint(pattern) else pattern


def _names(field: Field | None) -> tuple[str, ...]:
    return (field.name,) if field else PROSE
