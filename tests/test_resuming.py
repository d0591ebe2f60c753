"""A reindex that was killed, and an index that changed before it went on: no ghost, no gap."""

import json
from unittest import mock

import pytest

from beritasearch import Archive, Article, indexing
from beritasearch.store import Store


class Killed(BaseException):
    pass


def killed(*_):
    raise Killed


@pytest.fixture(params=[False, True], ids=["from files", "stored"])
def stored(request):
    return request.param


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "index") as opened:
        yield opened


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "corpus").mkdir()
    write(tmp_path / "corpus" / "a.jsonl", 1, 2, 3)
    write(tmp_path / "corpus" / "b.jsonl", 4)
    return tmp_path / "corpus"


def write(path, *numbers):
    articles = ({"url": f"u{i}", "title": f"Judul {i}", "body": f"Isi {i}."} for i in numbers)
    path.write_text("".join(json.dumps(article) + "\n" for article in articles))


def kill_a_reindex(archive, stored):
    """When all is copied and stored, and nothing of it given to the engine."""
    with mock.patch.object(indexing, "follow", killed), pytest.raises(Killed):
        archive.reindex(stored=stored)


def ids(archive):
    assert not archive.check().problems
    return [article.id for article in archive.scan()]


def test_what_was_removed_meanwhile_stays_away(archive, stored):
    archive.put([Article("p1", "Satu", "Isi satu."), Article("p2", "Dua", "Isi dua.")])
    kill_a_reindex(archive, stored)
    archive.remove(["p1"])
    archive.reindex(stored=stored)
    assert ids(archive) == ["p2"]


def test_what_its_file_lost_meanwhile_stays_away(archive, corpus, stored):
    archive.add([corpus])
    kill_a_reindex(archive, stored)
    write(corpus / "a.jsonl", 1)
    archive.add([corpus])
    (corpus / "a.jsonl").unlink()
    archive.reindex(stored=stored)
    assert ids(archive) == ["u1", "u4"]


def test_what_was_pruned_meanwhile_stays_away(archive, corpus, stored):
    archive.add([corpus])
    kill_a_reindex(archive, stored)
    (corpus / "a.jsonl").unlink()
    archive.add([corpus], prune=True)
    archive.reindex(stored=stored)
    assert ids(archive) == ["u4"]


def test_what_came_meanwhile_is_there(archive, corpus, stored):
    archive.add([corpus])
    kill_a_reindex(archive, stored)
    write(corpus / "c.jsonl", 5)
    archive.add([corpus])
    archive.put([Article("p1", "Satu", "Isi satu.")])
    archive.reindex(stored=stored)
    assert ids(archive) == ["p1", "u1", "u2", "u3", "u4", "u5"]


def test_what_failed_is_told_once(archive, corpus, stored):
    (corpus / "c.jsonl").write_text("oops\n")
    archive.add([corpus])
    (corpus / "c.jsonl").rename(corpus.parent / "away.jsonl")
    for _ in range(2):
        kill_a_reindex(archive, stored)
    archive.reindex(stored=stored)
    (corpus.parent / "away.jsonl").rename(corpus / "c.jsonl")
    assert len(archive.add([corpus]).failed) == 1


def test_what_was_copied_is_not_copied_again(archive, corpus, stored):
    archive.put([Article("p1", "Satu", "Isi satu.")])
    archive.add([corpus])
    if not stored:
        (corpus / "a.jsonl").unlink()
    kill_a_reindex(archive, stored)
    with mock.patch.object(Store, "put_packed", side_effect=AssertionError("written again")):
        if stored:
            archive.reindex(stored=True)
        else:
            kill_a_reindex(archive, stored)
    archive.reindex(stored=stored)
    assert ids(archive) == ["p1", "u1", "u2", "u3", "u4"]
