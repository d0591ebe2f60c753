"""Markdown with its fields in front, as the text that a reader of it sees."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, BinaryIO

from beritasearch.reading.forms.text import with_front_matter
from beritasearch.reading.raw import Item, Options

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_BREAKS = {"softbreak", "hardbreak"}
_AS_WRITTEN = {"code_block", "fence", "html_block"}


def read_markdown(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """An article under front matter; without a title there, its first heading is the title."""
    yield with_front_matter(stream, name, options, plain)


def plain(text: str) -> str:
    """The text without its marks: emphasis, links' addresses, pictures, headings' signs."""
    blocks: list[str] = []
    item = ""
    for token in _parser().parse(text):
        match token.type:
            case "list_item_open":
                item = f"{token.info}{token.markup} " if token.info else "- "
            case "inline":
                blocks.append(item + _inline(token.children or ()))
                item = ""
            case kind if kind in _AS_WRITTEN:
                blocks.append(token.content.rstrip())
    return "\n\n".join(blocks) + "\n"


def _inline(tokens: "Sequence[Token]") -> str:
    # A picture's token has its alternative text as content: that is no text of the article.
    shown = (token for token in tokens if token.type != "image")
    return "".join("\n" if token.type in _BREAKS else token.content for token in shown)


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("strikethrough")
