"""Search an archive of Indonesian news by words, city, date and person, typos and all.

from beritasearch import Archive
with Archive("index") as archive:
    archive.add(["corpus/"])
    for hit in archive.search("banjir kota:semarang").hits:
        print(hit.article.title, hit.excerpt)
"""

TYPE_CHECKING = False  # as typing has it, which would have to be loaded first

if TYPE_CHECKING:
    from beritasearch.archive import Archive
    from beritasearch.article import Article
    from beritasearch.errors import (
        ArticleError,
        BeritasearchError,
        ConfigError,
        EngineError,
        EngineUnavailable,
        IndexDamaged,
        IndexLocked,
        IndexMissing,
        LanguageDataError,
        QueryError,
        StaleIndex,
    )
    from beritasearch.excerpt import Excerpt
    from beritasearch.failures import Failure
    from beritasearch.indexing import Progress, Report
    from beritasearch.reading import read
    from beritasearch.searching import Hit, Page
    from beritasearch.spelling import Suggestion
    from beritasearch.stats import Stats

__version__ = "0.1.0"

_HOMES = {
    "archive": ("Archive",),
    "article": ("Article",),
    "errors": (
        "ArticleError", "BeritasearchError", "ConfigError", "EngineError", "EngineUnavailable",
        "IndexDamaged", "IndexLocked", "IndexMissing", "LanguageDataError", "QueryError",
        "StaleIndex",
    ),
    "excerpt": ("Excerpt",),
    "indexing": ("Progress", "Report"),
    "reading": ("read",),
    "searching": ("Hit", "Page"),
    "spelling": ("Suggestion",),
    "stats": ("Stats",),
    "failures": ("Failure",),
}  # fmt: skip
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [  # kept equal to _HOMES by a test
    "Archive", "Article", "ArticleError", "BeritasearchError", "ConfigError", "EngineError",
    "EngineUnavailable", "Excerpt", "Failure", "Hit", "IndexDamaged", "IndexLocked",
    "IndexMissing", "LanguageDataError", "Page", "Progress", "QueryError", "Report",
    "StaleIndex", "Stats", "Suggestion", "read",
]  # fmt: skip


def __getattr__(name: str) -> object:
    # Imported when first asked for: `beritasearch --help` must not load SQLite and the engines.
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Not above: nothing is loaded before __main__ stands ready for Ctrl-C.
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
