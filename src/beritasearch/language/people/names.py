"""From mentions to people: every form of a name belongs to the fullest one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from beritasearch.language.people.mentions import Mention, trimmed
from beritasearch.language.people.pieces import GLUED, word_list, word_map, written
from beritasearch.language.tokens import fold

_Key = tuple[str, ...]
_SINGLE = 0.78  # how sure a name of one word must be; measured: decision 0010
_MOST_MENTIONS, _MOST_FORMS = 1000, 400  # each is compared with each: a register is cut short


@dataclass(slots=True)
class _Form:
    """One way in which a text writes a name."""

    key: _Key
    name: tuple[str, ...]
    first: int
    count: int = 0
    confidence: float = 0.0


@dataclass(slots=True)
class _Person:
    fullest: _Form
    forms: list[_Form] = field(default_factory=list)

    def certain(self) -> bool:
        """A name of one word needs more confidence; initials alone name nobody."""
        if all(map(_is_initials, self.fullest.name)):
            return False
        best = max(form.confidence for form in self.forms)
        return len(self.fullest.key) > 1 or best >= _SINGLE


def _is_initials(word: str) -> bool:
    return len(word) == 1 or (len(word) <= 3 and word.isupper())  # noqa: PLR2004


def full_names(text: Sequence[str], found: Sequence[Mention]) -> tuple[str, ...]:
    """One full name a person, in order of first mention."""
    repaired = list(_without_headline_words(list(_parted(found[:_MOST_MENTIONS]))))
    also = _introduced_aliases(text, repaired)
    people: list[_Person] = []
    for form in _fullest_first(repaired, also)[:_MOST_FORMS]:
        owner = next((p for p in people if _belongs(form.key, p.fullest.key, also)), None)
        if owner is None:
            people.append(owner := _Person(form))
        owner.forms.append(form)
    named = [person for person in people if person.certain()]
    named.sort(key=lambda person: min(form.first for form in person.forms))
    return tuple(dict.fromkeys(written(person.fullest.name) for person in named))


@lru_cache(50_000)
def _key(name: tuple[str, ...]) -> _Key:
    return tuple(fold(piece) for piece in name if piece != GLUED)


@cache
def _aliases() -> Mapping[_Key, _Key]:
    known = word_map("aliases")
    return {tuple(alias.split()): tuple(full.split()) for alias, full in known.items()}


def _fullest_first(found: Sequence[Mention], also: Mapping[_Key, _Key]) -> list[_Form]:
    forms: dict[_Key, _Form] = {}
    for mention in found:
        if key := _key(mention.name):
            form = forms.get(key)
            if form is None:
                form = forms[key] = _Form(key, mention.name, mention.start)
            elif all(map(str.isupper, form.name)):  # of a headline; the text writes it as usual
                form.name = mention.name
            form.count += 1
            form.confidence = max(form.confidence, mention.confidence)
    nicknames = _aliases().keys() | also.keys()
    return sorted(
        forms.values(),
        key=lambda form: (form.key in nicknames, -_fullness(form.key), -form.count, form.first),
    )


def _fullness(key: _Key) -> float:
    """Words of a name; what may be a title is half a word: Gus Fawait < Muhammad Fawait."""
    return len(key) - 0.5 * (key[0] in word_list("titles_or_names"))


def _belongs(key: _Key, full: _Key, also: Mapping[_Key, _Key]) -> bool:
    """Whether a form of a name is one of the person whose fullest name is `full`."""
    if key in also and _part_of(also[key], full):
        return True
    if (known := _aliases().get(key)) and _part_of(known[:1], full) and _part_of(known[-1:], full):
        return True
    if len(key) > 1 and key[0] in word_list("titles_or_names") and _belongs(key[1:], full, {}):
        return True
    if len(key) == 1 and len(key[0]) > 2 and any(_shortened(key[0], word) for word in full):  # noqa: PLR2004
        return True
    return _part_of(key, full, typos=len(full) > 1)


def _shortened(word: str, other: str) -> bool:
    """Zul for Zulkieflimansyah."""
    return other.startswith(word) and len(other) - len(word) > 1


def _part_of(part: _Key, full: _Key, *, typos: bool = False) -> bool:
    """Whether the words of `part` stand in `full` in the same order, initials for words."""
    rest = iter(full)
    for word in part:  # not all(any(…)), which takes twice as long
        for other in rest:
            if word == other or _alike(word, other, typos=typos):
                break
        else:
            return False
    return True


def _alike(word: str, other: str, *, typos: bool) -> bool:
    if word[0] != other[0]:
        return False
    if len(word) == 1 or len(other) == 1:
        return True
    long_enough = len(word) > 4 and len(other) > 4  # noqa: PLR2004
    return typos and long_enough and OSA.distance(word, other, score_cutoff=1) <= 1


def _parted(found: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, pairs of people taken apart: Prabowo-Gibran, but not Alexander-Arnold."""
    keys = {_key(mention.name) for mention in found}
    starts = Counter(key[0] for key in keys if len(key) > 1)
    for mention in found:
        key = _key(mention.name)
        if GLUED in mention.name:
            yield from _parted_at_hyphen(mention, keys - {key})
        elif not (len(key) == 2 and _are_two(key, keys, starts)):  # noqa: PLR2004
            yield mention


