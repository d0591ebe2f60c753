"""The whole as one ASGI application over one Archive."""

from collections.abc import Iterable
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from beritasearch.archive import Archive
from beritasearch.errors import BeritasearchError
from beritasearch.web import api, pages, shelf
from beritasearch.web.desk import Desk, TooBusy, TooSlow
from beritasearch.web.freshness import Freshness
from beritasearch.web.guard import Guard
from beritasearch.web.journal import Journal, Write, to_standard_error
from beritasearch.web.offers import Offers
from beritasearch.web.problems import MEDIA_TYPE, Trouble, trouble
from beritasearch.web.service import Service

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def application(
    archive: Archive,
    index: Path,
    *,
    seconds: float,
    token: str | None = None,
    hosts: Iterable[str] = LOOPBACK,
    write: Write = to_standard_error,
) -> ASGIApp:
    """Serves `archive`, whose index is in the folder `index`; a search may take `seconds`.

    With a `token` every request must show it, and without one only `hosts` may be asked for.
    `write` gets the lines of the access log.
    """
    shelf.read()
    freshness = Freshness(index)
    app = FastAPI(openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    app.state.service = Service(
        archive, Desk(seconds=seconds), freshness, Offers(archive, freshness)
    )
    app.openapi = lambda: api.describe(app)  # type: ignore[method-assign]
    app.include_router(api.router)
    app.include_router(pages.router)
    for kind in (
        RequestValidationError, HTTPException, BeritasearchError, TooSlow, TooBusy, Exception,
    ):  # fmt: skip
        app.add_exception_handler(kind, _failed)
    guarded = Guard(app, refuse=refused, version=freshness.version, token=token, hosts=hosts)
    return Journal(guarded, write=write)


async def _failed(request: Request, error: Exception) -> Response:
    return refused(request, trouble(error))


def refused(request: Request, trouble: Trouble) -> Response:
    """Why there is no answer: problem details for programs, a page for people."""
    if request.url.path == "/healthz" or request.url.path.startswith("/api/"):
        response: Response = JSONResponse(
            trouble.as_dict(), trouble.kind.status, media_type=MEDIA_TYPE
        )
    else:
        response = pages.refusal(request, trouble)
    response.headers.update(trouble.headers)
    return response
