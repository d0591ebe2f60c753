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
    many, earlier = salvage.mend(database, tmp_path / "mended.db")
    store = Store(tmp_path / "mended.db")
    assert store.count() == many == len(ids(database))
    assert earlier == 0
    assert not store.integrity()
    assert store.roots() == {"/arsip": "arsip"}
    store.close()


def mended(database, **settings):
    """What a store that is made of it holds, and how many were read of it and of earlier ones."""
    target = database.with_name("mended.db")
    counted = salvage.mend(database, target, **settings)
    store = Store(target)
    held = [article.id for article in store.get_many([str(i) for i in range(MANY)]).values()]
    store.close()
    return len(held), counted


@pytest.mark.parametrize("head", [b"\x00" * 100, b"\xff" * PAGE, random.Random(2).randbytes(3000)])
def test_a_damaged_head_is_made_anew(database, head):
    data = database.read_bytes()
    database.write_bytes(head + data[len(head) :])
    assert mended(database) == (MANY, (MANY, 0))
    assert [path.name for path in database.parent.glob("articles*")] == ["articles.db"]


def test_what_cannot_be_read_is_taken_from_an_earlier_generation_if_it_is_wanted(
    database, tmp_path
):
    before = tmp_path / "before.db"
    before.write_bytes(database.read_bytes())
    database.write_bytes(b"\xff" * len(before.read_bytes()))
    wanted = {str(i) for i in range(100, 150)}
    assert mended(database, before=[before], wanted=wanted) == (50, (0, 50))


def test_what_can_be_read_counts_before_what_an_earlier_generation_has(database, tmp_path):
    before = tmp_path / "before.db"
    store = Store(before, mode="create")
    with store.transaction():
        store.put(Article("3", "Judul lama", "Isi lama."), source=DIRECT, run=1)
        store.put(Article("lain", "Sudah dihapus", "Tak dicari lagi."), source=DIRECT, run=1)
    store.close()
    spoil(database, [20, 21])
    many, counted = mended(database, before=[before], wanted={"3"})
    assert counted == (many, 0)
    assert many < MANY
