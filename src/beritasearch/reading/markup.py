"""Text out of a little HTML, as feeds and databases hold it; without any library."""

import html
import re

_BLOCK = re.compile(
    r"<\s*(?:/?\s*(?:p|div|li|h[1-6]|tr|table|ul|ol|blockquote|section|article|figure)\b[^<>]{0,2000}"
    r"|br\s*/?)>",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<(script|style|iframe)\b.{0,20000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[!/]?[a-zA-Z][^<>]{0,2000}>|<!--.{0,5000}?-->", re.DOTALL)
_LOOKS_LIKE_MARKUP = re.compile(
    r"</(?:p|div|a|b|i|strong|em|span|li|h\d)>|<(?:p|br)\b[^<>]*>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")


def text_of(source: str) -> str:
    """The text of `source`, a paragraph a line; a text without markup stays as it is."""
    if "<" in source and _LOOKS_LIKE_MARKUP.search(source):
        source = _BLOCK.sub("\n", _HIDDEN.sub(" ", source))
        source = _TAG.sub("", source)
    if "&" in source and _ENTITY.search(source):
        source = html.unescape(source)
    return source
