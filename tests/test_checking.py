"""`check`: what is wrong is told, and mended where it can be."""

import pytest

from beritasearch import Archive, Article, IndexMissing


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "index") as opened:
        opened.put(Article(str(i), f"Judul {i}", "Isi berita.") for i in range(8))
        yield opened


def generation(archive):
    return archive._current.reading()


def test_a_sound_index_has_no_problem(archive):
    assert archive.check() == []


def test_articles_that_the_engine_lost_are_named_and_given_again(archive):
    with generation(archive) as current:
        current.engine.remove(["3", "5"])
    assert archive.check() == ["stored, but not searchable: 2 articles, 3, 5"]
    assert archive.check(repair=True)
    assert archive.check() == []
    assert archive.search("id:3").total == 1


def test_articles_that_the_store_lost_are_named_and_taken_out(archive):
    with generation(archive) as current, current.store.transaction():
        current.store.remove("2")
        current.store.settle(["2"])
    assert archive.check(repair=True) == ["searchable, but not stored: 1 articles, 2"]
    assert archive.check() == []
    assert archive.search("id:2").total == 0


def test_what_waits_for_the_engine_is_told(archive):
    with generation(archive) as current, current.store.transaction():
        current.store.mark_pending(["1"])
    assert archive.check() == ["1 articles wait to be searchable; the next run of index puts them"]


def test_a_damaged_store_is_a_problem_not_a_traceback(archive, tmp_path):
    archive.close()
    (path,) = (tmp_path / "index").glob("*/articles.db")
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    (problem,) = archive.check()
    assert "reindex" in problem


def test_checking_where_there_is_no_index_says_so(tmp_path):
    with pytest.raises(IndexMissing):
        Archive(tmp_path / "missing").check()
