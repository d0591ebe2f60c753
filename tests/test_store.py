"""The store: which article counts, what is pending, and what the ledger knows."""

import threading
from datetime import UTC, date, datetime

import pytest

from beritasearch.article import Article
from beritasearch.errors import IndexDamaged
from beritasearch.failures import Failure
from beritasearch.store import DIRECT, Source, Store


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "articles.db", mode="create")
    yield opened
    opened.close()


def article(i="a", body="isi", **fields):
    return Article(i, "Judul", body, **fields)


def settle(store):
    store.settle(store.pending(100))


def test_put_says_whether_the_article_is_new_changed_or_unchanged(store):
    assert store.put(article(), source="x", run=1) == "new"
    assert store.put(article(), source="x", run=2) == "unchanged"
    assert store.put(article(body="lain"), source="x", run=3) == "changed"


def test_only_what_changes_is_pending(store):
    store.put(article(), source="x", run=1)
    assert store.pending(10) == ["a"]
    settle(store)
    store.put(article(), source="x", run=2)
    assert store.pending(10) == []


def test_the_file_that_sorts_last_counts_whatever_the_order_of_reading(store):
    store.put(article(body="baru"), source="2024-02.jsonl", run=1)
    settle(store)
    assert store.put(article(body="lama"), source="2024-01.jsonl", run=1) == "unchanged"
    assert store.get("a").body == "baru"
    assert store.pending(10) == []
    assert store.count() == 1


def test_an_article_put_directly_counts_before_those_of_files(store):
    store.put(article(body="langsung"), source=DIRECT, run=1)
    store.put(article(body="berkas"), source="z", run=2)
    assert store.get("a").body == "langsung"


def test_dropping_a_source_brings_back_the_article_of_another(store):
    store.put(article(body="lama"), source="1", run=1)
    store.put(article(body="baru"), source="2", run=1)
    settle(store)
    assert store.drop("2") == 1
    assert store.get("a").body == "lama"
    assert store.pending(10) == ["a"]


def test_dropping_earlier_runs_keeps_what_was_read_again(store):
    store.put(article("a"), source="x", run=1)
    store.put(article("b"), source="x", run=1)
    store.put(article("b"), source="x", run=2)
    assert store.drop("x", before_run=2) == 1
    assert list(store.ids()) == ["b"]


def test_removed_articles_are_pending_until_the_engine_knows(store):
    store.put(article(), source="x", run=1)
    settle(store)
    assert store.remove("a")
    assert not store.remove("a")
    assert store.get("a") is None
    assert store.pending(10) == ["a"]


def test_a_transaction_that_fails_leaves_nothing(store):
    def interrupted():
        with store.transaction():
            store.put(article(), source="x", run=1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert store.count() == 0
    assert store.pending_count() == 0


def test_the_ledger_keeps_the_file_and_what_failed_in_it(store):
    source = Source("/c/x.jsonl", "c/x.jsonl", 10, 20, "hash", "0.1.0")
    store.put_source(source)
    store.put_failure(Failure("/c/x.jsonl", 3, "no body"), run=1)
    assert store.source("/c/x.jsonl") == source
    assert store.has_failures()
    assert store.has_failures("/c/x.jsonl")
    assert not store.has_failures("/c/y.jsonl")
    assert [str(f) for f in store.failures("/c/x.jsonl")] == ["/c/x.jsonl:3: no body"]
    store.drop("/c/x.jsonl", before_run=2)
    assert list(store.failures("/c/x.jsonl")) == []
    assert not store.has_failures()


def test_articles_come_back_as_they_went_in(store):
    written = [
        article("1", published=date(2024, 8, 21), cities=("Kabupaten Pati",), persons=("A B",)),
        article("2", published=datetime(2024, 8, 21, 3, 4, tzinfo=UTC), url="https://x.id/2"),
        article("3", body="“kutip” — é 🙂\nbaris"),
    ]
    for one in written:
        store.put(one, source="x", run=1)
    assert list(store.get_many(["1", "2", "3", "4"]).values()) == written


def test_many_threads_read_while_one_writes(store):
    for i in range(200):
        store.put(article(str(i)), source="x", run=1)
    wrong = []

    def read():
        wrong.extend(i for i in range(200) if store.get(str(i)) is None)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for i in range(200, 300):
        store.put(article(str(i)), source="x", run=1)
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_missing_or_broken_file_is_damage_with_its_cure(tmp_path):
    with pytest.raises(IndexDamaged, match="check --repair"):
        Store(tmp_path / "missing.db")
    (tmp_path / "broken.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(IndexDamaged, match="check --repair"):
        Store(tmp_path / "broken.db").count()


def test_the_ledger_is_given_for_a_folder_and_not_for_its_neighbours(store):
    paths = ["/c/a", "/c/a-b/x", "/c/a.txt", "/c/a/x", "/c/a/y/z", "/c/a0"]
    with store.transaction():
        for path in paths[:-1]:
            store.put_source(Source(path, path, 1, 1, "", ""))
        store.put(Article("1", "A", "Isi."), source="/c/a/cut-short", run=1)
    assert [s.path for s in store.sources(at="/c/a")] == [
        "/c/a", "/c/a/cut-short", "/c/a/x", "/c/a/y/z",
    ]  # fmt: skip
    assert [s.path for s in store.sources(at="/c/a.txt")] == ["/c/a.txt"]
    assert len(list(store.sources(at="/"))) == len(list(store.sources())) == 6
