"""`completion`: the script that lets a shell complete commands, options and queries."""

import click

from beritasearch.cli.commands import COMPLETE_VARIABLE, PROGRAM, Command
from beritasearch.cli.options import archive_options

SHELLS = ("bash", "zsh", "fish")


@click.command(
    cls=Command,
    examples=(
        "beritasearch completion bash > beritasearch.bash && source ./beritasearch.bash",
        "beritasearch completion zsh > _beritasearch",
        "beritasearch completion fish > beritasearch.fish",
    ),
)
@click.argument("shell", metavar="bash|zsh|fish", type=click.Choice(SHELLS))
@archive_options
def completion(shell: str) -> None:
    """Print the script that completes what you type in a shell.

    Commands, options, the names of the fields (kota:, tokoh: ...), and behind them the cities
    and outlets that the index holds. For good: in ~/.bashrc put eval "$(beritasearch completion
    bash)", in ~/.zshrc the same with zsh, behind compinit; for fish write it to
    ~/.config/fish/completions/beritasearch.fish.
    """
    from click.shell_completion import get_completion_class

    from beritasearch.cli import shells

    shells.register()
    form = get_completion_class(shell)
    root = click.get_current_context().find_root().command
    if form:
        click.echo(form(root, {}, PROGRAM, COMPLETE_VARIABLE).source(), nl=False)
