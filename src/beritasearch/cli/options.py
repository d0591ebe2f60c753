"""Which archive a command works on, and in which form it answers."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from beritasearch.archive import Archive

_Command = TypeVar("_Command", bound=Callable[..., Any])

INDEX_VARIABLE = "BERITASEARCH_INDEX"
STANDARD_INPUT = "-"
INPUT = click.Path(exists=True, allow_dash=True)
"""A file or folder that is there, or standard input."""


def _usual_index() -> str:
    return os.environ.get(INDEX_VARIABLE) or "index"


@dataclass(slots=True)
class Settings:
    """What was said of the archive, before or behind the name of the command."""

    index: str = field(default_factory=_usual_index)
    config: str | None = None
    engine: str | None = None

    def archive(self) -> "Archive":
        """The archive that was meant; its files are opened when they are needed."""
        from beritasearch.archive import Archive

        return Archive(self.index, engine=self.engine, config=self.config)


def archive_options(command: _Command) -> _Command:
    """Give the command --index, --config and --engine; their values go to its Settings."""
    index = f"Where the index is (default: index, or what {INDEX_VARIABLE} says)."
    config = "Settings of the language (default: ./beritasearch.yaml, where there is one)."
    engine = "What a new index is built with (default: as the one before, else whoosh)."
    command = _setting("--engine", "NAME", None, engine)(command)
    command = _setting("--config", "FILE", click.Path(), config)(command)
    return _setting("--index", "DIR", click.Path(file_okay=False), index)(command)


def _setting(
    name: str, metavar: str, kind: click.Path | None, text: str
) -> Callable[[_Command], _Command]:
    return click.option(
        name, metavar=metavar, type=kind, help=text, expose_value=False, callback=_remember
    )


def _remember(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    settings = context.ensure_object(Settings)
    if value is not None and parameter.name:
        setattr(settings, parameter.name, value)


def format_option(*names: str, default: str) -> Callable[[_Command], _Command]:
    """Give the command --format, one of `names`."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(names),
        default=default,
        help=f"Form of the output (default: {default}).",
    )
