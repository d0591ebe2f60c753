"""The access log: one line of JSON for each request, without what was searched for."""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Write = Callable[[str], None]


def to_standard_error(line: str) -> None:
    """One line, at once."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def entry(event: str, **about: Any) -> str:
    """A line of the log."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return json.dumps({"time": now, "event": event, **about}, ensure_ascii=False)


class Journal:
    """Notes each request when it is over."""

    def __init__(self, app: ASGIApp, *, write: Write) -> None:
        self._app, self._write = app, write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and note it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, told = time.perf_counter(), {"status": 500, "bytes": 0}

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["status"] = message["status"]
            told["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            # Not the query string: what somebody looks for is nobody else's business.
            about = {"method": scope["method"], "path": scope["path"], **told}
            client = scope["client"][0] if scope.get("client") else None
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            self._write(entry("request", **about, ms=milliseconds, client=client))
