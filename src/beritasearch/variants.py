"""The other ways to write what was typed: what the tier of typos looks for."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from beritasearch import weights
from beritasearch.context import Context
from beritasearch.language.analysis import Language
from beritasearch.language.names import other_forms
from beritasearch.language.typos import MOST_EDITS, Candidate, allowed_edits, is_known
from beritasearch.query.neighbours import neighbours
from beritasearch.query.tree import (
    Boost,
    Nothing,
    Phrase,
    Query,
    Term,
    Word,
    any_of,
    leaves,
    with_leaves,
)
from beritasearch.spelling import TIMES_RARER, Spelling, side_by_side

MOST_WORDS = 32
"""Words of one query that are looked up as typos, the first ones: a lookup takes milliseconds."""
MOST_ONE_BY_ONE = 8
"""Words that are changed one at a time before they all are."""
MOST_VARIANTS = 16
"""Other spellings of one word that are searched for, likeliest first."""
MOST_PER_NAME_WORD = 6
_TRIED = 3
"""Variants of one word that it is held against, the likeliest."""

_NAMES = ("person", "author")
_WORDS = ("title", "body", *_NAMES)


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to write what was typed."""

    typed: str
    written: str
    query: Query
    edits: int = 1
    weight: float = 1.0
    """How likely it is beside the likeliest. The less likely counts less: BM25 would take it, the
    rarer, for the better.
    """


@dataclass(frozen=True, slots=True)
class Edits:
    """How far the spellings that are taken may be from what was typed."""

    unknown: int = 0
    """Where the index lacks it."""
    doubtful: int = 0
    """Where it is likely a typo of something far commoner."""
    others: int = 0
    unlikely: bool = False
    """Those too that are hardly meant beside the likeliest."""
    farther: bool = False
    """For what the index lacks, and nothing of it is near to, those of one edit more."""
    fitting: bool = False
    """Instead, whatever was typed: those that stand with the rest of the query."""


