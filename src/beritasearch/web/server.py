"""Serving until a signal ends it; requests that are being answered are answered first."""

import socket

import uvicorn
from starlette.types import ASGIApp

LONGEST_HEAD = 16 * 1024
"""Bytes of a request's line and headers; none of ours comes near it."""
KEPT_OPEN = 15
"""Seconds that a connection stays open for a next request."""
ANSWERING = 10
"""Seconds that requests have for their end when the server is stopped."""


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises OSError where that can't be."""
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return socket.create_server(address[:2], family=family, backlog=512)


def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Answer requests until SIGINT or SIGTERM."""
    config = uvicorn.Config(
        app, http="h11", ws="none", lifespan="off", loop="asyncio",
        log_config=None, access_log=False, server_header=False, proxy_headers=False,
        timeout_keep_alive=KEPT_OPEN, timeout_graceful_shutdown=ANSWERING,
        h11_max_incomplete_event_size=LONGEST_HEAD,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listener])
