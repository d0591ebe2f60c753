"""What is made of the language's files, kept: to read them takes longer than to search.

Kept as Python keeps its modules compiled: marshalled, in __pycache__ (or where
PYTHONPYCACHEPREFIX says), for one version of Python; not with PYTHONDONTWRITEBYTECODE, nor where
nothing can be written. It holds as long as no file of this package has changed, data or code.
"""

import marshal
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from threading import get_ident
from typing import Any

from beritasearch import __version__

HOME = Path(__file__).parent


def prepared(name: str, make: Callable[[], Any]) -> Any:
    """What `make` makes of this package's files alone: taken from where it is kept, or made now.

    It consists of dicts, lists, tuples, sets and strings. `name` is for this one alone.
    """
    path = Path(cache_from_source(str(HOME / f"{name}.py"))).with_suffix(".made")
    stamp = _stamp()
    with suppress(OSError, EOFError, ValueError, TypeError):  # not kept yet, or garbled
        kept_stamp, made = marshal.loads(path.read_bytes())  # noqa: S302 # as bytecode: our own
        if kept_stamp == stamp:
            return made
    made = make()
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _keep(path, marshal.dumps((stamp, made)))
    return made


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}")
    beside.write_bytes(content)
    beside.replace(path)  # whoever reads it meanwhile has the one before


@cache
def _stamp() -> tuple[Any, ...]:
    """Equal as long as the files of this package are."""
    return (__version__, *sorted(_sizes(str(HOME))))


def _sizes(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _sizes(entry.path)
            else:
                state = entry.stat()
                yield entry.path, state.st_size, state.st_mtime_ns