class Variants:
    """The variants of a query's leaves in one index."""

    def __init__(
        self, query: Query, typed: Collection[str], spelling: Spelling, language: Language
    ) -> None:
        """`typed` are the words that `query` was read from; others in it are their synonyms."""
        self._spelling, self._language = spelling, language
        self._context = Context(query, spelling, language)
        self._known: dict[Query, Sequence[Variant]] = {}
        self._far: dict[Query, Sequence[Variant]] = {}
        self._fitting: dict[Query, Sequence[Variant]] = {}
        able = (leaf for leaf in leaves(query) if _may_be_misspelt(leaf, typed))
        self._able = frozenset(islice(able, MOST_WORDS))
        self._pairs: dict[Query, list[tuple[str, str]]] = {}
        for first, second in neighbours(query):
            for word in (first, second):
                self._pairs.setdefault(word, []).append((first.text, second.text))

    def of(self, leaf: Query) -> Sequence[Variant]:
        """The other ways to write a leaf, the likeliest first."""
        if leaf not in self._able:
            return ()
        if leaf not in self._known:
            self._known[leaf] = tuple(islice(self._all(leaf), MOST_VARIANTS))
        return self._known[leaf]

    def within(self, leaf: Query, edits: Edits) -> Sequence[Variant]:
        """Its variants that are near enough."""
        if edits == Edits() or leaf not in self._able:
            return ()
        if edits.fitting:
            return self._fits(leaf) if isinstance(leaf, Word) else ()
        if not (most := self._most(leaf, edits)):
            return ()
        if edits.farther and isinstance(leaf, Word) and not self.of(leaf):
            return self._farther(leaf)
        least = 0.0 if edits.unlikely else weights.LEAST_SPELLING
        return [v for v in self.of(leaf) if v.edits <= most and v.weight >= least]

    def _farther(self, leaf: Word) -> Sequence[Variant]:
        if leaf not in self._far:
            near = self._spelling.farther(leaf.text)[:MOST_VARIANTS]
            self._far[leaf] = tuple(self._respellings(leaf, _by_likelihood(near)))
        return self._far[leaf]

    def _fits(self, leaf: Word) -> Sequence[Variant]:
        if leaf not in self._fitting:
            self._fitting[leaf] = tuple(self._respellings(leaf, self._context.meant(leaf)))
        return self._fitting[leaf]

    def likelier(self, leaf: Query) -> Variant | None:
        """What a leaf is likely a typo of: a spelling far commoner, where it is no known word."""
        if isinstance(leaf, Word) and (is_known(leaf.text) or self._is_name(leaf.text)):
            return None
        # Words of its stem don't make it a word: pembrantasan, of no article, has that of Brantas.
        own = self._spelling.count(leaf) if self._spelling.holds(leaf) else 0
        if own * TIMES_RARER > self._spelling.articles:
            return None  # nothing can be that much commoner: no need to look
        for variant in islice(self.of(leaf), _TRIED):
            if self._spelling.count(variant.query) >= max(1, TIMES_RARER * own):
                return variant
        return None

    def _is_name(self, word: str) -> bool:
        """Does somebody in the archive bear it? Risma is no typo of wisma."""
        return self._spelling.count(Term("person", word)) > 0

    def _most(self, leaf: Query, edits: Edits) -> int:
        if edits.unknown == edits.doubtful == edits.others:
            return edits.others
        if not self._spelling.holds(leaf):
            return edits.unknown
        if edits.doubtful == edits.others:
            return edits.others
        return edits.doubtful if self.likelier(leaf) else edits.others

    def likeliest(self, query: Query) -> Query:
        """The query with the likeliest variant in place of each leaf that the index lacks."""

        def meant(leaf: Query) -> Query:
            near = self.within(leaf, Edits(unknown=MOST_EDITS))
            return near[0].query if near else leaf

        return with_leaves(query, meant)

    def loosened(self, query: Query, edits: Edits) -> Query:
        """The query with every leaf or any such variant of it in its place."""
        return with_leaves(query, lambda leaf: self._or_variants(leaf, edits))

    def with_one_loosened(self, query: Query, base: Edits, wider: Edits) -> Query:
        """The query with one leaf or a variant within `wider`, the others within `base`.

        Of many leaves Nothing, since each is a whole query more to ask.
        """
        different = dict.fromkeys(leaf for leaf in leaves(query) if leaf in self._able)
        widened = [
            leaf for leaf in different if self.within(leaf, wider) != self.within(leaf, base)
        ]
        if len(widened) > MOST_ONE_BY_ONE:
            return Nothing()

        def with_loosened(one: Query) -> Query:
            return with_leaves(
                query, lambda leaf: self._or_variants(leaf, wider if leaf == one else base)
            )

        return any_of(*map(with_loosened, widened))

    def _or_variants(self, leaf: Query, edits: Edits) -> Query:
        return any_of(leaf, *map(_weighed, self.within(leaf, edits)))

    def _all(self, leaf: Query) -> Iterator[Variant]:
        match leaf:
            case Word(text, str()):
                yield from self._joined(leaf)
                yield from self._typos(leaf, "body", text)
                yield from self._parted(text)
            case Term(field, text):
                yield from self._name_forms(leaf)
                yield from self._typos(leaf, field, text)
            case Phrase():
                yield from self._names(leaf)

    def _typos(self, leaf: Word | Term, field: str, text: str) -> Iterator[Variant]:
        yield from self._respellings(leaf, _by_likelihood(self._spelling.others(field, text)))

    def _respellings(
        self, leaf: Word | Term, meant: Sequence[tuple[Candidate, float]]
    ) -> Iterator[Variant]:
        """What a leaf may have meant, each with its likelihood, as its variants."""
        best = max((likelihood for _, likelihood in meant), default=0.0)
        for other, likelihood in sorted(meant, key=lambda pair: -pair[1]):
            query, weight = self._respelt(leaf, other.word), math.exp(likelihood - best)
            yield Variant(leaf.text, other.word, query, other.edits, weight)

    def _respelt(self, leaf: Word | Term, word: str) -> Query:
        if isinstance(leaf, Term):
            return Term(leaf.field, word)
        return Word(word, self._language.stem(word))

    def _joined(self, leaf: Word) -> Iterator[Variant]:
        for pair in self._pairs.get(leaf, ()):
            if word := self._spelling.joined(*pair):
                yield Variant(" ".join(pair), word, Word(word, self._language.stem(word)))

    def _parted(self, text: str) -> Iterator[Variant]:
        if allowed_edits(text) and (halves := self._spelling.parted(text)):
            yield Variant(text, " ".join(halves), side_by_side(*halves))

    def _name_forms(self, leaf: Term) -> Iterator[Variant]:
        if leaf.field in _NAMES:
            terms = {form: Term(leaf.field, form) for form in other_forms(leaf.text)}
            for form, weight in self._by_commonness(terms):
                yield Variant(leaf.text, form, terms[form], weight=weight)

    def _by_commonness(self, names: Mapping[str, Query]) -> Sequence[tuple[str, float]]:
        """The names that the index holds, each with its weight beside the commonest, that first."""
        counts = {name: self._spelling.count(query) for name, query in names.items()}
        held = sorted(filter(counts.get, names), key=lambda name: (-counts[name], name))
        most = math.log1p(counts[held[0]]) if held else 1.0
        return [(name, math.log1p(counts[name]) / most) for name in held]

    def _names(self, leaf: Phrase) -> Iterator[Variant]:
        """A name with one or more of its words in another spelling, the fewer the earlier."""
        spellings = [tuple(self._name_word(leaf.field, word)) for word in leaf.words]
        typed = " ".join(leaf.words)
        combinations = islice(product(*spellings), MOST_VARIANTS * 16)
        for chosen in sorted(combinations, key=lambda names: _changed(names, leaf.words))[1:]:
            written = tuple(word for word, _ in chosen)
            edits = max(edits for _, edits in chosen)
            yield Variant(typed, " ".join(written), Phrase(leaf.field, written, leaf.slop), edits)

    def _name_word(self, field: str, word: str) -> Iterator[tuple[str, int]]:
        """The spellings of a word of a name that the index holds, the typed one first."""
        yield word, 0
        forms = [form for form in other_forms(word) if self._spelling.count(Term(field, form))]
        near = self._spelling.others(field, word)
        others = dict.fromkeys(forms, 1) | {other.word: other.edits for other in near}
        yield from islice(others.items(), MOST_PER_NAME_WORD)


def _may_be_misspelt(leaf: Query, typed: Collection[str]) -> bool:
    """Words and names that were typed are; stopwords and what is quoted aren't."""
    match leaf:
        case Word(text, stem):
            return stem is not None and text in typed
        case Term(field, text):
            return field in _WORDS and text in typed
        case Phrase(field, words):
            return field in _NAMES and all(word in typed for word in words)
        case _:
            return False


def _by_likelihood(candidates: Iterable[Candidate]) -> list[tuple[Candidate, float]]:
    return [(candidate, candidate.likelihood) for candidate in candidates]


def _weighed(variant: Variant) -> Query:
    weight = max(weights.LEAST_SPELLING, variant.weight)
    return variant.query if weight == 1 else Boost(variant.query, weight)


def _changed(names: Iterable[tuple[str, int]], typed: Sequence[str]) -> int:
    return sum(word != own for (word, _), own in zip(names, typed, strict=True))
