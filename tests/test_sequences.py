"""Any sequence of add, change, vanish, put, remove, reindex and crash: as a fresh build."""

import json
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from beritasearch import Archive, Article, indexing

FILES = st.sampled_from(["a.jsonl", "b.jsonl", "2024/c.jsonl"])
NUMBERS = st.integers(0, 5)
BODIES = st.sampled_from(["banjir", "gempa", "pasar", "sekolah"])
CONTENTS = st.dictionaries(NUMBERS, BODIES, max_size=4)


class Crash(BaseException):
    """Nothing catches it, as nothing catches a kill."""


def crashing(*_):
    raise Crash


class Sequences(RuleBasedStateMachine):
    """What the index holds beside what it must hold."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="beritasearch-"))
        self.corpus = self.folder / "corpus"
        (self.corpus / "2024").mkdir(parents=True)
        self.archive = Archive(self.folder / "index")
        self.put_directly: dict[str, str] = {}
        self.is_behind = True

    @rule(name=FILES, content=CONTENTS)
    def write(self, name, content):
        articles = [
            {"url": f"u{i}", "title": f"Judul {i}", "body": f"Berita {body} di Kudus."}
            for i, body in content.items()
        ]
        (self.corpus / name).write_text("".join(json.dumps(a) + "\n" for a in articles))
        self.is_behind = True

    @rule(name=FILES)
    def vanish(self, name):
        (self.corpus / name).unlink(missing_ok=True)
        self.is_behind = True

    @rule(name=FILES, to=FILES)
    def move(self, name, to):
        if (self.corpus / name).exists():
            (self.corpus / name).replace(self.corpus / to)
            self.is_behind = True

    @rule(number=NUMBERS, body=BODIES)
    def put(self, number, body):
        self.archive.put([Article(f"p{number}", f"Langsung {number}", body)])
        self.put_directly[f"p{number}"] = body

    @precondition(lambda self: self.put_directly)
    @rule(number=NUMBERS)
    def remove(self, number):
        self.archive.remove([f"p{number}"])
        self.put_directly.pop(f"p{number}", None)

    @rule(prune=st.just(True))
    def add(self, prune):
        self.archive.add([self.corpus], prune=prune)
        self.is_behind = False

    @precondition(lambda self: (self.folder / "index" / "CURRENT").exists())
    @rule(stored=st.booleans())
    def reindex(self, stored):
        self.archive.reindex(stored=stored)

    @precondition(lambda self: (self.folder / "index" / "CURRENT").exists())
    @rule(where=st.sampled_from(["document", "follow"]))
    def crash_an_add(self, where):
        with mock.patch.object(indexing, where, crashing), suppress(Crash):
            self.archive.add([self.corpus])
        self.is_behind = True

    @precondition(lambda self: (self.folder / "index" / "CURRENT").exists())
    @rule(where=st.sampled_from(["document", "follow"]), stored=st.booleans())
    def crash_a_reindex(self, where, stored):
        # What is searched stays as it was: a build that nobody finished is beside it.
        with mock.patch.object(indexing, where, crashing), suppress(Crash):
            self.archive.reindex(stored=stored)

    @invariant()
    def holds_what_a_fresh_build_does(self):
        if self.is_behind:
            return
        assert not self.archive.check().problems
        with Archive(self.folder / "fresh") as fresh:
            fresh.add([self.corpus])
            expected = held(fresh) | {
                i: f"Langsung {i[1:]} {body}" for i, body in self.put_directly.items()
            }
        shutil.rmtree(self.folder / "fresh")
        assert held(self.archive) == expected
        for body in ("banjir", "gempa"):
            found = {
                hit.article.id for hit in self.archive.search(body, limit=50, fuzzy="off").hits
            }
            assert found == {i for i, text in expected.items() if body in text}

    def teardown(self):
        self.archive.close()
        shutil.rmtree(self.folder)


def held(archive):
    return {article.id: f"{article.title} {article.body}" for article in archive.scan()}


TestSequences = Sequences.TestCase
TestSequences.settings = settings(max_examples=15, stateful_step_count=10, deadline=None)


@pytest.mark.soak
class TestManySequences(Sequences.TestCase):
    """The same for longer."""

    settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
