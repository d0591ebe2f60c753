"""What a search found, in each form of output."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import click

from beritasearch.cli import display
from beritasearch.cli.filters import Condition
from beritasearch.cli.options import as_json
from beritasearch.excerpt import Excerpt
from beritasearch.records import record, table
from beritasearch.searching import Hit, Page

INDENT = "  "
MOST_VALUES = 10
"""Values of a facet shown as text; json has all."""
LEAST_SHARE = 0.005
"""Of a score, shown as text: what only narrows a search adds nothing to it."""


class Answer(NamedTuple):
    """A page, and what was asked for it."""

    page: Page
    text: str
    conditions: tuple[Condition, ...]
    offset: int
    seconds: float
    more: str = "--offset {last}"
    """What to type for the hits after these."""

    @property
    def nothing_found(self) -> str:
        """That there is no hit, and what to try next."""
        if self.page.total:
            return f"nothing from {self.offset} on: {articles(self.page.total)} in all"
        if not self.page.searched:
            return "the index holds no article yet: beritasearch index PATH"
        return "\n".join(["nothing found", *self._cures()])

    def _cures(self) -> Iterator[str]:
        if self.page.suggestion:
            yield _meant(self.page.suggestion)
        yield from self.page.notes
        if self.conditions:
            options = ", ".join(condition.filter.option for condition in self.conditions)
            yield f"try again without {options}"
        elif not self.page.suggestion:
            yield "try fewer or other words; `beritasearch suggest WORD` tells like ones"


# ── for people ────────────────────────────────────────────────────────────────────────────


def show_text(answer: Answer) -> None:
    """Each hit in a paragraph; then what was perhaps meant, the total and the time."""
    page = answer.page
    if page.understood:
        click.echo(display.lines(display.printable(f"understood: {page.understood}")) + "\n")
    for hit in page.hits:
        click.echo("\n".join(_paragraph(hit)) + "\n")
    for facet, counts in page.facets.items():
        click.echo(display.lines(_counts(facet, counts)))
    for note in page.notes if page.hits else ():
        click.echo(display.lines(display.printable(note)))
    if page.suggestion and page.hits:
        click.echo(_meant(page.suggestion))
    if answer.offset < page.total:
        click.echo(_summary(answer))


def _paragraph(hit: Hit) -> Iterator[str]:
    article = hit.article
    yield display.headline(Excerpt(article.title, hit.title_marks))
    yield from filter(None, [display.lines(display.byline(article))])
    yield display.passage(hit.excerpt, INDENT)
    if hit.because:
        because = display.lines(display.printable("; ".join(hit.because)), INDENT)
        yield click.style(because, fg="cyan")
    yield click.style(INDENT + display.printable(article.id), dim=True)
    for share in hit.shares:
        if share.share >= LEAST_SHARE:
            yield display.printable(f"{INDENT}{share.share:>5.0%}  {share.part}")


def _counts(facet: str, counts: Mapping[str, int]) -> str:
    shown = [f"{value} {count}" for value, count in list(counts.items())[:MOST_VALUES]]
    more = len(counts) - len(shown)
    rest = [f"and {more} more"] if more > 0 else []
    return display.printable(f"{facet}: " + " · ".join((shown or ["none"]) + rest))


def _meant(suggestion: str) -> str:
    return f"Mungkin maksud Anda: {display.printable(suggestion)}"


def _summary(answer: Answer) -> str:
    total, first = answer.page.total, answer.offset + 1
    last = answer.offset + len(answer.page.hits)
    shown = f"{first}–{last} shown" if answer.page.hits else "none shown"
    line = f"{articles(total)}, {shown}, {answer.seconds * 1000:.0f} ms"
    more = answer.more.format(last=last)
    return line + (f"; more: {more}" if answer.page.hits and last < total else "")


def articles(count: int) -> str:
    """So many of them."""
    return f"{count:,} article" + ("" if count == 1 else "s")


# ── for programs: nothing but data ────────────────────────────────────────────────────────


def show_json(answer: Answer) -> None:
    """One object."""
    page = answer.page
    told = {
        "query": answer.text,
        "where": [condition.query for condition in answer.conditions],
        "total": page.total,
        "suggestion": page.suggestion,
        "notes": page.notes,
        "hits": [record(hit) for hit in page.hits],
        "facets": page.facets,
        **({"understood": page.understood} if page.understood else {}),
    }
    click.echo(as_json(told))


def show_jsonl(answer: Answer) -> None:
    """One object a line for each hit."""
    for hit in answer.page.hits:
        click.echo(as_json(record(hit), indent=None))


def show_csv(answer: Answer) -> None:
    """A table as RFC 4180 has it, a header first; without the articles' text."""
    click.echo(table(answer.page.hits), nl=False)


def show_ids(answer: Answer) -> None:
    """One id a line."""
    for hit in answer.page.hits:
        click.echo(hit.article.id)


SHOW: Mapping[str, Callable[[Answer], None]] = {
    "text": show_text,
    "json": show_json,
    "jsonl": show_jsonl,
    "csv": show_csv,
    "ids": show_ids,
}
