"""Links to other articles: "Baca juga" and the headline after it, wherever they stand."""

import re

from beritasearch.reading.marks import AROUND, Marks

LONGEST_HEADLINE = 170
"""Characters of a headline; longer lines are paragraphs."""
_WORD = re.compile(r"\S+")
LISTED = re.compile(r"[\"“(•*|>+-]|\d{1,2}[.)]|\w ?[.)] ")
"""The beginnings of quoted speech and of items in a list."""
_BYLINE = re.compile(r"\b(?:Pewarta|Penulis|Editor|Reporter|Sumber|Copyright) ?[:©]")
_BRACKETED = re.compile(r"\([^()]*$")
_LINK = 30
"""Characters of the phrase that makes a link, and of what stands around it."""
_GLUED = re.compile(
    r"(?<=[a-z0-9!?])(?=[\"“']?[A-Z][a-z]+[ ,.])"  # "MaafSaya "
    r"|(?<=[a-z!?])(?=[\"“]\S)"  # "Keempat“Kami"
    r"|(?<=[a-z])(?=\d{1,2}\. [A-Z])"  # "Pesepeda6. Rute"
)
_SENTENCE_END = re.compile(r"[.!?][\"”’']?\s")
_CLOSING = re.compile(r"(?:ini|berikut|di bawah|di sini)\b.{0,30}$")
_CAPITALISED_SHARE = 0.6
_WORDS_OF_A_HEADLINE = 25
_LOOK_BACK = 6
_SHORTEST = 3
_TOO_LONG = 50_000
"""Characters: no paragraph is so long, nor any body of one line; such lines stay as they are."""


def is_headline(line: str, marks: Marks, share: float = _CAPITALISED_SHARE) -> bool:
    """Does `line` look like a headline: short, capitals all along, no end of a sentence?"""
    if not line or len(line) > LONGEST_HEADLINE or line[-1] in '.,;:"”)…' or LISTED.match(line):
        return False
    words = [word for word in line.split() if word[0].isalpha() and len(word) > _SHORTEST]
    long = [word for word in words if word.lower() not in marks.small_words]
    return sum(word[0].isupper() for word in long) >= share * len(long)


def is_paragraph(line: str) -> bool:
    """Does `line` look like text that was written to be read: it ends as a sentence does."""
    line = line.rstrip(" *_")
    if not line:
        return False
    return len(line) > LONGEST_HEADLINE or (
        line[-1] in '.!?"”’)…:' and len(line.split()) > _SHORTEST
    )


def without_links(line: str, marks: Marks) -> tuple[str, bool]:
    """`line` without its links, and whether the headline of the last is still to come.

    The headline ends with the line, or where the article's next sentence begins.
    """
    ends_open = False
    if len(line) > _TOO_LONG:
        return line, False
    while link := _find(line, marks):
        start, after = link
        end, ends_open = _headline_end(line, after, marks)
        left, right = line[:start].rstrip(" ([*"), line[end:].lstrip(" )]*")
        line = f"{left} {right}" if left and right else left or right
        ends_open = ends_open and not right
    return line, ends_open


def _find(line: str, marks: Marks) -> tuple[int, int] | None:
    """The first link of `line`: where it begins, and where its headline does."""
    lowered = line.lower()
    start = len(lowered) - len(lowered.lstrip(AROUND))
    if lowered.startswith(marks.links, start):
        after = start + _length(lowered, start, marks)
        rest = line[after:].lstrip()
        sure = _is_sure(lowered[start:after]) and (rest[:1].isupper() or _CLOSING.match(rest))
        if sure or not rest[:1].isalnum():
            return start, after
    colon = lowered.find(":")
    while colon >= 0:  # Not a regular expression over all the text: ten times slower.
        head = lowered[max(0, colon - _LINK) : colon].rstrip()
        if head.endswith(marks.links):
            phrase = next(phrase for phrase in marks.links if head.endswith(phrase))
            start = max(0, colon - _LINK) + len(head) - len(phrase)
            if not lowered[start - 1 : start].isalpha() or line[start].isupper():
                return start, colon + 1
        colon = lowered.find(":", colon + 1)
    return None


def _length(lowered: str, start: int, marks: Marks) -> int:
    return next(len(phrase) for phrase in marks.links if lowered.startswith(phrase, start))


def _is_sure(phrase: str) -> bool:
    """Does the phrase point elsewhere even without a colon?"""
    return phrase.endswith(("juga", "video", "pula"))


def _headline_end(line: str, start: int, marks: Marks) -> tuple[int, bool]:
    """Where the headline that begins at `start` ends; True when there is none on the line."""
    rest = line[start:]
    if not rest.strip(" .:)]*"):
        return len(line), True
    if _CLOSING.match(rest.strip()):
        return len(line), False
    following = _find(rest[1:], marks)
    room = rest[: following[0] + 1] if following else rest
    if byline := _BYLINE.search(room):
        room = room[: byline.start()]
    if _BRACKETED.search(line[max(0, start - _LINK) : start]) and ")" in room[:LONGEST_HEADLINE]:
        return start + room.index(")") + 1, False
    if _is_all_headline(room.strip(), marks):
        return start + len(room), False
    end = _end_in_prose(room, marks)
    return start + (end if end <= LONGEST_HEADLINE else 0), False


def _is_all_headline(room: str, marks: Marks) -> bool:
    ended = room.endswith((".", ".)", ',"', ".”", '."')) and not room.endswith("...")
    if len(room) > LONGEST_HEADLINE or ended:
        return False
    one_sentence = not _SENTENCE_END.search(room) or is_headline(room, marks)
    return one_sentence and not _GLUED.search(room)


def _end_in_prose(text: str, marks: Marks) -> int:
    """Where a headline ends that prose follows on the same line."""
    words = list(_WORD.finditer(text))[:_WORDS_OF_A_HEADLINE]
    stop = _first_prose_word(words, marks)
    limit = words[stop].start() if stop < len(words) else words[-1].end()
    glued = next((m.start() for m in _GLUED.finditer(text, 0, limit) if m.start() > _LOOK_BACK), 0)
    if glued:
        return glued
    for word in words[max(_SHORTEST, stop - _LOOK_BACK) : stop]:
        if word[0].strip('"“') in marks.sentence_starts:
            return word.start()
    return words[stop - 1].start() if stop > _SHORTEST else 0


def _first_prose_word(words: list[re.Match[str]], marks: Marks) -> int:
    for number, word in enumerate(words):
        written = word[0].strip("\"“”'(),.:;")
        if written[:1].islower() and written not in marks.small_words:
            return number
    return len(words)
