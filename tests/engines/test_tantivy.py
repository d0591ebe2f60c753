"""What holds for Tantivy alone: far-apart phrases, many facets, few files, durable commits."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

pytest.importorskip("tantivy", reason="tantivy isn't installed: pip install 'beritasearch[fast]'")

from hypothesis import given, settings
from tests.engines.agreement import Batch, agrees, batches, questions, typos
from tests.engines.samples import document, fill, ids, names

from beritasearch.document import Document
from beritasearch.engines.tantivy import TantivyEngine, compiling, files, ordering
from beritasearch.errors import EngineError, IndexLocked
from beritasearch.query.tree import All, And, Not, Or, Phrase, Prefix, Query, Term, Word


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[TantivyEngine]:
    with closing(TantivyEngine(tmp_path)) as engine:
        yield engine


# ── Answers that take another road ──


@settings(max_examples=60)
@given(lived=batches, asked=questions, typo=typos)
def test_phrases_read_from_texts_and_ids_read_at_once_change_no_answer(
    lived: list[Batch], asked: list[Query], typo: tuple[str, str, int]
) -> None:
    with (
        pytest.MonkeyPatch.context() as patch,
        TemporaryDirectory() as directory,
        closing(TantivyEngine(Path(directory))) as engine,
    ):
        patch.setattr(compiling, "MOST_SPACINGS", 0)
        patch.setattr(ordering, "MANY", 0)
        patch.setattr(ordering, "SPARE", 1)
        agrees(engine, lived, asked, typo)


def test_many_words_far_apart_are_found(engine: TantivyEngine) -> None:
    apart = " ".join(f"{word} {'x ' * 90}" for word in "abcde")
    engine.put([document("apart", apart), document("parted", f"a b c | {apart[2:]}")])
    assert ids(engine, Phrase("body", tuple("abcde"), slop=100)) == {"apart"}
    assert ids(engine, Phrase("body", tuple("abcde"), slop=89)) == set()
    assert ids(engine, Phrase("body", ("a", "b"), slop=100)) == {"apart", "parted"}


def test_facets_count_more_values_than_tantivy_aggregates(engine: TantivyEngine) -> None:
    people = [f"orang {n}" for n in range(66_000)]
    shared = document("x", "banjir")
    engine.put([
        Document(name, shared.words, shared.stems, {}, {"person": tuple(held)}, None)
        for name, held in (("1", people), ("2", people[:3]), ("gone", people))
    ])  # fmt: skip
    engine.remove(["gone"])
    found = engine.search(Term("body", "banjir"), facets=("person", "city")).facets
    counted = found["person"]
    assert found["city"] == {}
    assert len(counted) == 66_000
    assert list(counted.items())[:4] == [*((p, 2) for p in people[:3]), ("orang 10", 1)]


def test_pages_in_order_of_ids_go_on_beyond_those_that_are_sorted(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "MANY", 10)
    fill(engine, 40)
    pages = [
        names(engine.search(All(), limit=4, offset=start, sort=sort))
        for sort in ("id", "relevance", "newest")
        for start in range(0, 40, 4)
    ]
    assert list(chain.from_iterable(pages)) == sorted(map(str, range(40))) * 3


def test_a_weight_of_nothing_is_none(engine: TantivyEngine) -> None:
    """Narrowing, barring and dates leave scores as they are."""
    engine.put([document("1", "a b", published=202401010000), document("2", "a a b")])
    plain = {match.id: match.score for match in engine.search(Term("body", "a")).page}
    for narrowing in (Not(Not(Term("body", "b"))), Not(Term("body", "z")), All()):
        query = And((Term("body", "a"), narrowing))
        assert {match.id: match.score for match in engine.search(query).page} == plain


def test_scores_are_the_same_in_every_order(engine: TantivyEngine) -> None:
    engine.put(
        document(f"{n}", "a " * (n % 3 + 1) + "b", published=202401010000 + n) for n in range(9)
    )
    query = Or((Word("a", "a"), Prefix("body", "b")))
    scores = {match.id: match.score for match in engine.search(query).page}
    for sort in ("newest", "oldest", "id"):
        page = engine.search(query, sort=sort).page
        assert {match.id: match.score for match in page} == scores


def test_words_of_removed_articles_are_no_longer_counted(engine: TantivyEngine) -> None:
    """As long as their files hold no other articles, the library's own count is taken."""
    engine.put([document("1", "banjir"), document("2", "banjir bandang"), document("3", "bandang")])
    assert dict(engine.similar("body", "banjri", 1)) == {"banjir": 2}
    engine.remove(["2"])
    assert dict(engine.similar("body", "banjri", 1)) == {"banjir": 1}
    engine.put([document("1", "kering")])
    assert dict(engine.similar("body", "banjri", 1)) == {}


