"""What can still be read of a damaged articles.db: all that isn't on a damaged page."""

import random

import pytest

from beritasearch import Article, salvage
from beritasearch.store import DIRECT, Store

PAGE = 4096
MANY = 400


@pytest.fixture
def database(tmp_path):
    path, rng = tmp_path / "articles.db", random.Random(1)
    store = Store(path, mode="create")
    with store.transaction():
        store.put_root("/arsip", "arsip")
        for i in range(MANY):
            body = " ".join(f"kata{rng.randrange(10_000)}" for _ in range(60))
            store.put(Article(str(i), f"Judul {i}", body), source=DIRECT, run=1)
    store.close()
    return path


def spoil(path, pages):
    data = bytearray(path.read_bytes())
    for page in pages:
        data[page * PAGE : (page + 1) * PAGE] = random.Random(page).randbytes(PAGE)
    path.write_bytes(data)


def ids(database):
    return [kept.article.id for kept in salvage.articles(database) if kept]


def test_a_sound_store_is_read_whole(database):
    assert list(map(int, ids(database))) == list(range(MANY))


@pytest.mark.parametrize("seed", range(6))
def test_only_what_lies_on_damaged_pages_is_lost(database, seed):
    pages = range(12, database.stat().st_size // PAGE)
    spoil(database, random.Random(seed).sample(pages, 5))
    found = ids(database)
    assert len(found) == len(set(found)) >= MANY * 0.6
    assert None in list(salvage.articles(database)) or len(found) == MANY


def test_what_can_be_read_makes_a_sound_store(database, tmp_path):
    spoil(database, [20, 21])
    many = salvage.mend(database, tmp_path / "mended.db")
    store = Store(tmp_path / "mended.db")
    assert store.count() == many == len(ids(database))
    assert not store.integrity()
    assert store.roots() == {"/arsip": "arsip"}
    store.close()
