"""How bash and zsh ask for completions, where the scripts that click has fall short for queries.

Bash takes a word apart at colons, so that `kota:dem` reaches click's script as `dem`, and a name
of two words comes out as two. Both put a space behind `kota:`. Fish does neither.
"""

import os
import re
import shlex

from click.shell_completion import (
    CompletionItem,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

_SPECIAL, _ESCAPED = re.compile(r"([^\w@%+=:,./-])"), r"\\\1"
_END = "\0"

_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' type value
    COMPREPLY=()
    while IFS=',' read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                COMPREPLY+=("$value")
                [[ $value == *: ]] && compopt -o nospace
                ;;
        esac
    done < <(env COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_WORDBREAKS="$COMP_WORDBREAKS" \\
        %(complete_var)s=bash_complete "$1" 2>/dev/null)
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_ZSH = """\
#compdef %(prog_name)s

%(complete_func)s() {
    local type key descr
    local -a whole whole_shown begun begun_shown response
    (( ! $+commands[%(prog_name)s] )) && return 1

    response=("${(@f)$(env COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \\
        %(complete_var)s=zsh_complete %(prog_name)s 2>/dev/null)}")

    for type key descr in ${response}; do
        case $type in
            dir) _path_files -/ ;;
            file) _path_files -f ;;
            plain)
                if [[ $key == *: ]]; then
                    begun+=("$key"); begun_shown+=("$key  $descr")
                else
                    whole+=("$key"); whole_shown+=("$key  $descr")
                fi
                ;;
        esac
    done
    (( $#begun )) && compadd -U -V begun -S '' -l -d begun_shown -a begun
    (( $#whole )) && compadd -U -V whole -l -d whole_shown -a whole
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""


class Bash(ShellComplete):
    """Completion from the line as typed, not from the words that bash makes of it."""

    name = "bash"
    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the one that it stands in."""
        _, *arguments, last = split_arg_string(os.environ["COMP_LINE"] + _END)
        return arguments, last.removesuffix(_END)

    def format_completion(self, item: CompletionItem[str]) -> str:
        """The kind of the item and what bash is to put behind the last place where it breaks."""
        if _in_quotes():
            return f"{item.type},{item.value}"
        breaks = ":" in os.environ.get("COMP_WORDBREAKS", ":")
        before, colon, _ = self.get_completion_args()[1].rpartition(":") if breaks else ("", "", "")
        value = item.value.removeprefix(before + colon)
        return f"{item.type},{_SPECIAL.sub(_ESCAPED, value)}"


def _in_quotes() -> bool:
    try:
        shlex.split(os.environ["COMP_LINE"])
    except ValueError:  # a quotation mark that isn't closed
        return True
    return False


class Zsh(ZshComplete):
    """Completion with nothing behind a name of a field, and colons as they are."""

    source_template = _ZSH

    def format_completion(self, item: CompletionItem[str]) -> str:
        """The kind of the item, its value, and what it is: a line each."""
        return f"{item.type}\n{item.value}\n{item.help or ' '}"


def register() -> None:
    """Have click use these."""
    add_completion_class(Bash)
    add_completion_class(Zsh)
