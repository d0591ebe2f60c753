"""Which archive a command works on, and in which form it answers."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from pathlib import Path

    from beritasearch.archive import Archive
    from beritasearch.config import Settings as Configuration

_Command = TypeVar("_Command", bound=Callable[..., Any])

INDEX_VARIABLE = "BERITASEARCH_INDEX"
STANDARD_INPUT = "-"
WAIT = 10.0
"""Seconds that a writer gives another one to finish."""
INPUT = click.Path(exists=True, allow_dash=True)
"""A file or folder that is there, or standard input."""


class Settings:
    """What was said of the archive, before or behind the name of the command."""

    def __init__(self) -> None:
        self.index = os.environ.get(INDEX_VARIABLE) or "index"
        self.config: str | None = None
        self.engine: str | None = None
        self.url: str | None = None
        self.shard: str | None = None
        self.wait = WAIT

    def archive(self) -> "Archive":
        """The archive that was meant; its files are opened when they are needed."""
        from beritasearch.archive import Archive

        return Archive(
            self.index, engine=self.engine, config=self.config, url=self.url, shard=self.shard,
            wait=self.wait,
        )  # fmt: skip

    def corpus(self) -> "tuple[Path, ...]":
        """What is read when no path is named. Raises UsageError where nothing is configured."""
        if found := self._configured().corpus:
            return found
        raise click.UsageError(
            "there is nothing to read: name a file or folder, or have beritasearch.yaml say "
            "`corpus: [FOLDER]` (`beritasearch init` writes one)"
        )

    def processes(self, named: int | None) -> int:
        """How many read: as many as were named, or configured, or as there are processors."""
        return named or self._configured().jobs or os.cpu_count() or 1

    def _configured(self) -> "Configuration":
        from beritasearch.config import Configured

        return Configured(self.config).settings(None)


def archive_options(command: _Command) -> _Command:
    """Give the command --index, --config, --engine and --url; they go to its Settings."""
    index = f"Where the index is (default: index, or what {INDEX_VARIABLE} says)."
    config = "Settings of the language (default: ./beritasearch.yaml, where there is one)."
    engine = (
        "What a new index is built with: whoosh, tantivy or opensearch (default: as the one "
        "before, else tantivy where it is installed, else whoosh)."
    )
    url = "Where a new index is on a cluster: https://HOST:9200/NAME, with --engine opensearch."
    command = _setting("--url", "URL", None, url)(command)
    command = _setting("--engine", "NAME", None, engine)(command)
    command = _setting("--config", "FILE", click.Path(), config)(command)
    return _setting("--index", "DIR", click.Path(file_okay=False), index)(command)


def wait_option(command: _Command) -> _Command:
    """Give the command --wait."""
    text = f"How long to wait for another one that writes (default: {WAIT:.0f})."
    return _setting("--wait", "SECONDS", click.FloatRange(min=0), text)(command)


def shard_option(command: _Command) -> _Command:
    """Give the command --shard."""
    text = "Read only the K-th of N parts: several machines share an archive on a cluster."
    return _setting("--shard", "K/N", None, text)(command)


def map_option(command: _Command) -> _Command:
    """Give the command --map."""
    return click.option(
        "--map",
        "names",
        metavar="FIELD=NAME",
        multiple=True,
        callback=_names,
        help="Your files call FIELD (title, body, published ...) NAME. May be repeated.",
    )(command)


def _names(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Their name → the field that it stands for."""
    pairs = [value.partition("=") for value in given]
    if wrong := [field + sign + name for field, sign, name in pairs if not (field and name)]:
        raise click.BadParameter(f'"{wrong[0]}"; write FIELD=NAME, for example body=konten')
    return {name: field for field, _, name in pairs}


def _setting(
    name: str, metavar: str, kind: click.Path | click.FloatRange | None, text: str
) -> Callable[[_Command], _Command]:
    return click.option(
        name, metavar=metavar, type=kind, help=text, expose_value=False, callback=_remember
    )


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    settings = context.ensure_object(Settings)
    if value is not None and parameter.name:
        setattr(settings, parameter.name, value)


def as_json(value: Any, *, indent: int | None = 2) -> str:
    """The value for programs, over lines that people can read, or (None) in one line."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=indent)


def format_option(*names: str, default: str) -> Callable[[_Command], _Command]:
    """Give the command --format, one of `names`."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(names),
        default=default,
        help=f"Form of the output (default: {default}).",
    )
