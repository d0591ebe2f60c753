"""Who wrote a story: a code at its end, or a line that says so."""

import re

_LABELLED = re.compile(
    r"^\W*(?:Penulis|Reporter|Pewarta|Wartawan|Jurnalis|Kontributor|Author|Oleh)(?:\s*:\s*|\s*[|]\s*)"
    r"([A-Z][^\n|:;()]{2,50}?)\s*(?=$|[|;(]|\bEditor\b|\bPenulis\b|\bCopyright\b|©)",
    re.MULTILINE | re.IGNORECASE,
)
_REPORT = re.compile(
    r"^\W*Laporan (?:Wartawan|Reporter|Kontributor)[^,\n]{0,30},\s*([A-Z][\w.' ]{2,40})$",
    re.MULTILINE,
)
_CODE = re.compile(r"[.!?”\"'*…]\s*[(\[]\s*([A-Za-z][\w./&, -]{1,38}?)\s*\**[)\]]\s*\W{0,6}\Z")
_TAIL = 400
_WORDS = 4


def read_author(body: str) -> str | None:
    """The author as the story names or signs itself, or None."""
    labelled = _LABELLED.search(body) or _REPORT.search(body)
    if labelled is not None:
        return labelled[1].strip(" .,-")
    return _code(body[-_TAIL:])


def _code(tail: str) -> str | None:
    """ "(Iwan-02)", "(adp/tor)": initials or a name in brackets after the last sentence."""
    lines = [line for line in tail.strip().split("\n") if line.strip()]
    for line in reversed(lines[-3:]):
        match = _CODE.search(line.strip())
        if match is not None and len(match[1].split()) <= _WORDS:
            return match[1]
    return None
