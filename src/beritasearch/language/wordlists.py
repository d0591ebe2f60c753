"""Word lists in YAML, read strictly: a wrong entry is named by file, line and key.

YAML turns an unquoted `no` into False and `12:30` into 750, and silently keeps the last of
two equal keys; a stopword lost that way is never noticed. So everything but text is refused.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from beritasearch.errors import LanguageDataError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT = "tag:yaml.org,2002:str"


class Mapping(dict[str, Any]):
    """A mapping of the file, and in which line each key stands."""

    lines: dict[str, int]


def load(path: str | Path) -> Any:
    """The file's content as dicts, lists and strings. Raises LanguageDataError."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LanguageDataError(f"can't be read: {error}", path=path) from None
    return parse(text, path)


@cache
def shipped(name: str) -> Any:
    """The content of `language/data/NAME`. Shared by all callers: never change it."""
    resource = files("beritasearch.language") / "data" / name
    return parse(resource.read_text(encoding="utf-8"), resource.name)


def parse(text: str, path: str | Path) -> Any:
    """The YAML `text` of the file `path` as dicts, lists and strings."""
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise LanguageDataError(f"not YAML: {error.problem}", path=path, line=line) from None
    except yaml.YAMLError as error:
        raise LanguageDataError(f"not YAML: {error}", path=path) from None
    return None if root is None else _plain(root, str(path), "")


def _plain(node: yaml.Node, path: str, key: str) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, path, key) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, key)
    return _text(node, path, key)


def _mapping(node: yaml.MappingNode, path: str, parent: str) -> Mapping:
    found = Mapping()
    found.lines = {}
    for key_node, value_node in node.value:
        key = _text(key_node, path, parent)
        line = key_node.start_mark.line + 1
        full_key = f"{parent}.{key}" if parent else key
        if key in found:
            raise LanguageDataError(
                f'the key "{key}" stands twice, first in line {found.lines[key]}; keep one',
                path=path, line=line, key=full_key,
            )  # fmt: skip
        found.lines[key] = line
        found[key] = _plain(value_node, path, full_key)
    return found


def _text(node: yaml.Node, path: str, key: str) -> str:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode) or node.tag != _TEXT:
        written = node.value if isinstance(node, yaml.ScalarNode) else "a list or a mapping"
        raise LanguageDataError(
            f'{_under(key)}"{written}" is not text to YAML; put it in quotes',
            path=path, line=line, key=key,
        )  # fmt: skip
    return str(node.value)


def _under(key: str) -> str:
    return f'under "{key}", ' if key else ""
