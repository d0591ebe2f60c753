"""Mentions of people by rule: what follows a title, or stands beside a verb of speech."""

from collections.abc import Iterator, Sequence

from beritasearch.language.people.pieces import runs, word_list

_Mention = tuple[str, ...]


def mentions(text: Sequence[str]) -> Iterator[_Mention]:
    """The mentions of people, as pieces, in order."""
    places = _places(text)
    for start, end in runs(text):
        first = start
        while first < end and (
            text[first].casefold() in word_list("titles") or text[first] in places
        ):
            first += 1
        before = text[first - 1].casefold() if first else ""
        named = before in word_list("titles") or _speaks(text, first, end)
        if first < end and (named or (first > start and end - first > 1)):
            yield tuple(text[first:end])


def _speaks(text: Sequence[str], start: int, end: int) -> bool:
    verbs = word_list("verbs")
    return end < len(text) and (text[start - 1] in verbs or text[end] in verbs)


def _places(text: Sequence[str]) -> frozenset[str]:
    """Words that this text uses as places: after `di`, Kabupaten, Polres …"""
    marks = word_list("before_places")
    return frozenset(text[at] for at in range(1, len(text)) if text[at - 1].casefold() in marks)
