"""Whoosh without the half of it that fetches from the web.

`whoosh.compat` takes one name from urllib.request, `urlretrieve`, that nothing in Whoosh uses.
With it come http, email and ssl: a fifth of the time that a search takes to start.
"""

import builtins
import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from types import SimpleNamespace
from typing import Any

import whoosh

_COMPAT = "whoosh.compat"


def _load_compat() -> None:
    """Load it with an import statement of its own, in which urllib.request holds that one name.

    Not a stand-in among sys.modules, not even for a moment: another thread may import the real
    one. So nothing is seen of this elsewhere, and the module is complete when it can be found.
    """
    spec = PathFinder.find_spec(_COMPAT, whoosh.__path__)
    if spec is None or spec.loader is None:  # Whoosh in a form of its own: it loads all by itself
        return
    compat = module_from_spec(spec)
    vars(compat)["__builtins__"] = {**vars(builtins), "__import__": _import}
    spec.loader.exec_module(compat)
    whoosh.compat = sys.modules.setdefault(_COMPAT, compat)


def _import(name: str, *how: Any, **named: Any) -> Any:
    if name == "urllib.request":
        return SimpleNamespace(urlretrieve=None)
    return builtins.__import__(name, *how, **named)


if _COMPAT not in sys.modules:
    _load_compat()
