"""Who wrote a story: a code at its end, or a line that says so."""

import re

_HEAD, _TAIL = 300, 600  # characters; bylines stand at either end
# They begin with what the engine can run to; what stands before the sign is read backwards.
_LABELLED = re.compile(
    r"[:|]\s*([A-Z][^\n|:;()]{2,50}?)\s*(?=\Z|[|;(\n]|\bEditor\b|\bPenulis\b|\bCopyright\b|©)"
)
_LABEL = re.compile(
    r"\b(?:Penulis|Reporter|Rep|Pewarta|Wartawan|Jurnalis|Kontributor|Author|Oleh|Laporan|Teks|Naskah)"
    r"\s*\Z",
    re.IGNORECASE,
)
_LONGEST_LABEL = 14
_REPORT = re.compile(
    r"Laporan (?:Wartawan|Reporter|Kontributor)[^,\n]{0,30},\s*([A-Z][\w.' ]{2,40}?)"
    r"(?:\n|\s?[A-Z]{3,}[.,])"
)
_BY = re.compile(r"^\W*(?:Oleh|By)\s+([A-Z][\w.'’ ]{2,40})$", re.MULTILINE)
_CODE = re.compile(
    r"(?:^|[.!?”\"'*…])\s*[(\[]\s*([A-Za-z][\w./&, -]{1,38}?)\s*\**[)\]]\s*\W{0,6}\Z"
)
_WRITTEN_BY = re.compile(r"(?:[Dd]itulis )?[Oo]leh\s+(?=[A-Z])")
_OF_MEDIUM = re.compile(
    r"[\w.]+\.(?:com|net|id|co)\s?/\s?(?=[A-Z])|(?:[A-Z]\w+|CNN)/(?=[a-z]{2,4}\Z)"
)
"""The medium before a name or code: "(Bola.net/Budi Utomo)", "(Antara/fra)"."""
_WORDS = 4
_LAST_LINES, _LONGEST_CODE = 5, 80


def read_author(body: str) -> str | None:
    """The author as the story names or signs itself, or None."""
    head, tail = body[:_HEAD], body[-_TAIL:]
    return _labelled(head) or _labelled(tail) or _first(head) or _code(tail)


def _labelled(text: str) -> str | None:
    """The name after "Penulis:", "Pewarta:" and the like."""
    for match in _LABELLED.finditer(text):
        if _LABEL.search(text, max(0, match.start() - _LONGEST_LABEL), match.start()):
            return match[1].strip(" .,-")
    return None


def _first(head: str) -> str | None:
    """Tribun's "Laporan Wartawan Tribunnews.com, Budi Utomo"; a line "Oleh Budi Utomo"."""
    found = _REPORT.search(head) or _BY.search(head)
    return found and found[1].strip(" .,-")


def _code(tail: str) -> str | None:
    """The initials or the name in brackets after the last sentence: "(Iwan-02)", "(adp/tor)"."""
    lines = [line for line in tail.split("\n") if line.strip()]
    for line in reversed(lines[-_LAST_LINES:]):
        line = line.strip()  # noqa: PLW2901 - as it stands, without the space around it
        match = _CODE.search(line, max(0, len(line) - _LONGEST_CODE))
        name = match and _OF_MEDIUM.sub("", _WRITTEN_BY.sub("", match[1]))
        if name and len(name.split()) <= _WORDS and not _is_gloss(name):
            return name
    return None


def _is_gloss(text: str) -> bool:
    """Is it a word explained, no name: "(swing mountain)"?"""
    return text.islower() and " " in text and "/" not in text
