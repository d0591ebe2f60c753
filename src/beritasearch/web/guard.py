"""Before and after every request: who may ask, what a browser may do, what is still fresh."""

import base64
import hmac
import re
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from beritasearch.errors import BeritasearchError
from beritasearch.web.problems import UNAUTHORISED, WRONG_HOST, Trouble

OPEN = "/healthz"
"""What needs no token: what watches over servers has none."""

# Nothing but what the package serves; nothing written into a page can run or dress it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # an outlet isn't told what its article was found with
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:@/\s]+)(?::\d+)?")

Refuse = Callable[[Request, Trouble], Response]


class Guard:
    """Refuses whom it must, answers 304 where nothing has changed, and seals every response."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        refuse: Refuse,
        version: Callable[[], str],
        token: str | None,
        hosts: Iterable[str],
    ) -> None:
        """Without a token only `hosts` are answered to: a page elsewhere may name this address
        as its own (DNS rebinding) and read along.
        """
        self._app, self._refuse, self._version = app, refuse, version
        self._token, self._hosts = token, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        tag = self._tag(request)
        answer = self._refused(request) or _unchanged(request, tag)
        if scope["method"] == "HEAD":  # as GET; the server leaves the body out
            scope = {**scope, "method": "GET"}
        await (answer or self._app)(scope, receive, _sealed(send, tag))

    def _refused(self, request: Request) -> Response | None:
        if self._token is None:
            if _name(request.headers.get("host", "")) in self._hosts:
                return None
            detail = f"it answers to {', '.join(sorted(self._hosts))}"
            return self._refuse(request, Trouble(WRONG_HOST, detail))
        if request.url.path == OPEN or _holds(request.headers, self._token):
            return None
        asked = {"WWW-Authenticate": 'Basic realm="beritasearch", charset="UTF-8"'}
        detail = "send it as a bearer token, or as the password of any user"
        return self._refuse(request, Trouble(UNAUTHORISED, detail, headers=asked))

    def _tag(self, request: Request) -> str | None:
        if request.method in ("GET", "HEAD") and request.url.path != OPEN:
            with suppress(BeritasearchError, OSError):  # the handler will tell what is the matter
                return f'W/"{self._version()}"'
        return None


def _unchanged(request: Request, tag: str | None) -> Response | None:
    known = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    return Response(status_code=304) if tag and (tag in known or known == ["*"]) else None


def _sealed(send: Send, tag: str | None) -> Callable[[Message], Awaitable[None]]:
    """Sends a response with the headers that each has."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            if tag and message["status"] in (200, 304) and "cache-control" not in headers:
                headers["ETag"] = tag
            headers.setdefault("Cache-Control", "private, no-cache")
        await send(message)

    return sending


def _name(host: str) -> str:
    """The host without its port; nothing where it is no host."""
    found = _HOST.fullmatch(host)
    return found[1].lower() if found else ""


def _holds(headers: Headers, token: str) -> bool:
    scheme, _, value = headers.get("authorization", "").partition(" ")
    given = ""
    if scheme.lower() == "bearer":
        given = value.strip()
    elif scheme.lower() == "basic":
        with suppress(ValueError):
            given = base64.b64decode(value, validate=True).decode().partition(":")[2]
    return hmac.compare_digest(given.encode(), token.encode())
