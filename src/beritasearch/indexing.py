"""Bringing an index up to date: files to store, store to engine, generations built and swapped.

A run is a stream of events (an article read, a failure, a file read to its end) that is stored
in transactions; the engine follows at checkpoints. Every step may be repeated, so a run that is
killed leaves nothing that the next one doesn't put right.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from beritasearch import corpus, intake
from beritasearch.article import Article
from beritasearch.checking import is_found
from beritasearch.document import document
from beritasearch.errors import IndexDamaged
from beritasearch.generations import Generation
from beritasearch.language.analysis import Language
from beritasearch.reading import Options
from beritasearch.store import DIRECT, Failure, Source, Store
from beritasearch.workers import Workers

CHECKPOINT_ARTICLES = 5_000
CHECKPOINT_SECONDS = 30.0
"""The engine follows the store at least this often: what a killed run has to do again."""

_T = TypeVar("_T")

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
    failed: tuple[Failure, ...] = ()
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
        jobs: int,
    ) -> None:
        self._jobs, self._options = jobs, options
        self._generation, self._language, self._watch = generation, language, watch
        self._store: Store = generation.store
        self._run = self._store.next_run()
        self._counted = Counter[str]()
        self._failed: list[Failure] = []
        self._articles = self._done = self._total = 0
        self._unread: dict[str, int] = {}
        self._held, self._failing = self._store.counts(), self._store.failing()
        self._moved: dict[str, str] = {}

    def update(self, paths: Sequence[Path], *, prune: bool = False) -> Report:
        """Read what is new or changed under `paths`; the engine has it when this returns.

        `prune` takes out the articles of files that have vanished from there.
        """
        started = time.monotonic()
        files = self._files(paths)
        sources = self._gone(paths, {file.key for file in files})
        with Workers(self._jobs) as workers:
            events = intake.events(files, sources, self._store, workers, self._options)
            self._keep_all(events)
        moved = set(self._moved.values())
        gone = [source.path for source in sources if source.path not in moved]
        if prune:
            with self._store.transaction():
                self._counted["removed"] += sum(map(self._store.forget_source, gone))
            gone = []
        follow(self._generation, self._language)
        return Report(
            **self._counted,
            gone=sum(map(self._store.count_of, gone)),
            articles=self._store.count(),
            failed=tuple(self._failed),
            seconds=time.monotonic() - started,
        )

    def _keep_all(self, events: Iterator[intake.Event]) -> None:
        followed = time.monotonic()
        for chunk in chunks(events):
            with self._store.transaction():
                for event in chunk:
                    self._keep(event)
            self._watch(Progress(self._articles, self._done, self._total))
            overdue = time.monotonic() - followed > CHECKPOINT_SECONDS
            if overdue or self._store.pending_count() >= CHECKPOINT_ARTICLES:
                follow(self._generation, self._language)
                followed = time.monotonic()

    def _files(self, paths: Sequence[Path]) -> list[corpus.File]:
        with self._store.transaction():
            for path in paths:
                roots, known = self._store.roots(), Path(corpus.key(path))
                if path.exists() and corpus.root_of(known, roots) is None:
                    self._store.put_root(str(known), corpus.label(path, roots.values()))
        roots = self._store.roots()
        files = {
            file.key: file for path in paths for file in corpus.files(path, roots, self._refused)
        }
        self._unread = {file.key: file.size for file in files.values()}
        self._total = sum(self._unread.values())
        return list(files.values())

    def _refused(self, error: OSError) -> None:
        reason = f"the folder can't be listed: {error.strerror}; mend its permissions or mount it"
        self._failed.append(Failure(corpus.key(Path(error.filename)), None, reason))

    def _keep(self, event: intake.Event) -> None:
        match event:
            case intake.Found(article, source):
                change = self._store.put(article, source=source, run=self._run)
                self._counted["moved" if source in self._moved else change] += 1
                self._articles += 1
                self._read(source, len(article.body))
            case intake.Failed(failure):
                self._store.put_failure(failure, run=self._run)
                self._failed.append(failure)
            case intake.Skipped(path, size):
                self._counted["unchanged"] += self._held.get(path, 0)
                if path in self._failing:
                    self._failed += self._store.failures(path)
                self._read(path, size)
            case intake.Moved(before, path):
                self._moved[path] = before
            case intake.Finished(source):
                self._counted["removed"] += self._store.drop(source.path, before_run=self._run)
                self._store.put_source(source)
                if source.path in self._moved:
                    self._store.forget_source(self._moved[source.path])
                self._read(source.path, source.size)
            case intake.Unread(failure):
                self._failed.append(failure)

    def _read(self, path: str, size: int) -> None:
        """So much more of a file has been read, as far as can be told: at most all of it."""
        more = min(size, self._unread[path])
        self._unread[path] -= more
        self._done += more

    def _gone(self, paths: Sequence[Path], found: set[str]) -> list[Source]:
        """Files under `paths` that have certainly vanished."""
        return [
            source
            for source in self._store.sources()
            if source.path not in found
            and corpus.lies_in(Path(source.path), paths)
            and corpus.is_gone(source.path)
        ]


def follow(generation: Generation, language: Language) -> None:
    """Give the engine every article that it doesn't have as the store has it."""
    store, engine = generation.store, generation.engine
    while ids := store.pending(CHECKPOINT_ARTICLES):
        articles = store.get_many(ids)
        if articles:
            engine.put(document(article, language) for article in articles.values())
        if vanished := [i for i in ids if i not in articles]:
            engine.remove(vanished)
        with store.transaction():
            store.settle(ids)


def put(generation: Generation, language: Language, articles: Iterable[Article]) -> Report:
    """Add articles that come from no file."""
    started, store = time.monotonic(), generation.store
    run, changes = store.next_run(), Counter[str]()
    for chunk in chunks(articles):
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


def chunks(items: Iterable[_T]) -> Iterator[list[_T]]:
    """As many as are written in one transaction, again and again."""
    iterator = iter(items)
    while chunk := list(islice(iterator, TRANSACTION_EVENTS)):
        yield chunk


def verify(generation: Generation, language: Language) -> None:
    """IndexDamaged unless the engine holds what the store holds: all counted, some looked up."""
    store, engine = generation.store, generation.engine
    if (expected := store.count()) != (held := engine.count()):
        raise IndexDamaged(
            f"{generation.directory}: the engine holds {held} articles, the store {expected}; "
            "run the reindex again, and report this if it comes back"
        )
    step = max(1, expected // VERIFIED_ARTICLES)
    for article_id in islice(store.ids(), 0, None, step):
        if not is_found(article_id, store, engine, language):
            raise IndexDamaged(f"{generation.directory}: article {article_id} isn't found")
