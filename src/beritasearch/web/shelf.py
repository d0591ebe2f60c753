"""The package's own files: templates, style, script. Read at the start; no request opens a file."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from starlette.responses import HTMLResponse

from beritasearch.web import indonesian, wording
from beritasearch.web.map import seats

TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}

_UNPRINTABLE = {
    code: " "
    for first, last in ((0, 8), (0x0B, 0x1F), (0x7F, 0x9F), (0x202A, 0x202E), (0x2066, 0x2069))
    for code in range(first, last + 1)
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages load, under an address that changes with its content."""

    content: bytes
    type: str
    address: str


@cache
def assets() -> dict[str, Asset]:
    """By name."""
    found = {}
    for file in (files(__package__) / "static").iterdir():
        content = file.read_bytes()
        version = hashlib.sha256(content).hexdigest()[:12]
        kind = TYPES[file.name.rpartition(".")[2]]
        found[file.name] = Asset(content, kind, f"/static/{file.name}?v={version}")
    return found


def _printable(value: Any) -> Any:
    """Text without what no page may hold (NUL …) or what turns the text around it over."""
    # Only plain text: Markup is what templates made of it.
    return value.translate(_UNPRINTABLE) if type(value) is str else value


@cache
def _environment() -> Environment:
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in (files(__package__) / "templates").iterdir()
    }
    # Everything is escaped, everywhere: no template says otherwise (a test looks).
    environment = Environment(
        loader=FunctionLoader(texts.get), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_printable,
    )  # fmt: skip
    environment.filters |= {
        "when": wording.when, "number": wording.number,
        "pieces": lambda text, marks: list(wording.pieces(text, marks)),
        "indonesian": indonesian.in_indonesian, "web_address": wording.web_address,
    }  # fmt: skip
    environment.globals |= {"asset": lambda name: assets()[name].address, "wording": wording}
    return environment


def read() -> None:
    """Read every file, so that no request has to."""
    for load in (assets, _environment, indonesian.table, seats):
        load()


def page(template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A template filled in."""
    text = _environment().get_template(template).render(**context)
    return HTMLResponse(text, status_code=status)
