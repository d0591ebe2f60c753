"""Words of Indonesian news, as they are indexed and asked for."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_SPACES = "\u00a0\u2007\u202f\u3000"
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff"
# Programs that take Windows-1252 for Latin-1 write its quotes, dashes and dots as control codes
# that nobody means: "Ma\x92ruf" is Ma’ruf, and as it stands a person called "Ma". Not the new line
# that U+0085 is by ISO 6429: in real bodies it is an ellipsis.
_WINDOWS_1252 = {
    chr(code): meant
    for code in range(0x80, 0xA0)
    if (meant := bytes((code,)).decode("cp1252", "ignore"))  # five codes mean nothing
}
_MEANT = dict.fromkeys(_INVISIBLE, "") | _WINDOWS_1252  # any other becomes a space
_UNWANTED = re.compile(f"[{_CONTROL}{_SPACES}{_INVISIBLE}]")  # str.translate is far slower

# Words and numbers, tried in this order. Hyphens and slashes part words: `undang-undang` is
# two, `21/8/2024` three; a hyphenated query word becomes a phrase of its parts.
_RAW = re.compile(
    r"""
    (?:[^\W\d_]\.){2,}[^\W\d_]?(?![^\W\d_])         # dotted acronyms: P.T.  S.H.
  | \d+(?:[.,:]\d+)*                                # 1.500.000  3,5  14.05  10:30
  | [^\W\d_]+(?:['’‘ʼ`][^\W\d_]+)*                   # words, an apostrophe inside: Jum'at
    """,
    re.VERBOSE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?$")
LONGEST = 200
"""Characters of a word that count, in articles and in queries: engines refuse words that are
longer than some tens of thousands of bytes, and what is longer than this is no word."""

_folded: dict[str, str] = {}
_FOLDED_LIMIT = 500_000
# Letters and digits aside, what mostly stands around a word and never belongs to it, but a dot.
_AROUND = ".,:;!?\"'()[]“”‘’…–—-/"


class Token(NamedTuple):
    """A word in a text: the term that it is indexed by, and where it stands."""

    term: str
    start: int
    end: int


def normalise(text: str) -> str:
    """Text as the tokenizer wants it: NFC, plain spaces, nothing invisible, no control codes.

    Control codes that are characters of Windows-1252 become these. Its length may differ from
    the text's; what is stored of an article has been through it.
    """
    return _UNWANTED.sub(_meant, unicodedata.normalize("NFC", text))


def _meant(unwanted: re.Match[str]) -> str:
    return _MEANT.get(unwanted[0], " ")


def tokens(text: str) -> Iterator[Token]:
    """The words of `text` with their character offsets in it."""
    for match in _RAW.finditer(text):
        yield Token(fold(match[0]), match.start(), match.end())


def wanted_tokens(text: str, is_wanted: Callable[[str], bool]) -> list[Token]:
    """Those of `tokens` whose term is wanted. Each spelling is asked about once."""
    # Not [token for token in tokens(text) if …]: ten times as many objects as a page needs.
    wanted = {raw for raw in {*_RAW.findall(text)} if is_wanted(fold(raw))}
    found = (match for match in _RAW.finditer(text) if match[0] in wanted) if wanted else ()
    return [Token(fold(match[0]), match.start(), match.end()) for match in found]


class _Chunks(dict[str, tuple[str, ...]]):
    """What stands between two spaces → its words. Text repeats itself."""

    limit = 100_000
    longest = 50
    """Characters of a chunk that is remembered: longer ones are addresses and don't come again."""

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        bare = chunk.strip(_AROUND)
        if bare != chunk and "." not in bare:  # (kota), is kota, but S.H. not S.H
            return self[bare]
        found = tuple(map(fold, _RAW.findall(chunk)))
        if len(chunk) <= self.longest:
            if len(self) >= self.limit:  # an archive of noise must not fill the memory
                self.clear()
            self[chunk] = found
        return found


_chunks = _Chunks()


def words(text: str) -> list[str]:
    """The words of `text` in order."""
    # Twice as fast as to have _RAW look for all of them: no word goes over a space.
    return [*chain.from_iterable(map(_chunks.__getitem__, text.split()))]


def fold(raw: str) -> str:
    """The term of one raw word: small letters, no accents, numbers without thousands dots."""
    term = _folded.get(raw)
    if term is None:
        if len(_folded) >= _FOLDED_LIMIT:  # an archive of noise must not fill the memory
            _folded.clear()
        term = _number(raw) if raw[0].isdigit() else _word(raw)
        term = _folded[raw] = term[:LONGEST]
    return term


def _word(raw: str) -> str:
    if raw.isascii() and raw.isalnum():  # most: the rest of this changes nothing of them
        return raw.lower()
    decomposed = unicodedata.normalize("NFKD", raw.casefold())
    plain = "".join(c for c in decomposed if c.isalnum())
    return plain or raw


def _number(raw: str) -> str:
    """Measured (language.md): `1.500.000` is a number, `14.05` a time, `3,5` a decimal."""
    if _THOUSANDS.match(raw):
        return raw.replace(".", "")
    return raw.replace(":", ".")
