"""Bringing an index up to date: files to store, store to engine, generations built and swapped.

A run is a stream of events (an article read, a failure, a file read to its end) that is stored
in transactions; the engine follows at checkpoints. Every step may be repeated, so a run that is
killed leaves nothing that the next one doesn't put right.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from beritasearch import corpus, intake
from beritasearch.article import Article
from beritasearch.checking import is_found
from beritasearch.document import document
from beritasearch.engine import Engine, Shared, own
from beritasearch.engines import Choice
from beritasearch.errors import ArticleError, IndexDamaged
from beritasearch.failures import Failure, Failures
from beritasearch.generations import Generation
from beritasearch.language.analysis import Language
from beritasearch.listing import Listing
from beritasearch.lots import lots
from beritasearch.parts import of_part
from beritasearch.reading import Options
from beritasearch.store import DIRECT, Store
from beritasearch.workers import Workers

CHECKPOINT_ARTICLES = 5_000
CHECKPOINT_CHARACTERS = 32 << 20
CHECKPOINT_SECONDS = 30.0
"""The engine follows the store at least this often: what a killed run has to do again."""

TRANSACTION_EVENTS = 500
VERIFIED_ARTICLES = 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: articles read, and bytes of files done of how many."""

    articles: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, counted in articles."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    """No longer in the files that held them."""
    moved: int = 0
    """In files that have moved; where the file's path is their id, they have another one now."""
    gone: int = 0
    """Still kept, although their files have vanished."""
    articles: int = 0
    """In the index when the run was over."""
    failed: Sequence[Failure] = ()
    waiting: tuple[str, ...] = ()
    """Parts of an archive on a cluster that other machines must build before it is searched."""
    begun: str = ""
    """The folder of the index, where this run began it: there was none before, or none mounted."""
    engine: Choice | None = None
    """What the index is built with, and why where this run chose it."""
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Articles read a second."""
        return (self.new + self.changed) / self.seconds if self.seconds else 0.0


class Updating:
    """One run that brings a generation up to date with files."""

    def __init__(
        self,
        generation: Generation,
        language: Language,
        options: Options,
        watch: Callable[[Progress], None],
        jobs: int | Workers,
    ) -> None:
        self._jobs, self._options = jobs, options
        self._generation, self._language, self._watch = generation, language, watch
        self._store: Store = generation.store
        self._run = self._store.next_run()
        self._counted = Counter[str]()
        self._failed = Failures()
        self._articles = self._done = self._total = 0
        self._were_failures = self._store.has_failures()
        self._moving = intake.Moved("", "")
        self._open, self._unread = "", 0

    def update(
        self, paths: Sequence[Path], *, prune: bool = False, vanished: Sequence[Path] = ()
    ) -> Report:
        """Read what is new or changed under `paths`; the engine has it when this returns.

        `prune` takes out the articles of files that have vanished from there. `vanished` are others
        that aren't there any more: what is new may be one of them, moved.
        """
        started = time.monotonic()
        with Listing() as listing:
            self._list(paths, vanished, listing)
            with self._generation.reading() as cut_short, self._workers(cut_short) as workers:
                self._keep_all(intake.events(listing, self._store, workers, self._options))
            gone = self._prune(listing) if prune else self._gone(listing)
        follow(self._generation, self._language)
        return Report(
            **self._counted,
            gone=gone,
            articles=self._store.count(),
            failed=self._failed,
            waiting=(),
            begun="",
            engine=None,
            seconds=time.monotonic() - started,
        )

    def _workers(self, cut_short: bool) -> AbstractContextManager[Workers]:
        if isinstance(self._jobs, Workers):
            return nullcontext(self._jobs)  # kept by who made them
        # A run that came to no end: an article may have ended this process, and would again.
        return Workers(max(self._jobs, 1) if cut_short else self._jobs)

    def _list(self, given: Sequence[Path], vanished: Sequence[Path], listing: Listing) -> None:
        """What there is to read under the paths, and what has certainly vanished from there."""
        paths = self._placed(given)
        roots, part = self._store.roots(), self._generation.manifest.cluster.get("part")
        for path in paths:
            listing.add(of_part(corpus.files(path, roots, self._refused), part))
        self._total = listing.size()
        for path in (*paths, *vanished):
            known = self._store.sources(at=corpus.key(path))
            missing = (source for source in known if source.path not in listing)
            listing.note_vanished(source for source in missing if corpus.is_gone(source.path))

    def _placed(self, given: Sequence[Path]) -> list[Path]:
        """The paths as they lie in the roots that are known; what lies in none is one from now."""
        paths = []
        with self._store.transaction():
            for path in given:
                roots = self._store.roots()
                paths.append(corpus.placed(path, roots))
                known = Path(corpus.key(paths[-1]))
                if path.exists() and corpus.root_of(known, roots) is None:
                    self._store.put_root(str(known), corpus.label(path, roots.values()))
        return paths

    def _gone(self, listing: Listing) -> int:
        """How many articles are kept of files that have vanished?"""
        return sum(map(self._store.count_of, listing.vanished()))

    def _prune(self, listing: Listing) -> int:
        """Take out what vanished files held: then none are kept."""
        for paths in lots(listing.vanished(), TRANSACTION_EVENTS, len):
            with self._store.transaction():
                self._counted["removed"] += sum(map(self._store.forget_source, paths))
        return 0

    def _keep_all(self, events: Iterator[intake.Event]) -> None:
        followed = time.monotonic()

        def is_due() -> bool:
            return time.monotonic() - followed > CHECKPOINT_SECONDS

        for chunk in lots(events, TRANSACTION_EVENTS, _size, over=is_due):
            with self._store.transaction():
                for event in chunk:
                    self._keep(event)
            self._watch(Progress(self._articles, self._done, self._total))
            if is_due() or self._store.pending_count() >= CHECKPOINT_ARTICLES:
                follow(self._generation, self._language)
                followed = time.monotonic()

    def _refused(self, error: ArticleError) -> None:
        self._failed.append(Failure(error.path, error.line, error.reason))

    def _keep(self, event: intake.Event) -> None:
        match event:
            case intake.Found(article, source):
                change = self._store.put(article, source=source.path, run=self._run)
                self._counted["moved" if source.path == self._moving.path else change] += 1
                self._articles += 1
                self._read(source.path, len(article.body), of=source.size)
            case intake.Failed(failure):
                self._store.put_failure(failure, run=self._run)
                self._failed.append(failure)
            case intake.Skipped(path, size):
                self._counted["unchanged"] += self._store.count_of(path)
                if self._were_failures:
                    self._failed.extend(self._store.failures(path))
                self._read(path, size, of=size)
            case intake.Moved():
                self._moving = event
            case intake.Finished(source):
                self._counted["removed"] += self._store.drop(source.path, before_run=self._run)
                self._store.put_source(source)
                if source.path == self._moving.path:
                    self._store.forget_source(self._moving.before)
                self._read(source.path, source.size, of=source.size)
            case intake.Unread(failure):
                self._failed.append(failure)

    def _read(self, path: str, size: int, *, of: int) -> None:
        """So much more of a file has been read, as far as can be told: at most all of it."""
        if path != self._open:
            self._open, self._unread = path, of
        more = min(size, self._unread)
        self._unread -= more
        self._done += more


def follow(generation: Generation, language: Language) -> None:
    """Give the engine every article that it doesn't have as the store has it."""
    store, engine = generation.store, generation.engine
    while ids := store.pending(CHECKPOINT_ARTICLES):
        held = ((i, store.get(i)) for i in ids)
        for lot in lots(held, CHECKPOINT_ARTICLES, _body_size, largest=CHECKPOINT_CHARACTERS):
            if articles := [article for _, article in lot if article]:
                engine.put(document(article, language) for article in articles)
            if vanished := [i for i, article in lot if not article]:
                engine.remove(vanished)
            with store.transaction():
                store.settle(i for i, _ in lot)


