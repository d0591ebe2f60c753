"""Text out of a little HTML, as feeds and databases hold it; without any library."""

import html
import re

_BLOCK = re.compile(
    r"<\s*(?:/?\s*(?:p|div|li|h[1-6]|tr|table|ul|ol|blockquote|section|article|figure)\b[^<>]{0,2000}"
    r"|br\s*/?)>",
    re.IGNORECASE,
)
_NEXT_CELL = re.compile(r"</t[dh]>\s*<t[dh]\b[^<>]{0,2000}>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(/?)(script|style|iframe)\b[^<>]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(r"<[!/]?[a-zA-Z][^<>]{0,2000}>")
_LOOKS_LIKE_MARKUP = re.compile(
    r"</(?:p|div|a|b|i|strong|em|span|li|h\d)>|<(?:p|br)\b[^<>]*>", re.IGNORECASE
)
_ESCAPED = re.compile(r"\\(['\"/])")
"""What programs put before quotes, and databases keep: `Mun\\'im`."""
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")


def text_of(source: str) -> str:
    """The text of `source`, a paragraph a line; a text without markup stays as it is."""
    if "<" in source and _LOOKS_LIKE_MARKUP.search(source):
        source = _NEXT_CELL.sub(" | ", _without_hidden(_without_comments(source)))
        source = _BLOCK.sub("\n", source)
        source = _TAG.sub("", source)
    if "\\" in source:
        source = _ESCAPED.sub(r"\1", source)
    if "&" in source and _ENTITY.search(source):
        source = html.unescape(source)
    return source


def _without_comments(source: str) -> str:
    first, *others = source.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _without_hidden(source: str) -> str:
    """`source` without scripts and styles; one pass, for a lazy pattern would go over it again
    and again where they don't end.
    """
    shown: list[str] = []
    hidden, at = "", 0
    for tag in _HIDDEN.finditer(source):
        if not hidden and not tag[1]:
            shown.append(source[at : tag.start()])
            hidden, at = tag[2].lower(), tag.end()
        elif hidden == tag[2].lower() and tag[1]:
            hidden, at = "", tag.end()
    return " ".join([*shown, source[at:]])
