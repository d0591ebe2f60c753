"""The words of one index: which of them a typed word may be a typo of, and the other way round."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from beritasearch.engine import Engine
from beritasearch.language.analysis import Language
from beritasearch.language.tokens import words
from beritasearch.language.typos import (
    MOST_EDITS,
    Candidate,
    allowed_edits,
    is_known,
    may_be_misspelt,
    may_lack_a_letter,
    ranked,
)
from beritasearch.query.tree import Phrase, Query, Term, Word, any_of

RARE = 2
TIMES_RARER = 20
"""A typo stands in few articles, or in far fewer than the word that was meant: of two common
words that are alike (semarang, sekarang) neither is a typo of the other."""
FEW_TIMES_RARER = 5
"""The same for what is no common word, where it stands in a list with what is one."""
SHORTEST_HALF = 2
"""Letters of a word that another may have been joined with: `di`."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word of the index that a word may have meant."""

    word: str
    count: int
    """How many articles hold it."""


def suggest(engine: Engine, word: str) -> list[Suggestion]:
    """Words of the index that the first word of `word` may have meant, best first.

    Itself too: in front, but at the end where it stands so rarely that it is likely a typo.
    """
    for typed in words(word)[:1]:
        near = _near(engine, typed, max(1, allowed_edits(typed)))
        own = [(typed, count) for found, count in near if found == typed]
        others = ranked(typed, ((found, count) for found, count in near if found != typed))
        ordered = [(other.word, other.count) for other in others]
        is_typo = own and others and _is_likely_typo(typed, own[0][1], others[0])
        return [Suggestion(*pair) for pair in (ordered + own if is_typo else own + ordered)]
    return []


def _is_likely_typo(word: str, count: int, best: Candidate) -> bool:
    """Is a word in `count` articles likelier a slip of `best`?"""
    if is_rare(count, best.count):
        return True
    # What is no common word, beside one that is: a doubled letter that many leave out.
    return is_known(best.word) and not is_known(word) and count * FEW_TIMES_RARER <= best.count


def _near(engine: Engine, word: str, edits: int) -> list[tuple[str, int]]:
    """Words of texts and headlines near to `word`, and how many articles hold each."""
    found = dict(engine.similar("body", word, edits))
    for other, _ in engine.similar("title", word, edits):
        held = any_of(Term("body", other), Term("title", other))
        found[other] = engine.search(held, limit=0).total
    return list(found.items())


def is_rare(count: int, beside: int) -> bool:
    """Is what stands in `count` articles a likely typo of what stands in `beside`?"""
    return count <= max(RARE, beside // TIMES_RARER)


def _is_typo_of(other: Candidate, word: str, count: int) -> bool:
    """Is a word of the index likely a typo of `word`, which stands in `count` articles?"""
    if is_known(other.word):
        return False
    if other.edits == 1 and is_known(word) and other.count <= RARE:
        return True
    rarer = TIMES_RARER if other.edits == 1 else TIMES_RARER**2
    return other.count * rarer <= count


class Spelling:
    """What each word of a query may mean in one index; everything is looked up once."""

    def __init__(self, engine: Engine, language: Language) -> None:
        self._engine, self._language = engine, language
        self._near: dict[tuple[str, str], list[Candidate]] = {}
        self._counts: dict[Query, int] = {}

    @cached_property
    def articles(self) -> int:
        """How many there are."""
        return self._engine.count()

    def count(self, query: Query) -> int:
        """How many articles match."""
        if query not in self._counts:
            self._counts[query] = self._engine.search(query, limit=0).total
        return self._counts[query]

    def holds(self, leaf: Query) -> bool:
        """Does any article hold what was typed, as it was typed?"""
        if isinstance(leaf, Word):
            return any(self.count(Term(field, leaf.text)) for field in ("body", "title"))
        return self.count(leaf) > 0

    def others(self, field: str, word: str) -> list[Candidate]:
        """What `word` may be a typo of, and typos of it, in that field; the likeliest first."""
        candidates = self._candidates(field, word)
        own = next((c.count for c in candidates if c.word == word), 0)
        may_be_typo = not is_known(word) and word not in self._language.places.words
        stem = self._language.stem(word)
        return [
            other
            for other in candidates
            if other.word != word
            and other.word not in self._language.stopwords
            and (field != "body" or self._language.stem(other.word) != stem)
            and ((may_be_typo and is_rare(own, other.count)) or _is_typo_of(other, word, own))
        ]

    def likelier(self, word: str) -> str:
        """The word of texts that is likelier meant, far commoner than `word`; mostly itself."""
        least = max(1, TIMES_RARER * self.count(Term("body", word)))
        if is_known(word):
            return word
        return next((o.word for o in self.others("body", word) if o.count >= least), word)

    def _candidates(self, field: str, word: str) -> list[Candidate]:
        """The field's words near to `word`, itself among them, likeliest first."""
        edits = allowed_edits(word)
        if not edits and may_lack_a_letter(word):
            near = self._engine.similar(field, word, 1)
            longer = ((w, n) for w, n in near if len(w) > len(word) or w == word)
            return ranked(word, longer)
        if not edits:
            return []
        if (field, word) not in self._near:
            known = dict(self._engine.similar(field, word, edits))
            if field == "body" and not known.keys() - {word}:
                known |= self._stems(word, edits)
            self._near[field, word] = ranked(word, known.items())
        return self._near[field, word]

    def near(self, word: str, edits: int) -> list[Candidate]:
        """All words of texts within so many edits of `word`, the likeliest first."""
        found = self._engine.similar("body", word, edits)
        return ranked(word, (pair for pair in found if pair[0] != word))

    def farther(self, word: str) -> list[Candidate]:
        """What a word of no article may be, by an edit more than is allowed for its length."""
        if not may_be_misspelt(word):
            return []
        return self.near(word, min(MOST_EDITS, allowed_edits(word) + 1))

    def _stems(self, word: str, edits: int) -> Mapping[str, int]:
        """Stems near to the word.

        In a small archive `antisipasi` may stand only inside `mengantisipasi`, which is too far
        from `anrisipasi`.
        """
        near = self._engine.similar("stems", word, edits)
        return {stem: count for stem, count in near if self._language.stem(stem) == stem}

    def joined(self, first: str, second: str) -> str | None:
        """The word of the index that two typed words make, where they or it are the typo."""
        word = first + second
        joined = self.count(Term("body", word))
        if not joined or len(first) < SHORTEST_HALF or len(second) < SHORTEST_HALF:
            return None
        parted = min(self.count(Term("body", half)) for half in (first, second))
        return word if is_rare(joined, parted) or is_rare(parted, joined) else None

    def parted(self, word: str) -> tuple[str, str] | None:
        """The two words that stand side by side in the index and that make `word`."""
        if (own := self.count(Term("body", word))) > RARE:
            return None
        counted = {halves: self.count(side_by_side(*halves)) for halves in self._halves(word)}
        best = max(counted, key=lambda halves: counted[halves], default=None)
        return best if best and counted[best] and is_rare(own, counted[best]) else None

    def _halves(self, word: str) -> Iterator[tuple[str, str]]:
        """Where `word` can be cut so that both parts are words of the index."""
        for cut in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
            halves = word[:cut], word[cut:]
            # The longer one first: it is the likelier to be no word.
            if all(self.count(Term("body", half)) for half in sorted(halves, key=len)[::-1]):
                yield halves


def side_by_side(first: str, second: str) -> Query:
    """What finds the two words next to each other."""
    return any_of(*(Phrase(field, (first, second)) for field in ("title", "body")))