def put(generation: Generation, language: Language, articles: Iterable[Article]) -> Report:
    """Add articles that come from no file."""
    started, store = time.monotonic(), generation.store
    run, changes = store.next_run(), Counter[str]()
    for chunk in lots(articles, TRANSACTION_EVENTS, lambda article: len(article.body)):
        with store.transaction():
            changes.update(store.put(article, source=DIRECT, run=run) for article in chunk)
        follow(generation, language)
    return Report(
        new=changes["new"],
        changed=changes["changed"],
        unchanged=changes["unchanged"],
        articles=store.count(),
        seconds=time.monotonic() - started,
    )


def remove(generation: Generation, language: Language, ids: Iterable[str]) -> int:
    """Take articles out; how many were there?"""
    with generation.store.transaction():
        removed = sum(generation.store.remove(article_id) for article_id in ids)
    follow(generation, language)
    return removed


def _size(event: intake.Event) -> int:
    return len(event.article.body) if isinstance(event, intake.Found) else 0


def _body_size(held: tuple[str, Article | None]) -> int:
    return len(held[1].body) if held[1] else 0


def verify(generation: Generation, language: Language) -> None:
    """IndexDamaged unless the engine holds what the store holds: all counted, some looked up."""
    store, engine = generation.store, generation.engine
    if (expected := store.count()) != (held := _held(store, engine)):
        raise IndexDamaged(
            f"{generation.directory}: the engine holds {held} articles, the store {expected}; "
            "run the reindex again, and report this if it comes back"
        )
    step = max(1, expected // VERIFIED_ARTICLES)
    for article_id in islice(store.ids(), 0, None, step):
        if not is_found(article_id, store, engine, language):
            raise IndexDamaged(f"{generation.directory}: article {article_id} isn't found")


def _held(store: Store, engine: Engine) -> int:
    """How many of the store's articles the engine holds, as far as counting tells."""
    held = own(engine).count()
    if isinstance(engine, Shared) and held != store.count():
        # Another machine may have put an article last that both found in their files.
        return len(engine.held(store.ids()))
    return held
