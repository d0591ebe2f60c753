"""The part of docs/command-line.md that is written from the commands themselves.

`python -m tests.cli.reference` writes it anew.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from beritasearch.cli import cli

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"
MARK = "<!-- from here on written by: python -m tests.cli.reference -->\n"
SHARED = {"index", "config", "engine"}


def page() -> str:
    """The page as it should be: what was written by hand, then the commands."""
    by_hand = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    context = click.Context(cli, info_name="beritasearch")
    commands = ((name, cli.get_command(context, name)) for name in cli.list_commands(context))
    return by_hand + MARK + "".join(section(name, command) for name, command in commands)


def section(name: str, command: click.Command) -> str:
    """One command: how it is written, what it does, examples, options."""
    return "\n".join(_lines(name, command)) + "\n"


def _lines(name: str, command: click.Command) -> Iterator[str]:
    arguments = [p.metavar for p in command.params if isinstance(p, click.Argument)]
    yield f"\n### {' '.join(['beritasearch', name, *arguments])}\n"
    yield "\n\n".join(" ".join(part.split()) for part in command.help.split("\n\n"))
    yield "\n```sh"
    yield from command.examples
    yield "```\n"
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name not in SHARED:
            yield f"- `{_written(parameter)}`: {parameter.help}"


def _written(option: click.Option) -> str:
    if option.is_flag:
        return option.opts[0]
    choices = isinstance(option.type, click.Choice)
    return f"{option.opts[0]} {'|'.join(option.type.choices) if choices else option.metavar}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