# ── Locks, failures and files ──


def test_an_article_is_unpacked_without_its_neighbours(
    engine: TantivyEngine, tmp_path: Path
) -> None:
    """Or each id on a page would cost as much as those of eight articles."""
    engine.put([document("1", "a")])
    contents = json.loads((tmp_path / files.CONTENTS).read_text())
    assert contents["index_settings"]["docstore_blocksize"] == 1


def test_a_second_writer_waits_then_says_so(
    engine: TantivyEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine)
    monkeypatch.setattr(files, "PATIENCE", 0.05)
    with files.writer(tmp_path):
        with pytest.raises(IndexLocked, match="another process is writing to"):
            engine.put([document("late")])
        assert engine.search(All()).total == 30
    engine.put([document("late")])
    assert engine.count() == 31


def test_a_failed_put_leaves_neither_lock_nor_half_a_change(
    engine: TantivyEngine, tmp_path: Path
) -> None:
    fill(engine)

    def failing() -> Iterator[Document]:
        yield document("3", "new")
        yield document("new")
        raise KeyError("the caller's own")

    with pytest.raises(KeyError, match="the caller's own"):
        engine.put(failing())
    assert engine.count() == 30
    assert engine.search(Term("body", "w3")).total == 1
    assert on_disk(tmp_path) == alive(tmp_path)
    engine.put([document("3", "new")])
    assert engine.search(Term("body", "w3")).total == 0


def test_what_the_system_refuses_is_no_damage(tmp_path: Path) -> None:
    full = "An IO error occurred: 'No space left on device (os error 28)'"
    with pytest.raises(EngineError, match="free disk space"), files.translated(tmp_path):
        raise ValueError(full)


def test_a_disk_that_is_full_while_articles_come_is_told_as_such(disk: Path) -> None:
    """Another thread of Tantivy's writes them; what is told of it first is only that it died."""
    many = (document(f"{n}", " ".join(f"w{n * m}" for m in range(300))) for n in range(20_000))
    with closing(TantivyEngine(disk / "engine")) as engine:
        with pytest.raises(EngineError, match="free disk space"):
            engine.put(many)
        assert engine.count() == 0
        engine.put([document("1", "banjir")])
        assert engine.count() == 1


def test_a_killed_writer_leaves_the_last_commit(engine: TantivyEngine, tmp_path: Path) -> None:
    fill(engine)
    script = f"""
import os, signal
from pathlib import Path
from beritasearch.engines.tantivy import TantivyEngine
from tests.engines.samples import document

def documents():
    yield document("3", "new")
    for number in range(3_000):
        yield document(f"new {{number}}", " ".join(f"w{{number}}x{{n}}" for n in range(100)))
    os.kill(os.getpid(), signal.SIGKILL)

TantivyEngine(Path({str(tmp_path)!r})).put(documents())
"""
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == -9
    assert engine.count() == 30
    engine.put([document("new")])
    assert engine.count() == 31
    assert on_disk(tmp_path) == alive(tmp_path), "what the killed writer wrote is cleared away"


def test_segments_stay_few(engine: TantivyEngine, tmp_path: Path) -> None:
    for number in range(30):
        engine.put([document(str(number), f"w{number}")])
    assert len(on_disk(tmp_path)) < 20
    assert on_disk(tmp_path) == alive(tmp_path)


def alive(directory: Path) -> set[str]:
    held = json.loads((directory / "meta.json").read_text())["segments"]
    return {segment["segment_id"].replace("-", "") for segment in held}


def on_disk(directory: Path) -> set[str]:
    return {
        path.name.partition(".")[0] for path in directory.glob("*.*") if path.stem[:1] != "."
    } - {"meta"}


def test_the_folder_is_synced_after_a_commit(
    engine: TantivyEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    sync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda fd: (synced.append(Path(f"/proc/self/fd/{fd}").readlink()), sync(fd))
    )
    fill(engine)
    assert synced == [tmp_path]


def test_an_index_where_nothing_can_be_written_is_read(
    engine: TantivyEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine)
    monkeypatch.setattr(os, "access", lambda *_: False)
    (tmp_path / ".tantivy-meta.lock").unlink()
    with closing(TantivyEngine(tmp_path)) as reader:
        assert reader.search(Phrase("body", ("rob", "w3"))).total == 1
        assert reader.count() == 30
        assert not (tmp_path / ".tantivy-meta.lock").exists()
        engine.put([document("late")])
        assert reader.count() == 31
