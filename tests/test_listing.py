"""What is found in folders: links, corpora given by other ways, and a list that takes no memory."""

import os
import sqlite3
import tracemalloc

import pytest

from beritasearch import Archive, listing
from beritasearch.corpus import File
from beritasearch.errors import EngineError
from beritasearch.listing import Listing
from beritasearch.store import Source

STORY = "Warga Tanam Bakau\n\nLASEM - Warga menanam bakau di pantai utara, Jumat (6/12/2024).\n"


@pytest.fixture
def folder(tmp_path):
    for name in ("corpus/a.txt", "corpus/2024/b.txt", "elsewhere/c.txt", "corpus/.store/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(STORY, encoding="utf-8")
    return tmp_path / "corpus"


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "index") as opened:
        yield opened


def ids(archive):
    return [article.id for article in archive.scan()]


# ── Links ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("link", "target"), [("l.txt", "elsewhere/c.txt"), ("l", "elsewhere")])
def test_a_link_out_of_the_folder_is_reported_with_what_to_do(
    archive, folder, tmp_path, link, target
):
    (folder / link).symlink_to(tmp_path / target)
    (failure,) = archive.add([folder]).failed
    assert failure.path == str(folder / link)
    assert f"beritasearch index {tmp_path / target}" in failure.reason
    assert ids(archive) == ["corpus/2024/b.txt", "corpus/a.txt"]


@pytest.mark.parametrize(("link", "target"), [("l.txt", "a.txt"), ("l", "2024"), ("l", ".")])
def test_what_a_link_leads_to_in_the_folder_stands_there_once(archive, folder, link, target):
    (folder / link).symlink_to(folder / target)
    report = archive.add([folder])
    assert (report.failed, report.articles) == ((), 2)


def test_a_link_to_a_file_that_is_come_to_in_no_other_way_is_read(archive, folder):
    (folder / "d.txt").symlink_to(folder / ".store" / "d.txt")
    assert archive.add([folder]).failed == ()
    assert "corpus/d.txt" in ids(archive)


@pytest.mark.parametrize("target", ["nowhere.txt", "loop.txt"])
def test_a_link_to_nothing_is_reported(archive, folder, target):
    (folder / "loop.txt").symlink_to(folder / target)
    (failure,) = archive.add([folder]).failed
    assert "mend or remove it" in failure.reason


def test_a_link_that_nobody_would_read_is_passed_over(archive, folder, tmp_path):
    (folder / "photo.png").symlink_to(tmp_path / "nowhere")
    (folder / ".hidden").symlink_to(tmp_path / "elsewhere")
    assert archive.add([folder]).failed == ()


def test_a_link_that_is_given_is_followed(archive, folder, tmp_path):
    (tmp_path / "latest").symlink_to(folder)
    assert archive.add([tmp_path / "latest"]).articles == 2
    assert ids(archive) == ["latest/2024/b.txt", "latest/a.txt"]


# ── A corpus that is given by another way ─────────────────────────────────────────────────


@pytest.mark.parametrize("first", ["corpus", "latest"])
def test_a_corpus_given_by_way_of_a_link_is_the_same(archive, folder, tmp_path, first):
    (tmp_path / "latest").symlink_to(folder)
    archive.add([tmp_path / first])
    for path in ("corpus", "latest", "latest/2024", "corpus/2024/b.txt"):
        report = archive.add([tmp_path / path])
        assert (report.new, report.articles) == (0, 2)
    assert archive.reindex().articles == 2


def test_a_link_that_leads_elsewhere_every_day_is_one_corpus(archive, folder, tmp_path):
    latest = tmp_path / "latest"
    latest.symlink_to(folder)
    archive.add([latest])
    latest.unlink()
    latest.symlink_to(tmp_path / "elsewhere")
    assert archive.add([latest], prune=True).moved == 1
    assert ids(archive) == ["latest/c.txt"]


# ── The list ──────────────────────────────────────────────────────────────────────────────


def files(many):
    for number in range(many):
        path = f"/corpus/{number % 97}/{number}.txt"
        yield File(path, path[1:], path, 10, number)


def test_a_list_takes_no_memory_however_long_it_is():
    with Listing() as small, Listing() as large:
        small.add(files(100))
        tracemalloc.start()
        large.add(files(30_000))
        large.note_vanished(Source(f.key, f.name, 10, 0, "x", "") for f in files(30_000))
        assert sum(1 for _ in large.files()) == 30_000
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 1 << 20


def test_files_are_given_by_their_keys_each_once_as_they_were_found(tmp_path):
    other = os.fsdecode(b"/c/\xff.txt")
    found = [File("/c/b", "c/b", "/c/b", 2, 3), File(other, "c/x", "/c/\\udcff.txt", 1, 1)]
    with Listing() as listed:
        listed.add([*found, found[0]])
        assert list(listed.files()) == sorted(found, key=lambda file: file.key)
        assert listed.size() == 3
        assert "/c/b" in listed
        assert "/c" not in listed


def test_no_room_for_the_list_is_told_with_the_cure(monkeypatch):
    def full(*_, **__):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(listing.sqlite3, "connect", full)
    with pytest.raises(EngineError, match=r"disk is full.*TMPDIR"):
        Listing()
