"""Archive: the one door to an index — add, reindex, search, get, suggest, scan."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, get_args

from beritasearch import arguments
from beritasearch.article import Article
from beritasearch.config import Configured
from beritasearch.current import Current
from beritasearch.document import FACETS
from beritasearch.engine import Sort
from beritasearch.engines import CLUSTER
from beritasearch.generations import Generation, Generations
from beritasearch.language.analysis import Language
from beritasearch.parts import part
from beritasearch.query.syntax import parse
from beritasearch.query.tree import Nothing, Query, all_of
from beritasearch.searching import Page, Searching
from beritasearch.spelling import Suggestion, suggest
from beritasearch.tiers import Fuzzy

if TYPE_CHECKING:
    from beritasearch.checking import Checked
    from beritasearch.indexing import Progress, Report
    from beritasearch.reading import Options
    from beritasearch.repairing import Repair
    from beritasearch.stats import Stats
    from beritasearch.workers import Workers
    from beritasearch.writing import Writer

SCANNED_AT_ONCE = 500


def _unwatched(_: "Progress") -> None:
    pass


class Archive:
    """An archive of articles in one index directory.

        with Archive("index") as archive:
            archive.add(["corpus/"])
            for hit in archive.search("banjir kota:semarang").hits: ...

    Safe to be read from many threads. It may be written to where there is no index yet;
    searching there is IndexMissing. Any method may raise an EngineError, and, where
    beritasearch.yaml is wrong, ConfigError or LanguageDataError.
    """

    def __init__(
        self,
        index: str | Path = "index",
        *,
        engine: str | None = None,
        config: str | Path | None = None,
        url: str | None = None,
        shard: str | None = None,
        today: Callable[[], date] = date.today,
        wait: float = 10.0,
    ) -> None:
        """`engine` builds new generations (default: the one before; else tantivy where it is
        installed, else whoosh: Report.engine tells).

        `url` is where it is on a cluster, `shard` this machine's part ("2/5"): docs/cluster.md.
        `config` is a beritasearch.yaml (default: the one in the working directory, else the one
        that the index was built with); `today` is what "kemarin" counts from; a writer waits
        `wait` seconds for another one to finish.
        """
        self._generations = Generations(Path(index).absolute())
        self._engine, self._today, self._wait = engine or (CLUSTER if url else None), today, wait
        self._config = Configured(config)
        given = {"url": url, "part": part(shard) if shard else None}
        self._cluster = {name: value for name, value in given.items() if value}
        self._current = Current(self._generations)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index's files. The archive may be used again afterwards."""
        self._current.close()

    # ── writing ───────────────────────────────────────────────────────────────────────────

    def add(
        self,
        paths: Iterable[str | Path],
        *,
        jobs: "int | Workers" = 0,
        prune: bool = False,
        vanished: Iterable[str | Path] = (),
        names: Mapping[str, str] | None = None,
        watch: "Callable[[Progress], None]" = _unwatched,
    ) -> "Report":
        """Bring the index up to date with files and folders; only what has changed is read.

        Articles of files that have vanished stay, lest a disk that isn't mounted empty the
        index; `prune` takes them out. `vanished` are others that are no longer there: what is new
        may be one of them, moved. `names` says what your files call the fields of an article
        ({"konten": "body"}); the index remembers it. `jobs` processes (or Workers) read; 0: this
        one, which an article that is too much for it would end. Raises ArticleError for a path
        that doesn't exist; the report tells what can't be read.
        """
        return self._writer().add(
            arguments.several(paths),
            jobs=jobs, prune=prune, vanished=arguments.several(vanished), names=names or {},
            watch=watch,
        )  # fmt: skip

    def put(self, articles: Iterable[Article]) -> "Report":
        """Add articles that don't come from files, replacing those with the same id."""
        return self._writer().put(articles)

    def remove(self, ids: Iterable[str]) -> int:
        """Take articles out, and say how many there were.

        One that came from a file comes back when that file changes, and with a reindex.
        """
        return self._writer().remove(ids)

    def reindex(
        self,
        paths: Iterable[str | Path] = (),
        *,
        jobs: int = 0,
        stored: bool = False,
        keep: int | None = None,
        names: Mapping[str, str] | None = None,
        watch: "Callable[[Progress], None]" = _unwatched,
    ) -> "Report":
        """Build the index anew beside the present one, verify it, then have it searched.

        Reads again all that was ever added, and `paths`; `stored`: the articles in the index,
        without their files. Killed at any moment, the old index answers, and the next reindex
        goes on from there. `keep` earlier builds stay (default: as configured, else one).
        """
        return self._writer().reindex(
            arguments.several(paths),
            jobs=jobs, stored=stored, keep=keep, names=names or {}, watch=watch,
        )  # fmt: skip

    def reading(self, names: Mapping[str, str] | None = None) -> "Options":
        """How this archive's files are read: as configured, with the names that were told."""
        return self._writer().reading(names or {})

    def roots(self) -> Mapping[str, str]:
        """Each folder and file that was added → what the ids of its articles begin with."""
        return self._writer().roots()

    def check(self) -> "Checked":
        """What is wrong with the index: every file and article is looked at."""
        return self._repair().check()

    def repair(
        self, *, jobs: int = 0, watch: "Callable[[Progress], None]" = _unwatched
    ) -> list[str]:
        """Put right what `check` finds, and say in words what was done.

        The engine is built anew from the stored articles where it is damaged; where the store
        is, from the files and from what can still be read of it.
        """
        return self._repair(jobs=jobs, watch=watch).mend()

    def _writer(self) -> "Writer":
        # Imported here: a search needs nothing of what reads files, the half of all imports.
        from beritasearch.writing import Writer

        engine, cluster = self._place()
        return Writer(
            self._generations, self._config, engine=engine, cluster=cluster, wait=self._wait
        )

    def _place(self) -> tuple[str | None, Mapping[str, str]]:
        """The engine, and where on a cluster, as was said or configured."""
        settings = self._config.settings(None)
        return self._engine or settings.engine, {**settings.cluster, **self._cluster}

    def _repair(self, **run: Any) -> "Repair":
        from beritasearch.repairing import Repair

        reindex = partial(self._writer().reindex, (), names={}, **run)
        return Repair(self._generations, self._config, wait=self._wait, reindex=reindex)

    # ── reading ───────────────────────────────────────────────────────────────────────────

    def search(
        self,
        query: str,
        *,
        where: Sequence[str] = (),
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        fuzzy: Fuzzy = "auto",
        facets: Sequence[str] = (),
        recent: bool = False,
        partial: bool = True,
    ) -> Page:
        """The hits for `query` (docs/query-language.md) from `offset` on, at most `limit`.

        Every article found also matches each query in `where`. `facets`: any of
        beritasearch.document.FACETS. `recent` lets news age: the newer, the higher
        (docs/query-language.md). `partial`: articles with some of the words may fill a page that
        those with all don't. Raises QueryError for what can't be understood, ValueError for
        another argument that there isn't.
        """
        arguments.one_of("sort", sort, get_args(Sort))
        arguments.one_of("fuzzy", fuzzy, get_args(Fuzzy))
        for facet in facets:
            arguments.one_of("facets", facet, FACETS)
        arguments.not_negative(limit=limit, offset=offset)
        where = arguments.queries(where)
        with self._reading() as (generation, language):
            tree = self._understood(query, where, generation, language)
            asked = Searching(generation.engine, generation.articles, language, tree, query, *where)
            return asked.page(
                limit=limit, offset=offset, sort=sort, fuzzy=fuzzy, facets=facets,
                recent=self._today() if recent else None, partial=partial,
            )  # fmt: skip

    def explain(self, query: str, *, where: Sequence[str] = (), limit: int = 10) -> Page:
        """As `search`, with the query as it was understood and each hit's score taken apart."""
        arguments.not_negative(limit=limit)
        where = arguments.queries(where)
        with self._reading() as (generation, language):
            tree = self._understood(query, where, generation, language)
            asked = Searching(generation.engine, generation.articles, language, tree, query, *where)
            return asked.page(limit=limit, explain=True)

    def similar(self, article_id: str, *, limit: int = 10) -> Page:
        """Articles that share the most telling words of one; none for an unknown id."""
        from beritasearch.likeness import like

        with self._reading() as (generation, language):
            article = generation.articles.get(article_id)
            tree = like(article, generation.engine, language) if article else Nothing()
            searching = Searching(generation.engine, generation.articles, language, tree)
            return searching.page(limit=limit, fuzzy="off")

    def scan(self, query: str = "", *, where: Sequence[str] = ()) -> Iterator[Article]:
        """Every article that matches as typed (without a query: all), by rising id."""
        where = arguments.queries(where)
        with self._reading() as (generation, language):
            tree = self._understood(query, where, generation, language)
            found = generation.engine.search(tree, limit=None, sort="id").page
            for start in range(0, len(found), SCANNED_AT_ONCE):
                ids = [match.id for match in found[start : start + SCANNED_AT_ONCE]]
                yield from generation.articles.get_many(ids).values()

    def get(self, article_id: str) -> Article | None:
        """The article of that id."""
        with self._reading() as (generation, _):
            return generation.articles.get(article_id)

    def suggest(self, word: str, *, limit: int = 10) -> list[Suggestion]:
        """Words of the index that `word` may have meant, best first."""
        with self._reading() as (generation, _):
            return suggest(generation.engine, word)[:limit]

    def stats(self, facets: Sequence[str] = ("city", "outlet", "year")) -> "Stats":
        """What the index holds, counted by `facets`."""
        from beritasearch.stats import stats

        with self._reading() as (generation, _):
            return stats(generation, facets)

    def _understood(
        self, query: str, where: Sequence[str], generation: Generation, language: Language
    ) -> Query:
        limits = self._config.settings(generation.manifest.config).limits
        similar = generation.engine.similar

        def read(text: str) -> Query:
            return parse(text, language, today=self._today(), limits=limits, similar=similar)

        return all_of(read(query), *map(read, where))

    @contextmanager
    def _reading(self) -> Iterator[tuple[Generation, Language]]:
        """The current generation, kept open until the last reader has done with it."""
        with self._opened() as generation:
            language = self._config.settings(generation.manifest.config).language
            generation.check(language.fingerprint)
            yield generation, language

    def _opened(self) -> AbstractContextManager[Generation]:
        engine, cluster = self._place()
        if engine != CLUSTER or "url" not in cluster or self._generations.current:
            return self._current.reading()
        from beritasearch.afar import from_afar

        return from_afar(cluster, self._config.settings(None).language.fingerprint)
