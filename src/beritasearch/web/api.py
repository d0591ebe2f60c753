"""The JSON API: typed handlers, of which FastAPI makes the OpenAPI description."""

from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Query
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException

from beritasearch import __version__
from beritasearch.timeline import Timeline, span
from beritasearch.web import asked as ask
from beritasearch.web import models
from beritasearch.web.problems import KINDS, MEDIA_TYPE, NOT_FOUND, Kind, Problem
from beritasearch.web.service import Serving

LONGEST_ID = 2000
MOST_PERIODS = 5000


def _may_fail(*more: Kind) -> dict[int | str, dict[str, Any]]:
    """The problems of a handler, as OpenAPI has them."""
    schema = {"$ref": "#/components/schemas/Problem"}
    usual = [kind for kind in KINDS if kind is not NOT_FOUND or kind in more]
    return {
        kind.status: {"description": kind.title, "content": {MEDIA_TYPE: {"schema": schema}}}
        for kind in usual
    }


router = APIRouter(prefix="/api", tags=["search"], responses=_may_fail())


@router.get("/search", response_model_exclude_none=True)
async def search(asked: Annotated[ask.HitsAsked, Query()], serving: Serving) -> models.Results:
    """Find articles: those with all the words, then those with typos, then those with some."""
    page = await serving.search(asked, limit=asked.limit, offset=asked.offset)
    return models.Results.of(page)


@router.get("/timeline")
async def timeline(asked: Annotated[ask.TimelineAsked, Query()], serving: Serving) -> models.Counts:
    """Count the hits by day, month or year."""
    page = await serving.count(asked, (asked.by,), fuzzy=asked.fuzzy)
    line = Timeline(asked.q, page.total, page.facets[asked.by])
    periods = list(islice(span(line), MOST_PERIODS + 1))
    if len(periods) > MOST_PERIODS:  # a date that was misread may lie centuries off
        periods = sorted(line.counts)[-MOST_PERIODS:]
    counts = {period: line.counts.get(period, 0) for period in periods}
    return models.Counts(total=line.total, undated=line.undated, by=asked.by, counts=counts)


@router.get("/facets")
async def facets(asked: Annotated[ask.FacetsAsked, Query()], serving: Serving) -> models.Facets:
    """Count the hits by city, person, outlet and the like."""
    wanted = tuple(dict.fromkeys(asked.facet))
    page = await serving.count(asked, wanted, fuzzy=asked.fuzzy)
    values: dict[str, list[models.Value]] = {
        name: [
            models.Value(value=value, count=count)
            for value, count in islice(page.facets[name].items(), asked.most)
        ]
        for name in wanted
    }
    return models.Facets(total=page.total, facets=values)


@router.get("/suggest")
async def suggest(
    asked: Annotated[ask.SuggestAsked, Query()], serving: Serving
) -> models.Suggestions:
    """Names with a word that begins so; words that `q` may have been meant to be."""

    def found() -> models.Suggestions:
        names = serving.offers.beginning(asked.q, asked.limit)
        words = serving.archive.suggest(asked.q, limit=asked.limit)
        return models.Suggestions(
            names=[
                models.Name(kind=o.kind, text=o.text, count=o.count, query=o.query) for o in names
            ],
            words=[models.Word(word=word.word, count=word.count) for word in words],
        )

    return await serving.desk.ask(found)


@router.get("/articles/{id:path}", response_model_exclude_none=True, responses=_may_fail(NOT_FOUND))
async def article(
    id_: Annotated[str, Path(alias="id", max_length=LONGEST_ID)], serving: Serving
) -> models.FullArticle:
    """One article with its text."""
    found = await serving.desk.ask(lambda: serving.archive.get(id_))
    if found is None:
        raise HTTPException(NOT_FOUND.status, f"no article has the id {id_}")
    return models.FullArticle.model_validate(found.as_dict())


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description, made once."""
    if not app.openapi_schema:
        app.openapi_schema = get_openapi(
            title="beritasearch", version=__version__, routes=app.routes,
            description="Search an archive of Indonesian news.",
        )  # fmt: skip
        schemas = app.openapi_schema["components"]["schemas"]
        schemas["Problem"] = Problem.model_json_schema()
    return app.openapi_schema
