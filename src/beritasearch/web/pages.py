"""The pages, each made on the server, each of which works without a script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from beritasearch.article import Article
from beritasearch.errors import QueryError
from beritasearch.query.quoting import condition
from beritasearch.searching import Hit
from beritasearch.web import downloads, wording
from beritasearch.web.api import LONGEST_ID, describe
from beritasearch.web.asked import FARTHEST, PAGE_SIZE, PageAsked
from beritasearch.web.chart import chart, periods
from beritasearch.web.desk import TooBusy, TooSlow
from beritasearch.web.models import Health
from beritasearch.web.problems import KINDS, NOT_FOUND, Trouble
from beritasearch.web.service import MOST_DOWNLOADED, Service, Serving
from beritasearch.web.shelf import assets, page

FACETS = tuple(wording.FACETS)
MOST_VALUES = 40
SIMILAR = 5
LEAST_SHARE = 0.005
"""Of a score: what only narrows a search, as the id does here, adds nothing to it."""
FOREVER = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


class ArticleAsked(PageAsked):
    """An article, and the search that it was found with."""

    id: Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]

    @property
    def search(self) -> PageAsked:
        """What it was found with."""
        return PageAsked.model_construct(**self.model_dump(exclude={"id"}, exclude_unset=True))


@dataclass(frozen=True, slots=True)
class Pager:
    """Which hits are shown, and where the others are."""

    first: int
    last: int
    before: str | None
    after: str | None


@router.get("/")
async def search(asked: Annotated[PageAsked, Query()], serving: Serving) -> Response:
    """The search page; without anything asked for, all articles, the newest first."""
    found = await serving.search(
        asked, limit=PAGE_SIZE, offset=asked.offset, facets=(*FACETS, *periods(asked))
    )
    counted = {name: _offered(asked, name, found.facets[name]) for name in FACETS}
    return page(
        "search.html", asked=asked, found=found, facets=counted,
        chart=chart(asked, found.total, found.facets),
        pager=_pager(asked, len(found.hits), found.total),
        most=MOST_DOWNLOADED,
    )  # fmt: skip


def _offered(asked: PageAsked, name: str, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The values that can still narrow: none that does already."""
    known = getattr(asked, name)
    left = ((value, count) for value, count in counts.items() if value not in known)
    return list(islice(left, MOST_VALUES))


def _pager(asked: PageAsked, shown: int, total: int) -> Pager:
    last = asked.offset + shown
    number = asked.page
    more = shown and last < min(total, FARTHEST)
    before = asked.link("/", page=number - 1) if number > 1 else None
    after = asked.link("/", page=number + 1) if more else None
    return Pager(asked.offset + 1, last, before, after)


@router.get("/artikel")
async def article(asked: Annotated[ArticleAsked, Query()], serving: Serving) -> Response:
    """An article, the words asked for marked in it, and those like it."""
    found = await serving.desk.ask(lambda: serving.archive.get(asked.id))
    if found is None:
        raise HTTPException(NOT_FOUND.status, f"tidak ada artikel dengan id {asked.id}")
    hit = await _found_with(asked, serving) if asked.q else None
    return page(
        "article.html", asked=asked.search, article=found, hit=hit,
        shares=[share for share in hit.shares if share.share >= LEAST_SHARE] if hit else (),
        paragraphs=list(wording.paragraphs(found.body, hit.body_marks if hit else ())),
        origins=_origins(found), similar=await _similar(found, serving),
    )  # fmt: skip


async def _found_with(asked: ArticleAsked, serving: Service) -> Hit | None:
    """The article as the query finds it; None where it can't be said: it is shown all the same."""
    where = [condition("id", asked.id)]
    try:
        found = await serving.desk.ask(
            lambda: serving.archive.explain(asked.q, where=where, limit=1)
        )
    except (QueryError, TooSlow, TooBusy):
        return None
    return found.hits[0] if found.hits else None


def _origins(article: Article) -> Mapping[str, str]:
    return {
        name: wording.ORIGINS.get(origin, origin) for name, origin in article.provenance.items()
    }


async def _similar(article: Article, serving: Service) -> tuple[Hit, ...]:
    """Those like it; no more of them where that takes too long."""
    try:
        found = await serving.desk.ask(lambda: serving.archive.similar(article.id, limit=SIMILAR))
    except (TooSlow, TooBusy):
        return ()
    return found.hits


@router.get("/unduh/{form}")
async def download(
    form: Literal["csv", "jsonl"], asked: Annotated[PageAsked, Query()], serving: Serving
) -> Response:
    """The result as a file."""
    found = await serving.download(asked)
    return downloads.FORMS[form](found.hits)


@router.get("/bantuan")
async def guide() -> Response:
    """How to ask."""
    return page("guide.html", asked=PageAsked())


@router.get("/api/")
async def described(request: Request) -> Response:
    """The API for people."""
    return page("api.html", asked=PageAsked(), api=describe(request.app), problems=KINDS)


@router.get("/healthz")
async def health(serving: Serving) -> Health:
    """Does the server answer, and can its index be searched?"""
    held = await serving.desk.ask(lambda: serving.archive.stats(()))
    return Health(articles=held.articles, waiting=held.waiting)


@router.get("/static/{name}")
async def static(name: str) -> Response:
    """A file of the package, by its name among those that were read at the start."""
    if name not in assets():
        raise HTTPException(NOT_FOUND.status, "there is no such file")
    asset = assets()[name]
    return Response(asset.content, media_type=asset.type, headers={"Cache-Control": FOREVER})


def refusal(request: Request, trouble: Trouble) -> Response:
    """A problem as a page."""
    asked = PageAsked.model_construct(q=request.query_params.get("q", ""))
    marked = list(_marked(trouble)) if "position" in trouble.more else []
    return page(
        "error.html", status=trouble.kind.status, asked=asked, trouble=trouble, marked=marked
    )


def _marked(trouble: Trouble) -> Iterator[tuple[str, bool]]:
    """The query, the place of the trouble marked."""
    text: Any = trouble.more["text"]
    start = min(trouble.more["position"], len(text))
    yield from wording.pieces(text, [(start, start + 1)] if start < len(text) else [])
