"""What is told in English everywhere else, as the pages tell it: data/messages.yaml."""

import re
from functools import cache
from importlib.resources import files

import yaml

_PLACE = re.compile(r"\{(\w+)\}")


def in_indonesian(message: str) -> str | None:
    """The message in Indonesian; None for one that nobody has translated."""
    # Not a key in each error: the query layer knows no pages, and its messages are its keys.
    for pattern, text in table():
        if fits := pattern.fullmatch(message):
            return _PLACE.sub(lambda place: fits[place[1]], text)
    return None


@cache
def table() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What each message looks like, and how it is told."""
    source = (files(__package__) / "data" / "messages.yaml").read_text(encoding="utf-8")
    return tuple((_pattern(entry["en"]), entry["id"]) for entry in yaml.safe_load(source))


def _pattern(message: str) -> re.Pattern[str]:
    """Fits the message, whatever stands in its places."""
    parts = _PLACE.split(message)  # text, name of a place, text …
    texts, names = parts[::2], parts[1::2]
    places = (f"(?P<{name}>.+?)" for name in names)
    pieces = [re.escape(texts[0])]
    for place, text in zip(places, texts[1:], strict=True):
        pieces += [place, re.escape(text)]
    return re.compile("".join(pieces), re.DOTALL)
