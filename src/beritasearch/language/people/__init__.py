"""Who is named in an article: full names, without ranks, offices, degrees and epithets."""

from beritasearch.language.people.mentions import mentions as _mentions
from beritasearch.language.people.names import full_names
from beritasearch.language.people.pieces import LINE_END, pieces
from beritasearch.language.people.tagger import shipped

__all__ = ["is_used", "persons"]


def persons(title: str, body: str) -> tuple[str, ...]:
    """The full names of the people in an article's title and body, in order of first mention.

    Each once, by the fullest form in the text; nobody who is named by initials only, no bylines.
    The texts must be normalised (tokens.normalise), as those of an Article are.
    """
    head = pieces(title)
    text = [*head, LINE_END, *pieces(body), LINE_END]
    tagger = shipped()
    found = _mentions(text, tagger.probabilities(text, len(head)), tagger.archive)
    return full_names(text, found)


def is_used(word: str) -> bool:
    """Whether newspapers use the word, whatever its case, more often than scrapers glue it."""
    return shipped().archive.used(word) >= _SEVERAL_TIMES


_SEVERAL_TIMES = "c"
