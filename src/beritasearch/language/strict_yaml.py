"""YAML, read strictly: a wrong entry is named by file, line and key.

YAML turns an unquoted `no` into False and `12:30` into 750, and silently keeps the last of
two equal keys; a stopword lost that way is never noticed. So everything but text is refused.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from beritasearch.errors import LanguageDataError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT = "tag:yaml.org,2002:str"


class Mapping(dict[str, Any]):
    """A mapping of the file, and in which line each key stands."""

    lines: dict[str, int]


def only_text(_: str) -> bool:
    """No value but text is taken, whatever the key."""
    return False


def load(path: str | Path, *, as_written: Callable[[str], bool] = only_text) -> Any:
    """The file's content as dicts, lists and strings. Raises LanguageDataError.

    Under the keys of which `as_written` holds (`reading.largest_mb`) numbers and the like are
    taken, too, as they are written.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LanguageDataError(f"can't be read: {error}", path=path) from None
    return parse(text, path, as_written=as_written)


def parse(text: str, path: str | Path, *, as_written: Callable[[str], bool] = only_text) -> Any:
    """The YAML `text` of the file `path` as dicts, lists and strings."""
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise LanguageDataError(f"not YAML: {error.problem}", path=path, line=line) from None
    except yaml.YAMLError as error:
        raise LanguageDataError(f"not YAML: {error}", path=path) from None
    try:
        return None if root is None else _Reader(str(path), as_written).plain(root, "")
    except RecursionError:
        message = "a list or mapping holds itself, or hundreds of others; write it out"
        raise LanguageDataError(message, path=path) from None


class _Reader:
    """One file's nodes as plain values."""

    def __init__(self, path: str, as_written: Callable[[str], bool]) -> None:
        self._path, self._as_written = path, as_written

    def plain(self, node: yaml.Node, key: str) -> Any:
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, key) for item in node.value]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, key)
        return self._text(node, key)

    def _mapping(self, node: yaml.MappingNode, parent: str) -> Mapping:
        found = Mapping()
        found.lines = {}
        for key_node, value_node in node.value:
            key = self._text(key_node, parent)
            full_key = f"{parent}.{key}" if parent else key
            if key in found:
                first = found.lines[key]
                message = f'the key "{key}" stands twice, first in line {first}; keep one'
                raise self._wrong(key_node, full_key, message)
            found.lines[key] = key_node.start_mark.line + 1
            found[key] = self.plain(value_node, full_key)
        return found

    def _text(self, node: yaml.Node, key: str) -> str:
        if isinstance(node, yaml.ScalarNode) and (node.tag == _TEXT or self._as_written(key)):
            return str(node.value)
        written = node.value if isinstance(node, yaml.ScalarNode) else "a list or a mapping"
        under = f'under "{key}", ' if key else ""
        raise self._wrong(node, key, f'{under}"{written}" is not text to YAML; put it in quotes')

    def _wrong(self, node: yaml.Node, key: str, message: str) -> LanguageDataError:
        line = node.start_mark.line + 1
        return LanguageDataError(message, path=self._path, line=line, key=key)
