"""What an index is built with where nobody says, and that it is told."""

import sys

import pytest

from beritasearch import Archive, Article, engines
from beritasearch.engines import Choice, best, choose

RAIN = Article("a", "Hujan", "Hujan deras mengguyur Kudus.")


@pytest.fixture
def chosen(monkeypatch):
    """As on a machine where `tantivy` is installed, or isn't; elsewhere tests have whoosh."""
    monkeypatch.setattr(engines, "best", best)

    def machine(*, tantivy):
        if not tantivy:
            monkeypatch.setitem(sys.modules, "beritasearch.engines.tantivy", None)
        elif "tantivy" not in sys.modules:
            pytest.importorskip("tantivy", reason="tantivy is missing: extra `fast`")

    return machine


def test_a_new_index_is_tantivys_where_it_is_installed(chosen, tmp_path):
    chosen(tantivy=True)
    with Archive(tmp_path / "index") as archive:
        told = archive.put([RAIN]).engine
        assert (told.name, told.why) == ("tantivy", "it is installed, and faster than whoosh")
        assert archive.stats().engine == "tantivy"
        assert archive.search("hujan").total == 1


def test_a_new_index_is_whooshs_where_it_is_not_and_says_what_installs_it(chosen, tmp_path):
    chosen(tantivy=False)
    with Archive(tmp_path / "index") as archive:
        told = archive.put([RAIN]).engine
        assert told.name == archive.stats().engine == "whoosh"
        assert "pip install 'beritasearch[fast]'" in told.why


def test_an_index_keeps_its_engine_when_tantivy_is_installed_later(chosen, tmp_path):
    chosen(tantivy=True)
    with Archive(tmp_path / "index", engine="whoosh") as archive:
        assert archive.put([RAIN]).engine == Choice("whoosh", "as asked for")
    with Archive(tmp_path / "index") as archive:
        assert archive.put([RAIN]).engine == Choice("whoosh")
        assert archive.reindex(stored=True).engine == Choice("whoosh")
        assert archive.stats().engine == "whoosh"


def test_a_reindex_moves_an_index_to_the_engine_that_is_asked_for(chosen, tmp_path):
    chosen(tantivy=True)
    with Archive(tmp_path / "index", engine="whoosh") as archive:
        archive.put([RAIN])
    with Archive(tmp_path / "index", engine="tantivy") as archive:
        assert archive.reindex(stored=True).engine == Choice("tantivy", "as asked for")
        assert archive.stats().engine == "tantivy"
        assert archive.search("hujan").total == 1


def test_a_tantivy_that_is_too_old_is_as_good_as_none(monkeypatch):
    """Asked whether it is there, Python says yes; what gaps need, it lacks."""
    monkeypatch.delitem(sys.modules, "beritasearch.engines.tantivy", raising=False)
    for part in ("adapter", "schema", "compiling", "files", "ordering", "snapshot"):
        monkeypatch.delitem(sys.modules, f"beritasearch.engines.tantivy.{part}", raising=False)
    monkeypatch.setitem(sys.modules, "tantivy", type(sys)("tantivy"))
    assert best().name == "whoosh"


@pytest.mark.parametrize(
    ("asked", "before", "expected"),
    [
        ("whoosh", None, Choice("whoosh", "as asked for")),
        ("whoosh", "tantivy", Choice("whoosh", "as asked for")),
        ("whoosh", "whoosh", Choice("whoosh")),
        (None, "tantivy", Choice("tantivy")),
    ],
)
def test_what_is_asked_for_comes_first_then_what_was_there(asked, before, expected):
    assert choose(asked, before) == expected