def _parted_at_hyphen(mention: Mention, others: set[_Key]) -> Iterator[Mention]:
    at = mention.name.index(GLUED)
    halves = mention.name[:at], mention.name[at + 1 :]
    whole = _key(mention.name)
    keys = [_key(half) for half in halves if half]
    if not others.issuperset(keys) and not any(_half_of(key, whole, others) for key in keys):
        yield mention
        return
    for half in halves:
        if name := trimmed(half):
            yield mention._replace(name=name)


def _half_of(half: _Key, whole: _Key, others: set[_Key]) -> bool:
    """Whether it is part of the name of somebody else than of who has both halves."""
    return any(
        len(other) > len(half)
        and _part_of(half, other)
        and not _part_of(whole, other)
        and not _part_of(other, whole)
        for other in others
    )


def _are_two(key: _Key, keys: set[_Key], starts: Mapping[str, int]) -> bool:
    """Whether both words of a name begin the full names of others: Prabowo Gibran."""
    one, other = key
    if starts[one] < 2 or not starts[other]:  # noqa: PLR2004 - this name is one of them
        return False
    return not any(_part_of(key, longer) for longer in keys if longer != key)


def _without_headline_words(found: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions without a headline's other capitals where the rest is known: Blunder |Karius."""
    times = Counter(_key(mention.name) for mention in found)
    for mention in found:
        key = _key(mention.name)
        if not mention.doubtful or times[key] > 1:
            yield mention
            continue
        others = times.keys() - {key}
        if any(_part_of(key, other) for other in others):
            yield mention
        else:
            yield mention._replace(name=_known_words(mention, others))


def _known_words(mention: Mention, others: AbstractSet[_Key]) -> tuple[str, ...]:
    """The name without doubtful words at its ends, if what is left is known; else all of it."""
    name = mention.name
    first, last = 0, len(name)
    while first < last and name[first] in mention.doubtful:
        first += 1
    while first < last and name[last - 1] in mention.doubtful:
        last -= 1
    rest = _key(name[first:last])
    return name[first:last] if rest and any(_part_of(rest, o) for o in others) else name


def _introduced_aliases(text: Sequence[str], found: Sequence[Mention]) -> dict[_Key, _Key]:
    """The second names that the text itself introduces: `(Jokowi)`, `alias …`, `akrab disapa …`."""
    also: dict[_Key, _Key] = {}
    for one, other in pairwise(found):
        between = text[one.end : other.start]
        bracketed = list(between) == ["("] and text[other.end : other.end + 1] == [")"]
        called = len(between) <= 5 and not word_list("called").isdisjoint(between)  # noqa: PLR2004
        key, full = _key(other.name), _key(one.name)
        if (bracketed or called) and len(key) <= 2 and len(full) > 1:  # noqa: PLR2004
            also[key] = full
    return also
