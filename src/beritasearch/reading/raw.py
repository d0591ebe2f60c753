"""RawArticle: what a form found in a file, before it is cleaned and its fields are read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, BinaryIO

from beritasearch.errors import ArticleError

MEGABYTE = 1 << 20


class Layout(Enum):
    """What the text of a raw article is."""

    PAGE = "a page as scraped: the headline and the site's furniture are in it"
    BODY = "the article's own text; its title is stated, or left out"
    HTML = "the source of a web page"


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as a file holds it. Reading it further needs nothing but itself."""

    source: str
    """The name of the file, as it is shown and as ids begin."""
    text: str
    layout: Layout = Layout.BODY
    line: int | None = None
    """Where it begins, in a file of many."""
    stated: Mapping[str, Any] = field(default_factory=dict)
    """Field of an Article → the value as written, for fields that the file states."""
    head: str = ""
    """What stands between headline and text, where that is known."""
    recurring: frozenset[str] = frozenset()
    """Lines that stand in very many articles of its outlet."""
    by_hand: bool = False
    """A person wrote the fields: a wrong one is reported, not passed over."""

    @property
    def default_id(self) -> str:
        """The id where neither an id nor a url is stated."""
        return self.source if self.line is None else f"{self.source}#{self.line}"

    def refused(self, reason: str) -> ArticleError:
        """The error that names the place of this article."""
        return ArticleError(reason, path=self.source, line=self.line)


@dataclass(frozen=True, slots=True)
class Options:
    """How files are read."""

    largest: int = 32 * MEGABYTE
    """Bytes of one article, however many a file has; what is larger is reported and skipped."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What this archive's files call a field → the field of an Article."""


DEFAULTS = Options()

Item = RawArticle | ArticleError
Form = Callable[[BinaryIO, str, Options], Iterator[Item]]
"""How files of one kind are taken apart: the open file, its name, the options."""
