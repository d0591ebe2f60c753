"""A web page as blocks of text: what stands together, how much of it is links, what it lies in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from beritasearch.language import wordlists
from beritasearch.language.tokens import normalise
from beritasearch.reading.decoding import mended

_SKIPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "form",
        "nav",
        "footer",
        "aside",
        "button",
        "select",
        "option",
        "svg",
        "head",
        "object",
        "video",
        "audio",
        "canvas",
        "textarea",
        "input",
        "pre",
    }
)
_INLINE = frozenset(
    {
        "a",
        "b",
        "i",
        "em",
        "strong",
        "span",
        "u",
        "font",
        "small",
        "sup",
        "sub",
        "mark",
        "cite",
        "q",
        "abbr",
        "time",
        "code",
        "ins",
        "del",
        "s",
        "label",
        "big",
        "tt",
        "acronym",
        "dfn",
        "var",
        "kbd",
        "samp",
        "bdi",
        "bdo",
        "img",
        "wbr",
    }
)
_CELLS, _BREAKS = frozenset({"td", "th"}), frozenset({"p", "br"})
_IN_CELLS = (_INLINE - {"a"}) | _CELLS | _BREAKS
"""What cells of a table hold; one with a link is a list of articles, more likely than not."""
_LONGEST_CELL = 200
"""Characters; longer is the text itself, on a page that is laid out by a table."""
_BETWEEN_CELLS = " | "
_NEVER_FURNITURE = frozenset({"html", "body", "article", "main", "p", "li"})
_DEEPEST = 200
_ANCESTORS = 3
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[.!?\"”’)…:]$")
_SHORT, _LONG, _WORDS = 50, 140, 7
_LINK_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or whatever else stands by itself on a page."""

    text: str
    linked: int
    """Characters of it that are links."""
    element: Any

    @property
    def is_linked(self) -> bool:
        """Is it, for the most part, a link elsewhere?"""
        return self.linked >= _LINK_SHARE * len(self.text)

    @property
    def is_paragraph(self) -> bool:
        """Does it look like text that was written to be read?"""
        long = len(self.text) >= _LONG or _SENTENCE_END.search(self.text) is not None
        enough = len(self.text) >= _SHORT and self.text.count(" ") >= _WORDS
        return enough and long and not self.is_linked

    @property
    def container(self) -> Any:
        """The element that holds this paragraph and its neighbours."""
        element = self.element
        return element.getparent() if element.tag in _PARAGRAPHS else element

    @property
    def kind(self) -> str:
        """Equal for blocks that lie in elements of the same make: tags and classes."""
        parts: list[str] = []
        element = self.container
        while element is not None and len(parts) < _ANCESTORS:
            classes = _DIGITS.sub("", " ".join(sorted((element.get("class") or "").split())))
            parts.append(f"{element.tag}.{classes}")
            element = element.getparent()
        return "/".join(parts)


_PARAGRAPHS = frozenset(
    {"p", "li", "blockquote", "h2", "h3", "h4", "td", "tr", "ul", "ol", "table"}
)


class Collector:
    """Goes through a page and collects its blocks, in order."""

    def __init__(self, *, furniture: bool) -> None:
        self._with_furniture = furniture
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._row: Any = None
        """The row of a table that is gone through: a line, its cells apart."""

    def collect(self, root: Any) -> list[Block]:
        """The blocks of `root`, those of the page's furniture only where asked for."""
        self._walk(root, root, in_link=False, depth=0)
        self._flush(root)
        return self.blocks

    def _walk(self, element: Any, block: Any, *, in_link: bool, depth: int) -> None:
        if not isinstance(element.tag, str) or element.tag in _SKIPPED or depth > _DEEPEST:
            return
        inline = element.tag in _INLINE or self._row is not None
        if not inline:
            if not self._with_furniture and is_furniture(element):
                return
            self._flush(block)
            block = block if element.tag == "br" else element
            self._row = element if _is_row(element) else None
        elif element.tag in _BREAKS:
            self._pieces.append(" ")
        in_link = in_link or element.tag == "a"
        self._add(element.text, in_link)
        for number, child in enumerate(element):
            if number and element is self._row:
                self._pieces.append(_BETWEEN_CELLS)
            self._walk(child, block, in_link=in_link, depth=depth + 1)
            self._add(child.tail, in_link)
        if not inline:
            self._row = None
            self._flush(block)

    def _add(self, text: str | None, in_link: bool) -> None:
        if text:
            self._pieces.append(text)
            if in_link:
                self._linked += len(text.strip())

    def _flush(self, element: Any) -> None:
        # Normalised first: split() takes U+0085 for a space, and on a page it's an ellipsis.
        text = " ".join(normalise(mended("".join(self._pieces))).split())
        if text.strip(_BETWEEN_CELLS):
            self.blocks.append(Block(text, self._linked, element))
        self._pieces.clear()
        self._linked = 0


def _is_row(element: Any) -> bool:
    """Is it a row of a table of short cells, and not of one that a whole page stands in?"""
    cells = element.findall("*")
    return (
        element.tag == "tr"
        and len(cells) > 1
        and all(cell.tag in _CELLS and len(cell.text_content()) <= _LONGEST_CELL for cell in cells)
        and all(inner.tag in _IN_CELLS for cell in cells for inner in cell.iter())
    )


def is_furniture(element: Any) -> bool:
    """Do the names of the element say that it holds no text of an article?"""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if names == " " or element.tag in _NEVER_FURNITURE:
        return False
    return _furniture().search(names) is not None


@cache
def _furniture() -> re.Pattern[str]:
    words = "|".join(map(re.escape, parts()["furniture"]))
    return re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE)


def parts() -> Mapping[str, Any]:
    """What the language data says of the parts of a page."""
    found: Mapping[str, Any] = wordlists.shipped("html_parts.yaml")
    return found


def ancestors(element: Any) -> Iterator[Any]:
    """The element, then what it lies in, up to the root."""
    while element is not None:
        yield element
        element = element.getparent()
