"""The article in a web page: its text by where paragraphs stand together, its fields by metadata.

Not readability, newspaper or trafilatura: each fails on some site, and takes lists for articles
(language.md, "HTML readers"; docs/decisions/0009-web-pages.md has ours, by benchmarks/reading.py).
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from beritasearch.errors import ArticleError
from beritasearch.language.tokens import normalise
from beritasearch.reading import metadata
from beritasearch.reading.blocks import Block, Collector, ancestors
from beritasearch.reading.decoding import mended
from beritasearch.reading.markup import text_of

NO_ARTICLE = (
    "no article on this page, but a list of them or something else; "
    "leave it so, or save the page of the article itself"
)
_INSTALL = "reading web pages needs lxml: pip install 'beritasearch[html]'"
_FEW_CHARACTERS = 500
_SMALL_SHARE = 0.35
_WHOLE = 1.4
"""A body in the metadata that is so much longer than the page's text has what we missed."""
_TEASERS, _TEASER_SHARE = 3, 0.7
_TEASER_WEIGHT = 0.1
"""Of a paragraph right after a link: a column of those may be longer than the article beside it."""
_MOST_ATTRIBUTES = 2_000
# Nothing in them is tried twice (the + after each repeat), or the check itself would take minutes.
_WITH_VALUE = r"""[\s/]*+[^\s>/=<][^\s>/=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+)?)?"""
_ATTRIBUTE = re.compile(_WITH_VALUE)
_TAG = re.compile(rf"<[a-zA-Z][^\s>/]*+(?:{_WITH_VALUE})*+")


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page holds of an article."""

    text: str
    stated: metadata.Stated
    head: str
    """The text between the headline and the first paragraph."""


def read_page(source: str) -> Page:
    """The article in the HTML `source`. Raises ArticleError where there is none."""
    root = _parsed(source)
    stated = metadata.read(root)
    body = root.find("body") if root.find("body") is not None else root
    blocks = Collector(furniture=False).collect(body)
    own = _own(blocks)
    if not own:
        blocks = Collector(furniture=True).collect(body)
        own = _own(blocks)
    given = "\n".join(text_of(str(value)) for _, value in stated.pop("body", ()))
    given = normalise(mended(given))
    text = "\n".join(block.text for block in own if not block.is_linked)
    if len(given) > _WHOLE * len(text):
        return Page(given, stated, "")
    if not own or _is_list(blocks, own, stated) or _is_code(body, text):
        raise ArticleError(NO_ARTICLE)
    start = blocks.index(own[0])
    return Page(text, stated, "\n".join(block.text for block in blocks[max(0, start - 8) : start]))


def _parsed(source: str) -> Any:
    try:
        import lxml.etree
        import lxml.html
    except ImportError:
        raise ArticleError(_INSTALL) from None
    if _holds_endless_tag(source):
        raise ArticleError(
            "an element of the page has thousands of attributes; save the page again"
        )
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as error:
        raise ArticleError(f"not HTML that can be read ({error}); save the page again") from None


def _holds_endless_tag(source: str) -> bool:
    """Would the parser take minutes? It compares each attribute of an element with all others."""
    long = (tag[0] for tag in _TAG.finditer(source) if len(tag[0]) > _MOST_ATTRIBUTES)
    return any(len(_ATTRIBUTE.findall(tag)) > _MOST_ATTRIBUTES for tag in long)


def _own(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of the article: from its first paragraph to its last, and what lies between.

    Paragraphs of one article lie in elements of the same make, and that make holds most text that
    isn't the teaser of another article.
    """
    paragraphs = [number for number, block in enumerate(blocks) if block.is_paragraph]
    if not paragraphs:
        return []
    kinds = {number: blocks[number].kind for number in paragraphs}
    amount: dict[str, float] = defaultdict(float)
    for number, kind in kinds.items():
        teaser = number and blocks[number - 1].is_linked
        amount[kind] += (_TEASER_WEIGHT if teaser else 1) * len(blocks[number].text)
    best = max(amount, key=lambda kind: amount[kind])
    chosen = [number for number in paragraphs if kinds[number] == best]
    inside = _inside(blocks, chosen)
    first = next(number for number in inside if number >= chosen[0] or blocks[number].is_paragraph)
    last = max(number for number in inside if number <= chosen[-1] or not blocks[number].linked)
    return [blocks[number] for number in inside if first <= number <= last]


def _inside(blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """The numbers of the blocks that lie in the smallest element that holds all the chosen."""
    paths = [list(ancestors(blocks[number].container))[::-1] for number in chosen]
    shared = 0
    while all(len(path) > shared and path[shared] is paths[0][shared] for path in paths):
        shared += 1
    holder = paths[0][max(0, shared - 1)]
    return [
        number
        for number, block in enumerate(blocks)
        if any(element is holder for element in ancestors(block.element))
    ]


def _is_list(blocks: Sequence[Block], own: Sequence[Block], stated: metadata.Stated) -> bool:
    """Is the page a list of articles, or does what it holds look like none?"""
    if metadata.is_article(stated):
        return False
    paragraphs = sum(block.is_paragraph for block in own)
    links = sum(block.is_linked for block in own)
    if paragraphs >= _TEASERS and links >= _TEASER_SHARE * paragraphs:
        return True  # a headline that is a link before every paragraph: teasers
    if metadata.is_other_type(stated):
        return True
    text = sum(len(block.text) for block in own)
    around = sum(len(block.text) for block in blocks if not block.is_linked)
    few = text < _FEW_CHARACTERS
    return few and (text < _SMALL_SHARE * around or metadata.is_note(stated))


def _is_code(body: Any, text: str) -> bool:
    code = sum(len(element.text_content()) for element in body.iter("pre"))
    return bool(code > len(text))
