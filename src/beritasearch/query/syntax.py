"""The query language: what a person types → the tree of what it means."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import takewhile

from beritasearch.document import Field
from beritasearch.errors import QueryError
from beritasearch.language.analysis import Language
from beritasearch.language.dates import WIB
from beritasearch.query.fields import LONGEST_VALUE, Fields, joins
from beritasearch.query.parts import Part, Role, all_conditions, conditions, either
from beritasearch.query.scanner import DEEPEST, Lexeme, Limits, Mark, scan, setting
from beritasearch.query.tree import All, Boost, Query
from beritasearch.query.words import PROSE, Similar, Words

_EVERYTHING = ("", "*")


def parse(
    text: str,
    language: Language,
    *,
    today: date | None = None,
    limits: Limits | None = None,
    similar: Similar | None = None,
) -> Query:
    """The query that `text` means; nothing typed means every article.

    `today` is what `tanggal:kemarin` looks back from (default: now in Jakarta); `similar` finds
    the words of the index that `word~` is tried as (default: none). Raises QueryError alone.
    """
    limits = limits or Limits()
    words = Words(language, similar, limits)
    fields = Fields(words, language.places, today or datetime.now(WIB).date())
    query = _Parser(list(scan(text, limits)), words, fields, limits).query()
    if query is None and text.strip() not in _EVERYTHING:
        raise QueryError("there is no word to look for in this", text=text, position=0)
    return query or All()


@dataclass
class _Group:
    """What stands between two parentheses, as far as it has been read."""

    opening: Lexeme | None = None
    scope: Field | None = None
    """The field in front: `kota:(…)`."""
    parts: list[Part] = field(default_factory=list)
    """Side by side since the last operator."""
    run: list[Lexeme] = field(default_factory=list)
    """Plain words since the last part."""
    conditions: list[Query] = field(default_factory=list)
    """Joined by DAN since the last ATAU."""
    alternatives: list[Query] = field(default_factory=list)
    """Joined by ATAU."""
    negated: bool = False
    """BUKAN has been read, and nothing since."""


class _Parser:
    """Reads lexemes into nested groups; an explicit stack, so that no depth overflows Python's."""

    def __init__(
        self, lexemes: Sequence[Lexeme], words: Words, fields: Fields, limits: Limits
    ) -> None:
        self._lexemes, self._at = lexemes, 0
        self._words, self._fields, self._limits = words, fields, limits
        self._groups = [_Group()]

    def query(self) -> Query | None:
        while self._at < len(self._lexemes):
            lexeme = self._lexemes[self._at]
            self._at += 1
            self._read(lexeme)
        if opening := self._groups[-1].opening:
            raise opening.refused("this parenthesis is never closed: close it, or take it out")
        return self._whole(self._groups[0])

    def _read(self, lexeme: Lexeme) -> None:
        match lexeme.mark:
            case Mark.OPEN:
                self._open(lexeme)
            case Mark.CLOSE:
                self._close(lexeme)
            case Mark.AND if self._joins():
                self._end_sequence(self._groups[-1])
            case Mark.OR if self._joins():
                self._end_alternative(self._groups[-1])
            case Mark.NOT if self._has_operand():
                self._end_run(self._groups[-1])
                self._groups[-1].negated ^= True
            case Mark.AND | Mark.OR | Mark.NOT if self._has_company():
                pass  # `banjir OR`: not a word to look for, as it would be on its own
            case _:
                self._value(lexeme)

    def _joins(self) -> bool:
        """Whether something stands on both sides."""
        return self._has_operand() and self._has_part()

    def _has_company(self) -> bool:
        group = self._groups[-1]
        earlier = group.conditions or group.alternatives
        return self._has_operand() or self._has_part() or bool(earlier)

    def _has_part(self) -> bool:
        return bool(self._groups[-1].parts or self._groups[-1].run)

    def _has_operand(self) -> bool:
        following = self._lexemes[self._at : self._at + 1]
        return any(lexeme.mark is not Mark.CLOSE for lexeme in following)

    def _open(self, lexeme: Lexeme) -> None:
        if len(self._groups) > self._limits.nesting:
            more = f"; {setting('nesting')}" if self._limits.nesting < DEEPEST else ""
            raise lexeme.refused(f"parentheses may nest {self._limits.nesting} deep{more}")
        outer = self._groups[-1]
        self._end_run(outer)
        self._groups.append(_Group(lexeme, lexeme.field or outer.scope))

    def _close(self, lexeme: Lexeme) -> None:
        opening = self._groups[-1].opening
        if opening is None:
            raise lexeme.refused("this parenthesis closes nothing: take it out")
        if lexeme.near is not None:
            raise lexeme.refused("~ stands behind one word (pilkada~1) or a phrase in quotes")
        query = self._whole(self._groups.pop())
        if query is not None:
            self._add(opening._replace(weight=lexeme.weight), query)

    def _value(self, lexeme: Lexeme) -> None:
        group = self._groups[-1]
        if not group.negated and self._words.is_plain(lexeme) and joins(group.scope):
            group.run.append(lexeme)
            return
        self._end_run(group)
        query = self._meaning(self._with_rest(lexeme), lexeme.field or group.scope)
        if query is not None:
            self._add(lexeme, query)

    def _meaning(self, lexeme: Lexeme, named: Field | None) -> Query | None:
        if named is None or named.name in PROSE:
            return self._words.value(lexeme, named)
        return self._fields.value(lexeme, named)

    def _with_rest(self, lexeme: Lexeme) -> Lexeme:
        """`tanggal:21 Agustus 2024` and `provinsi:jawa tengah` need no quotes: what follows
        belongs to them as far as it makes a longer date or name of a place.
        """
        if lexeme.mark is not Mark.TEXT or lexeme.field is None:
            return lexeme
        following = self._lexemes[self._at : self._at + LONGEST_VALUE - 1]
        rest = takewhile(self._words.is_plain, following)
        words = [lexeme.text, *(piece.text for piece in rest)]
        length = self._fields.length(words, lexeme.field)
        self._at += length - 1
        return lexeme._replace(text=" ".join(words[:length]))

    def _add(self, lexeme: Lexeme, query: Query) -> None:
        group = self._groups[-1]
        if lexeme.weight is not None:
            query = _weighted(lexeme, query, lexeme.weight)
        group.parts.append(Part(query, self._role(lexeme)))
        group.negated = False

    def _role(self, lexeme: Lexeme) -> Role:
        if (lexeme.sign == "-") != self._groups[-1].negated:
            return Role.EXCLUDED
        insisted = lexeme.sign or lexeme.field or lexeme.mark is Mark.QUOTE
        return Role.STRICT if insisted else Role.LOOSE

    def _end_run(self, group: _Group) -> None:
        texts = [lexeme.text for lexeme in group.run]
        if not texts:
            return
        if group.scope is None or group.scope.name in PROSE:
            group.parts += self._words.run(texts, group.scope)
        else:
            value = group.run[0]._replace(text=" ".join(texts))
            group.parts.append(Part(self._fields.value(value, group.scope), Role.STRICT))
        group.run.clear()

    def _end_sequence(self, group: _Group) -> None:
        self._end_run(group)
        group.conditions += conditions(group.parts)
        group.parts.clear()

    def _end_alternative(self, group: _Group) -> None:
        self._end_sequence(group)
        if group.conditions:
            group.alternatives.append(all_conditions(group.conditions))
        group.conditions.clear()

    def _whole(self, group: _Group) -> Query | None:
        self._end_alternative(group)
        return either(group.alternatives) if group.alternatives else None


def _weighted(lexeme: Lexeme, query: Query, weight: float) -> Query:
    try:
        return Boost(query, weight)
    except ValueError as error:
        raise lexeme.refused(f"{error}; write it as in pilkada^2") from None
