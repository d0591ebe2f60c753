"""An article that the engine finds and the store lacks: damage, not a hit that is left out."""

import json
import sqlite3
import zlib
from contextlib import closing

import pytest

from beritasearch import Archive, Article, IndexDamaged


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "index") as opened:
        opened.put(
            Article(str(number), "Banjir Kudus", f"Air naik {number}.") for number in range(3)
        )
        yield opened


def spoil(tmp_path, statement, *values):
    with closing(sqlite3.connect(tmp_path / "index/0001/articles.db")) as database, database:
        database.execute(statement, values)


def test_a_row_under_another_id_is_damage(archive, tmp_path):
    spoil(tmp_path, "UPDATE articles SET id = '9' WHERE id = '1'")
    with pytest.raises(IndexDamaged, match="article 1 is found, but not stored"):
        archive.search("banjir")
    with pytest.raises(IndexDamaged, match="check --repair"):
        archive.get("9")


def test_another_article_under_an_id_is_damage(archive, tmp_path):
    other = Article("7", "Lain", "Isi lain.").as_dict()
    spoil(
        tmp_path,
        "UPDATE articles SET data = ? WHERE id = '1'",
        zlib.compress(json.dumps(other).encode()),
    )
    with pytest.raises(IndexDamaged, match="check --repair"):
        archive.search("banjir")


def test_what_waits_to_be_taken_out_is_left_out(archive, tmp_path):
    spoil(tmp_path, "DELETE FROM articles WHERE id = '1'")
    spoil(tmp_path, "INSERT INTO pending VALUES ('1')")
    assert {hit.article.id for hit in archive.search("banjir").hits} == {"0", "2"}
