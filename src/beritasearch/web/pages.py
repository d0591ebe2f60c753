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
from beritasearch.web.indonesian import in_indonesian
from beritasearch.web.map import ISLANDS, Island, Map, drawn, where
from beritasearch.web.models import Health
from beritasearch.web.problems import BAD_QUERY, KINDS, NOT_FOUND, UNUSABLE, WRONG_HOST, Trouble
from beritasearch.web.service import MOST_DOWNLOADED, Service, Serving
from beritasearch.web.shelf import assets, page

FACETS = tuple(wording.FACETS)
MOST_VALUES = 40
MOST_SPOTS = 60
"""Of the small map beside the hits; the large one has all."""
LARGEST_OF_SMALL, LARGEST_SPOT = 0.05, 0.025
"""The radius of the largest circle, of the width of the map."""
SIMILAR = 5
LEAST_SHARE = 0.005
"""Of a score that is told."""
EXPLAINED = (BAD_QUERY, UNUSABLE, WRONG_HOST)
"""Problems of which a page tells more than the advice of their kind."""
FOREVER = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


class ArticleAsked(PageAsked):
    """An article, and the search that it was found with."""

    id: Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]

    @property
    def search(self) -> PageAsked:
        """What it was found with."""
        return _without(self, "id")


class MapAsked(PageAsked):
    """A search, and the part of the map that is looked at."""

    island: Island | None = None

    @property
    def search(self) -> PageAsked:
        """The search alone."""
        return _without(self, "island", "page")


def _without(asked: PageAsked, *own: str) -> PageAsked:
    return PageAsked.model_construct(**asked.model_dump(exclude={*own}, exclude_unset=True))


@dataclass(frozen=True, slots=True)
class Offered:
    """A value that narrows, how many hits have it, and the address of those."""

    label: str
    count: int
    link: str


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
    counted = {
        name: list(islice(_offered(asked, name, found.facets[name]), MOST_VALUES))
        for name in FACETS
    }
    most = dict(islice(found.facets["city"].items(), MOST_SPOTS))
    return page(
        "search.html", asked=asked, found=found, facets=counted,
        chart=chart(asked, found.total, found.facets),
        map=_map(asked, most, largest=LARGEST_OF_SMALL), whole=asked.link("/peta", page=None),
        pager=_pager(asked, len(found.hits), found.total),
        most=MOST_DOWNLOADED,
    )  # fmt: skip


@router.get("/peta")
async def on_a_map(asked: Annotated[MapAsked, Query()], serving: Serving) -> Response:
    """Where the hits of the search page are, and all of their cities."""
    found = await serving.search(asked.search, limit=PAGE_SIZE, facets=("city",))
    counts = found.facets["city"]
    views = {None: asked.link("/peta", island=None)}
    return page(
        "map.html", asked=asked.search, found=found, island=asked.island,
        map=_map(asked.search, counts, largest=LARGEST_SPOT, island=asked.island),
        cities=list(_offered(asked.search, "city", counts)),
        unplaced=[city for city in counts if not where(city)],
        views=views | {name: asked.link("/peta", island=name) for name in ISLANDS},
    )  # fmt: skip


def _map(
    asked: PageAsked, counts: Mapping[str, int], *, largest: float, island: Island | None = None
) -> Map | None:
    def link(city: str) -> str:
        return asked.having("city", wording.exactly(city))

    return drawn(counts, link, largest=largest, island=island)


def _offered(asked: PageAsked, name: str, counts: Mapping[str, int]) -> Iterator[Offered]:
    """The values that can still narrow: none that does already."""
    known = getattr(asked, name)
    for value, count in counts.items():
        told, label = value, value
        if name == "city":
            told = wording.exactly(value)
            label = wording.city(told)
        if value not in known and told not in known:
            yield Offered(label, count, asked.having(name, told))


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
        shares=_shares(hit) if hit else [],
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


def _shares(hit: Hit) -> list[tuple[str, float]]:
    """What each part of the query gave to the score; the id, which is asked for here, nothing."""
    asked = [share for share in hit.shares if not share.part.startswith("id=")]
    whole = sum(share.share for share in asked) or 1.0
    told = ((wording.part(share.part), share.share / whole) for share in asked)
    return [(part, share) for part, share in told if share >= LEAST_SHARE]


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
        "error.html", status=trouble.kind.status, asked=asked, trouble=trouble, marked=marked,
        explained=trouble.kind in EXPLAINED,
        reasons=[_of_parameter(wrong) for wrong in trouble.more.get("errors", ())],
    )  # fmt: skip


def _of_parameter(wrong: Mapping[str, str]) -> str:
    name = wrong["parameter"].partition(".")[0]
    reason = in_indonesian(wrong["reason"]) or wrong["reason"]
    return f"{wording.PARAMETERS.get(name, name)}: {reason}"


def _marked(trouble: Trouble) -> Iterator[tuple[str, bool]]:
    """The query, the place of the trouble marked."""
    text: Any = trouble.more["text"]
    start = min(trouble.more["position"], len(text))
    yield from wording.pieces(text, [(start, start + 1)] if start < len(text) else [])
