"""What every command shares: loading when used, examples in its help, and its errors."""

import os
import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from beritasearch.errors import BeritasearchError, reason

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

PROGRAM, COMPLETE_VARIABLE = "beritasearch", "_BERITASEARCH_COMPLETE"
FOUND, NOTHING_FOUND, FAILED, STOPPED = 0, 1, 2, 130
"""The exit codes; the last is what shells give for Ctrl-C."""
NOT_ALL = NOTHING_FOUND
"""Of a run that is done, though some articles failed. Not 2: that is for one that isn't done."""
DAMAGED = NOTHING_FOUND
"""Of a check that was done, and found something wrong."""


class Stopped(Exception):
    """Ctrl-C, with what that means for the work at hand."""


class Command(click.Command):
    """A command with examples, which the help, the docs and the tests take from here."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """End the help with the examples."""
        write_examples(self.examples, formatter)
        super().format_epilog(ctx, formatter)


_EXCLUSION = re.compile(r"(?!-h$)-[^-]")


class QueryCommand(Command):
    """A command whose arguments may begin with a dash: `search banjir -semarang`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; -word is part of the query, as there are no short options."""
        # Not ignore_unknown_options: a misspelt --option would be searched for, silently.
        # The space keeps click from taking the word apart, and means nothing in a query.
        plain = [f" {arg}" if _EXCLUSION.match(arg) else arg for arg in args]
        return super().parse_args(ctx, plain)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[str]]":
        """What -ko may become: click asks the command, since to it this begins an option."""
        if not _EXCLUSION.match(incomplete):
            return super().shell_complete(ctx, incomplete)
        arguments = (param for param in self.params if isinstance(param, click.Argument))
        return [item for arg in arguments for item in arg.shell_complete(ctx, incomplete)]


def write_examples(examples: Sequence[str], formatter: click.HelpFormatter) -> None:
    """The examples as a section of the help, as they are typed."""
    if examples:
        with formatter.section("Examples"):
            formatter.write("".join(f"  {example}\n" for example in examples))


class LazyGroup(click.Group):
    """Commands by the module of this package that holds them, imported when one is used."""

    def __init__(
        self,
        *args: Any,
        modules: Mapping[str, tuple[str, str]],
        examples: Sequence[str],
        **settings: Any,
    ) -> None:
        """`modules`: command → the module that holds it, and its line in the help."""
        super().__init__(*args, **settings)
        self._modules, self.examples = modules, examples

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self._modules.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """End the help with the examples."""
        write_examples(self.examples, formatter)
        super().format_epilog(ctx, formatter)

    def list_commands(self, _: click.Context) -> list[str]:
        """The names of the commands, in the order of the help."""
        return list(self._modules)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        """The command of that name."""
        if name not in self._modules:
            return None
        module = import_module(f"beritasearch.cli.{self._modules[name][0]}")
        command: click.Command = getattr(module, name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that `args` begins with; what was forgotten, when there is none."""
        name = args[0]
        unknown = name not in self._modules and not name.startswith("-")
        if unknown and not ctx.resilient_parsing:  # which is for completion: nothing may fail
            from difflib import get_close_matches

            near = get_close_matches(name, self._modules, n=1)
            meant = [near[0], *args[1:]] if near else ["search", *args]
            ctx.fail(f'there is no command "{name}"; perhaps: beritasearch {shlex.join(meant)}')
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; quietly done when nobody reads its output any more (`| head`)."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _let_go()
            return FOUND
        return result

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read the command line, which shows the help where that is asked for: as `invoke`."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError:
            _let_go()
            raise click.exceptions.Exit(FOUND) from None

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run and exit. Whatever goes wrong is one message that begins with `beritasearch: `."""
        code = self._run(args, prog_name, complete_var, extra)
        if standalone_mode:
            sys.exit(code)
        return code

    def _run(
        self,
        args: Sequence[str] | None,
        prog_name: str | None,
        complete_var: str | None,
        extra: dict[str, Any],
    ) -> int:
        if os.environ.get(COMPLETE_VARIABLE):
            from beritasearch.cli import shells

            shells.register()
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except Stopped as stopped:
            return _complain(str(stopped), STOPPED)
        except click.Abort:
            return _complain("stopped", STOPPED)
        except click.ClickException as error:
            return _complain(_misused(error), FAILED)
        except (BeritasearchError, OSError) as error:
            return _complain(told(error), FAILED)
        return code or FOUND


def _let_go() -> None:
    # Else Python complains at exit, when it flushes what nobody wants.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def told(error: BeritasearchError | OSError) -> str:
    """What is wrong, as a person is told it."""
    return str(error) if isinstance(error, BeritasearchError) else reason(error)


def _misused(error: click.ClickException) -> str:
    """What is wrong and, with a wrong command line, where to read how it is written."""
    message = error.format_message()
    if isinstance(error, click.UsageError) and error.ctx:
        message += f"\nhow it is written: {error.ctx.command_path} --help"
    return message


def _complain(message: str, code: int) -> int:
    click.echo(f"beritasearch: {message}", err=True)
    return code
