"""`serve`: the archive as web pages and as a JSON API."""

import ipaddress
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from beritasearch.cli.commands import Command
from beritasearch.cli.options import Settings, archive_options

if TYPE_CHECKING:
    from socket import socket

HOST, PORT, SECONDS = "127.0.0.1", 8000, 10.0
TOKEN_VARIABLE = "BERITASEARCH_TOKEN"  # noqa: S105 - its name
SHORTEST_TOKEN = 16


@click.command(
    cls=Command,
    examples=("beritasearch serve", "beritasearch serve --port 8080 --timeout 5"),
)
@click.option("--host", metavar="ADDRESS", default=HOST, help=f"Where to listen (default: {HOST}).")
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=PORT,
    help=f"The port; 0 takes a free one (default: {PORT}).",
)
@click.option(
    "--token",
    metavar="WORD",
    envvar=TOKEN_VARIABLE,
    help=f"What requests must show; {TOKEN_VARIABLE} says it without a list of processes doing so.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=SECONDS,
    help=f"A search that takes longer is cut off (default: {SECONDS:.0f}).",
)
@archive_options
@click.pass_obj
def serve(settings: Settings, /, host: str, port: int, token: str | None, timeout: float) -> None:
    """Serve the archive as web pages and as a JSON API, until Ctrl-C.

    On this computer alone, unless --host names another of its addresses; that needs a token.
    Each request is a line of JSON on standard error. Needs: pip install 'beritasearch[web]'.
    """
    _check(host, token)
    try:
        from beritasearch.web.app import LOOPBACK, application
        from beritasearch.web.server import serve as answer
    except ImportError:
        message = "serve needs its libraries: pip install 'beritasearch[web]'"
        raise click.ClickException(message) from None
    hosts = (*LOOPBACK, _in_url(host).lower())
    with settings.archive() as archive:
        archive.stats(())  # an index that can't be searched is told before a browser is opened
        app = application(archive, Path(settings.index), seconds=timeout, token=token, hosts=hosts)
        with _listening(host, port) as listener:
            at = listener.getsockname()[1]
            click.echo(f"http://{_in_url(host)}:{at}/ serves {settings.index}; Ctrl-C ends it")
            signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service is stopped by it
            try:
                answer(app, listener)
            except KeyboardInterrupt:
                click.echo("stopped", err=True)


def _listening(host: str, port: int) -> "socket":
    from beritasearch.web.server import listening

    try:
        return listening(host, port)
    except OSError as error:
        message = f"can't listen on {host}, port {port}: {error.strerror}; choose another --port"
        raise click.ClickException(message) from None


def _check(host: str, token: str | None) -> None:
    """UsageError where others could read along without a token, or guess it."""
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise click.UsageError(f"the token is too short: take {SHORTEST_TOKEN} characters or more")
    if token is None and not _is_loopback(host):
        raise click.UsageError(
            f"{host} is open to others, so requests must show a token; for example: "
            f"{TOKEN_VARIABLE}=$(openssl rand -hex 16) beritasearch serve --host {host}"
        )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
