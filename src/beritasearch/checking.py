"""Does an index hold together? Everything is looked at: files, articles, and what finds them."""

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from pathlib import Path

from beritasearch import salvage, sealing
from beritasearch.engine import Engine, Shared, own
from beritasearch.errors import EngineError, IndexDamaged, StaleIndex
from beritasearch.generations import Generation
from beritasearch.language.analysis import Language
from beritasearch.manifest import read_manifest
from beritasearch.query.tree import All, Term, all_of
from beritasearch.store import Store

SAMPLED, SAMPLED_UNSEALED = 100, 1_000
"""Articles that are looked for by their own words; and where no checksum vouches for the files."""
SHOWN = 5
"""Ids named in one problem, at most."""


class Damage(Enum):
    """What is wrong, and so what mends it."""

    CURRENT = "the name of the generation being searched"
    MANIFEST = "what a generation says of itself"
    STORE = "the articles"
    ENGINE = "what they are found with"
    UNSEALED = "nothing tells whether that is as it was written"
    APART = "the engine lacks articles, or has too many"
    WAITING = "articles that the engine hasn't been given yet"
    STALE = "other language data"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it must be."""

    damage: Damage
    told: str
    ids: tuple[str, ...] = ()
    """The articles that the engine must be given again (or no longer have)."""

    def __str__(self) -> str:
        return self.told


@dataclass(slots=True)
class Checked:
    """What was found, and how much was looked at."""

    problems: list[Problem] = field(default_factory=list)
    articles: int = 0
    """Read out of the store, each to its end."""
    files: int = 0
    """Of the engine, compared with their checksums."""
    sampled: int = 0
    """Looked for by their own words."""


def check(generation: Path, language: Callable[[str | None], Language]) -> Checked:
    """All that is wrong with one generation; `language` gives that of a configuration file."""
    checked = Checked()
    checked.problems.extend(_Check(generation, checked).problems(language))
    return checked


class _Check:
    def __init__(self, generation: Path, checked: Checked) -> None:
        self._directory, self._checked = generation, checked

    def problems(self, language: Callable[[str | None], Language]) -> Iterator[Problem]:
        store = list(self._store())
        engine = list(self._seals())
        yield from (*store, *engine)
        try:
            manifest = read_manifest(self._directory)
        except IndexDamaged as error:
            yield Problem(Damage.MANIFEST, str(error))
            return
        if not store and not any(problem.damage is Damage.ENGINE for problem in engine):
            yield from self._together(language(manifest.config))

    def _store(self) -> Iterator[Problem]:
        path = self._directory / "articles.db"
        try:
            with closing(Store(path)) as store:
                told = store.integrity()
            unread = 0 if told else self._unread(path)
        except (IndexDamaged, OSError) as error:
            told, unread = str(error), 0
        if told:
            yield Problem(Damage.STORE, f"{path} is damaged: {told}")
        elif unread:
            yield Problem(Damage.STORE, f"{path} is damaged: {unread} articles can't be read")

    def _unread(self, path: Path) -> int:
        unread = 0
        for kept in salvage.articles(path):
            self._checked.articles += kept is not None
            unread += kept is None
        return unread

    def _seals(self) -> Iterator[Problem]:
        try:
            for path in sealing.changed(self._directory):
                yield Problem(Damage.ENGINE, f"{path} isn't as it was written")
            self._checked.files = sealing.sealed(self._directory)
            if not self._checked.files:
                path = self._directory / sealing.NAME
                told = f"{path} is missing: whether files of the engine have changed can't be told"
                yield Problem(Damage.UNSEALED, told)
        except (IndexDamaged, OSError) as error:
            yield Problem(Damage.ENGINE, str(error))

    def _together(self, language: Language) -> Iterator[Problem]:
        try:
            with closing(Generation(self._directory)) as generation:
                generation.check(language.fingerprint)
                yield from _apart(generation)
                yield from self._sample(generation.store, generation.engine, language)
        except StaleIndex as error:
            yield Problem(Damage.STALE, str(error))
        except EngineError as error:
            yield Problem(Damage.ENGINE, str(error))

    def _sample(self, store: Store, engine: Engine, language: Language) -> Iterator[Problem]:
        # Not the same ones each time: a nightly check gets to all of them in the end.
        waiting = set(store.pending(store.pending_count()))
        settled = [i for i in store.ids() if i not in waiting]
        many = SAMPLED if self._checked.files else SAMPLED_UNSEALED
        ids = random.sample(settled, min(many, len(settled)))
        lost = [i for i in ids if not is_found(i, store, engine, language)]
        self._checked.sampled = len(ids)
        if lost:
            told = f"not found by their own words: {named(sorted(lost))}"
            yield Problem(Damage.ENGINE, told)


def is_found(article_id: str, store: Store, engine: Engine, language: Language) -> bool:
    """Do the article's id, and words of its title and body, find it and nothing else?"""
    article = store.get(article_id)
    titles = language.words(article.title)[:1] if article else []
    bodies = language.words(article.body)[-1:] if article else []
    own = [Term("id", article_id)]
    own += [Term("title", word) for word in titles] + [Term("body", word) for word in bodies]
    return engine.search(all_of(*own)).total == 1


def _apart(generation: Generation) -> Iterator[Problem]:
    store, engine = generation.store, generation.engine
    if waiting := store.pending_count():
        yield Problem(Damage.WAITING, f"{_many(waiting)} not yet searchable")
    pending = set(store.pending(waiting))
    mine = own(engine)
    held = {match.id for match in mine.search(All(), limit=None, sort="id").page}
    kept = set(store.ids())
    missing = sorted(kept - held - pending)
    if missing and isinstance(engine, Shared):  # another machine may have put them last
        missing = sorted({*missing} - engine.held(missing))
    if missing:
        told = f"stored, but not searchable: {named(missing)}"
        yield Problem(Damage.APART, told, tuple(missing))
    if extra := sorted(held - kept - pending):
        told = f"searchable, but not stored: {named(extra)}"
        yield Problem(Damage.APART, told, tuple(extra))
    if (counted := mine.count()) != len(held):
        told = f"the engine counts {counted} articles and finds {len(held)}"
        yield Problem(Damage.ENGINE, told)


def named(ids: list[str]) -> str:
    """How many there are, and the first of them."""
    shown = ", ".join(islice(ids, SHOWN)) + (" …" if len(ids) > SHOWN else "")
    return f"{_many(len(ids))}, {shown}"


def _many(count: int) -> str:
    return "1 article" if count == 1 else f"{count} articles"
