"""What is reported: each reason in the code says what to do, too."""

import ast
import inspect
from pathlib import Path

import pytest

import beritasearch
from beritasearch import corpus, intake
from beritasearch.errors import ArticleError
from beritasearch.reading import assembling, understood
from beritasearch.reading.raw import RawArticle

READING = sorted((Path(beritasearch.__file__).parent / "reading").rglob("*.py"))
SOURCES = [*READING, *(Path(inspect.getfile(module)) for module in (corpus, intake))]


def reasons(tree):
    """Every text that becomes a reason: given to an error, or assigned to the name `reason`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name("ArticleError"), args=[told, *_]):
                yield told
            case ast.Call(func=ast.Attribute(attr="refused" | "_refused"), args=[told, *_]):
                yield told
            case ast.Assign(targets=[ast.Name("reason")], value=told):
                yield told


def text(node):
    """A text in the code, with … for what is put into it."""
    match node:
        case ast.Constant(str() as written):
            return written
        case ast.JoinedStr(values):
            return "".join(map(text, values))
        case ast.FormattedValue():
            return "…"
    return None


def told():
    for path in SOURCES:
        for node in reasons(ast.parse(path.read_text(encoding="utf-8"))):
            written = text(node)
            if written is not None:
                yield pytest.param(written, id=f"{path.name}:{node.lineno}")


@pytest.mark.parametrize("reason", list(told()))
def test_every_reason_says_what_to_do(reason):
    what, _, cure = reason.partition("; ")
    assert what
    assert cure or reason in PARTS


PARTS = {
    "not JSON (… at column …)",
    "nested too deeply",
}
"""They become "…; write one JSON object on this line"."""


@pytest.mark.parametrize(
    "nothing", ["Baca juga: Harga Garam Naik", "Editor: Rini", "[Gambas:Video]"]
)
def test_a_page_without_text_of_its_own_is_told_as_such(nothing):
    refused = understood(RawArticle("a.jsonl", nothing, line=3))
    assert isinstance(refused, ArticleError)
    assert str(refused) == f"a.jsonl:3: {assembling.NOTHING_LEFT}"
