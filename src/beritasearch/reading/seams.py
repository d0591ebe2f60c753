"""Lines that a scraper ran together, taken apart again.

"ujarnya.Warga Lasem" is two paragraphs, "Menteri KeuanganSri" two words, and a headline that runs
into the next sentence is another article's. One such place may be a name ("YouTube"); several are
a habit of the scraper.
"""

import re
from functools import cache
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase, digits

from beritasearch.language import wordlists
from beritasearch.language.people import is_used
from beritasearch.reading.links import is_headline
from beritasearch.reading.marks import Marks

_PARAGRAPHS, _WORDS = 3, 2
"""So many of them in a text are a habit."""
# Each begins with what is rare, so that the engine can run to it, and looks back from there.
_PARAGRAPH = re.compile(
    r"[.!?\"”](?=[A-Z][a-z]+ )(?:(?<=[a-z]{3}[.!?])|(?<=[.,!?][\"”]))",
)
_SEAM = re.compile(
    r"[A-Z](?:(?<=[a-z0-9!?%].)|(?<=[a-z0-9!?%][\"“].))|[0-9](?<=[a-z][0-9])(?=[0-9]?\. [A-Z])"
)
"""Found wherever a _CHUNK is."""
_SEAMS = (b"aA", b"0A", b"a0", b'a"A', b'0"A')
"""In every _SEAM, as `_kinds` has it, is one of them."""
_KINDS = bytes.maketrans(
    (ascii_lowercase + ascii_uppercase + digits + "!?%").encode(),
    b"a" * len(ascii_lowercase) + b"A" * len(ascii_uppercase) + b"0" * len(digits) + b"aaa",
)
_JOINT = re.compile(r"[A-Z](?<=[a-z]{3}[A-Z])[a-z]{2}")
"""In every _WORD there is one."""
_WORD = re.compile(r"(?<![^\W\d_])[A-Za-z]?[a-z]{3,}(?:[A-Z][a-z]{2,})+(?![^\W\d_])")
_PART = re.compile(r"[A-Z]?[a-z]+")
_CHUNK = re.compile(
    r"[A-Z\"“0-9](?:(?<=[a-z0-9!?%][A-Z])|(?<=[a-z0-9!?%][\"“])(?=[A-Z])"
    r"|(?<=[a-z][0-9])(?=[0-9]?\. [A-Z]))"
)
"""What the next one begins with."""
_HEADING = re.compile(r"(?:^|(?<=[.!?\"”]))\s?(\w+ \w+)$")
_NEW_SENTENCE = re.compile(r"[A-Z][a-z]+ ")
_LISTING = 3
"""Commas; a headline has fewer."""
_LONG, _LONG_WORDS, _CAPITALS = 50, 7, 0.85
"""Characters, blanks and share of capitals: a headline has them, a subheading or name hasn't."""


def apart(text: str) -> str:
    """`text` with each paragraph on its own line, where several run into the one before."""
    if len(_PARAGRAPH.findall(text)) < _PARAGRAPHS:
        return text
    return _PARAGRAPH.sub(r"\g<0>\n", text)


def spaced(text: str) -> str:
    """`text` with a space between words that ran together, where newspapers use each of them."""
    if b"aaaAaa" not in _kinds(text):
        return text
    joints = [joint.start() for joint in _JOINT.finditer(text)]
    if len(joints) < _WORDS:
        return text
    chunks = " ".join({_chunk_at(text, joint) for joint in joints})
    glued = [word for word in set(_WORD.findall(chunks)) if _spaced(word) != word]
    if len(glued) < _WORDS:
        return text
    return _WORD.sub(lambda match: _spaced(match[0]), text)


def _chunk_at(text: str, at: int) -> str:
    """What stands there between two spaces."""
    end = text.find(" ", at)
    return text[text.rfind(" ", 0, at) + 1 : end if end >= 0 else len(text)]


@cache
def _spaced(word: str) -> str:
    parts = _PART.findall(word)
    is_name = is_used(word) or parts[0].lower() in _editions()
    return word if is_name or not all(map(is_used, parts)) else " ".join(parts)


@cache
def _editions() -> frozenset[str]:
    return frozenset(wordlists.shipped("outlets.yaml")["editions"])


def may_have_seams(text: str) -> bool:
    """Whether a look at each line for headlines that ran into it may find any."""
    kinds = _kinds(text)
    return any(seam in kinds for seam in _SEAMS)


def _kinds(text: str) -> bytes:
    """What each character is: a for a small letter, A for a capital, 0 for a digit.

    Most texts have no seam, and to find that out in these is far faster than by a pattern.
    """
    return text.replace("“", '"').encode().translate(_KINDS)


def without_headlines(line: str, marks: Marks, *, is_first: bool = False) -> str:
    """`line` without the headlines of other articles that ran into it."""
    if not _SEAM.search(line):
        return line
    own: list[str] = []
    chunks = _chunks(line)
    dropping = not is_first and len(chunks) > 1 and _begins_with_headline(chunks, marks)
    for chunk in chunks:
        dropping = dropping and is_headline(chunk.strip(), marks)
        if dropping:
            continue
        kept = _without_heading(chunk, marks)
        dropping = kept != chunk and chunk is not chunks[-1]
        own.append(f"{kept} " if dropping else chunk)
    return "".join(own).strip()


def _chunks(line: str) -> list[str]:
    # Not re.split by the places themselves: it asks at every letter.
    cuts = [0, *(found.start() for found in _CHUNK.finditer(line)), len(line)]
    return [line[start:end] for start, end in pairwise(cuts)]


def _begins_with_headline(chunks: list[str], marks: Marks) -> bool:
    first, second = chunks[:2]
    last = first.rpartition(" ")[2]
    long = len(first) >= _LONG and first.count(" ") >= _LONG_WORDS
    told_apart = last[-3:].islower() and _NEW_SENTENCE.match(second) and " - " not in first
    word = last + second.partition(" ")[0]
    return (
        long
        and bool(told_apart)
        and first.count(",") < _LISTING
        and is_headline(first, marks, share=_CAPITALS)
        and not is_used(word)
    )


def _without_heading(chunk: str, marks: Marks) -> str:
    """`chunk` without the heading of a list of links at its end: "… kata Rudi. Pilihan Redaksi"."""
    heading = _HEADING.search(chunk, max(0, len(chunk) - _LONG))
    return chunk[: heading.start()] if heading and heading[1].lower() in marks.lists else chunk
