"""Incremental indexing: what is read again, what is kept, and what a killed run leaves."""

import json
import os
import subprocess
import sys
import threading

import pytest

from beritasearch import Archive, Article, indexing, intake, locking, store
from beritasearch.errors import (
    ArticleError,
    ConfigError,
    EngineError,
    EngineUnavailable,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
)


def page(title, body="Isi berita dari Kudus, Rabu (21/8/2024)."):
    return f"{title}\n\n{body}\n"


def lines(*articles):
    return "".join(json.dumps(article) + "\n" for article in articles)


def counts(report):
    return {
        name: getattr(report, name)
        for name in ("new", "changed", "unchanged", "removed", "moved", "gone")
        if getattr(report, name)
    }


def everything(archive):
    return {article.id: (article.title, article.body) for article in archive.scan()}


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    (folder / "2024").mkdir(parents=True)
    (folder / "a.txt").write_text(page("Banjir Rendam Genuk"), encoding="utf-8")
    (folder / "2024" / "b.txt").write_text(page("Harga Cabai Naik"), encoding="utf-8")
    (folder / "c.jsonl").write_text(
        lines(
            {"url": "https://x.id/1", "title": "Gempa Guncang Palu", "body": "Warga lari."},
            {"url": "https://x.id/2", "title": "Rupiah Menguat", "body": "Kurs hari ini."},
        ),
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "index") as opened:
        yield opened


def test_ids_are_urls_else_paths_within_the_corpus(archive, corpus):
    archive.add([corpus])
    assert sorted(everything(archive)) == [
        "corpus/2024/b.txt",
        "corpus/a.txt",
        "https://x.id/1",
        "https://x.id/2",
    ]


def test_a_second_run_reads_nothing_again(archive, corpus, monkeypatch):
    assert counts(archive.add([corpus])) == {"new": 4}
    monkeypatch.setattr(intake, "read_raw", None)
    assert counts(archive.add([corpus])) == {"unchanged": 4}


def test_a_touched_file_is_not_indexed_again(archive, corpus):
    archive.add([corpus])
    os.utime(corpus / "a.txt", (1, 1))
    assert counts(archive.add([corpus])) == {"unchanged": 4}


def test_new_changed_and_vanished_files(archive, corpus):
    archive.add([corpus])
    (corpus / "a.txt").write_text(page("Banjir Surut"), encoding="utf-8")
    (corpus / "d.txt").write_text(page("Wisata Dibuka"), encoding="utf-8")
    (corpus / "2024" / "b.txt").unlink()
    report = archive.add([corpus])
    assert counts(report) == {"new": 1, "changed": 1, "unchanged": 2, "gone": 1}
    assert report.articles == 5
    assert archive.search("surut", fuzzy="off").total == 1
    assert archive.search("rendam", fuzzy="off").total == 0
    assert archive.search("cabai", fuzzy="off").total == 1


def test_an_article_that_leaves_its_file_leaves_the_index(archive, corpus):
    archive.add([corpus])
    (corpus / "c.jsonl").write_text(
        lines({"url": "https://x.id/1", "title": "Gempa Guncang Palu", "body": "Warga lari."}),
        encoding="utf-8",
    )
    assert counts(archive.add([corpus])) == {"unchanged": 3, "removed": 1}
    assert archive.search("rupiah", fuzzy="off").total == 0


def test_the_same_url_in_two_files_is_one_article_of_the_later_path(archive, corpus):
    again = {"url": "https://x.id/1", "title": "Gempa Palu, Diperbarui", "body": "Warga pulang."}
    (corpus / "d.jsonl").write_text(lines(again), encoding="utf-8")
    archive.add([corpus])
    assert archive.get("https://x.id/1").title == "Gempa Palu, Diperbarui"
    (corpus / "d.jsonl").write_text("", encoding="utf-8")
    archive.add([corpus])
    assert archive.get("https://x.id/1").title == "Gempa Guncang Palu"
    assert archive.search("gempa guncang", fuzzy="off").total == 1


def test_a_file_given_alone_has_the_id_that_it_has_in_its_folder(archive, corpus):
    archive.add([corpus / "a.txt"])
    assert archive.get("corpus/a.txt")
    assert counts(archive.add([corpus])) == {"new": 3, "unchanged": 1}
    (corpus / "2024" / "b.txt").write_text(page("Harga Cabai Turun"), encoding="utf-8")
    assert counts(archive.add([corpus / "2024" / "b.txt"])) == {"changed": 1}
    assert archive.get("corpus/2024/b.txt").title == "Harga Cabai Turun"


def test_two_folders_of_one_name_do_not_hide_each_other(archive, tmp_path):
    for parent, title in (("kompas", "Dari Kompas"), ("tempo", "Dari Tempo")):
        (tmp_path / parent / "2024").mkdir(parents=True)
        (tmp_path / parent / "2024" / "1.txt").write_text(page(title), encoding="utf-8")
    archive.add([tmp_path / "kompas" / "2024", tmp_path / "tempo" / "2024"])
    assert sorted(everything(archive)) == ["2024/1.txt", "tempo/2024/1.txt"]


@pytest.mark.skipif(os.name == "nt", reason="names there are always Unicode")
def test_a_file_name_that_is_not_unicode_is_indexed_like_any_other(archive, corpus):
    path = corpus / os.fsdecode(b"berita-\xff.txt")
    path.write_text(page("Wisata Dibuka"), encoding="utf-8")
    assert archive.add([corpus]).articles == 5
    assert archive.add([corpus]).unchanged == 5
    assert [hit.article.id for hit in archive.search("wisata").hits] == [
        r"corpus/berita-\udcff.txt"
    ]


def test_the_index_inside_the_corpus_is_not_read(tmp_path, corpus):
    with Archive(corpus / "index") as archive:
        assert archive.add([corpus]).articles == 4
        assert archive.add([corpus]).articles == 4


def test_what_cannot_be_read_is_reported_with_its_place_until_it_is_mended(archive, corpus):
    broken = corpus / "c.jsonl"
    broken.write_text(broken.read_text() + '{"title": "Tanpa isi"}\n{broken\n', encoding="utf-8")
    for _ in range(2):
        report = archive.add([corpus])
        assert report.articles == 4
        assert [(f.path, f.line) for f in report.failed] == [(str(broken), 3), (str(broken), 4)]
    broken.write_text(lines({"url": "u", "title": "Utuh", "body": "Isi."}), encoding="utf-8")
    assert archive.add([corpus]).failed == ()


def test_a_failed_file_is_tried_again_when_its_names_are_told_and_they_are_remembered(
    archive, corpus
):
    (corpus / "c.jsonl").write_text(lines({"title": "Gempa", "naskahku": "Warga lari."}))
    report = archive.add([corpus])
    assert "--map body=" in report.failed[0].reason
    assert counts(archive.add([corpus], names={"naskahku": "body"})) == {"new": 1, "unchanged": 2}
    report = archive.reindex()
    assert (report.articles, report.failed) == (3, ())


def test_an_unknown_name_of_a_field_is_refused(archive, corpus):
    with pytest.raises(ConfigError, match="title, body"):
        archive.add([corpus], names={"naskahku": "badan"})


def test_nothing_is_left_of_an_index_that_could_not_be_begun(tmp_path, corpus):
    with pytest.raises(EngineUnavailable, match="choose one of: whoosh"):
        Archive(tmp_path / "index", engine="sphinx").add([corpus])
    with pytest.raises(ArticleError, match="no such file"):
        Archive(tmp_path / "index").add([corpus / "nowhere"])
    with pytest.raises(IndexMissing):
        Archive(tmp_path / "index").search("banjir")


def test_another_engine_than_the_index_has_is_refused_with_the_command(archive, tmp_path, corpus):
    archive.add([corpus])
    with pytest.raises(EngineError, match="reindex --engine sphinx"):
        Archive(tmp_path / "index", engine="sphinx").add([corpus])


def test_progress_moves_within_a_large_file_and_ends_at_its_end(archive, tmp_path):
    many = [
        {"url": f"u/{i}", "title": f"Berita {i}", "body": "Isi berita. " * 50} for i in range(1500)
    ]
    (tmp_path / "c.jsonl").write_text(lines(*many))
    seen = []
    archive.add([tmp_path / "c.jsonl"], watch=seen.append)
    done = [progress.done for progress in seen]
    assert done == sorted(set(done))
    assert 0 < done[0] < done[-1] == seen[-1].total == (tmp_path / "c.jsonl").stat().st_size


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_reported_and_keeps_its_articles(archive, corpus):
    archive.add([corpus])
    os.utime(corpus / "a.txt", (1, 1))
    (corpus / "a.txt").chmod(0)
    report = archive.add([corpus])
    assert [failure.path for failure in report.failed] == [str(corpus / "a.txt")]
    assert archive.get("corpus/a.txt")


def test_an_input_error_in_the_middle_keeps_what_the_file_gave_before(archive, corpus, monkeypatch):
    archive.add([corpus])
    before = everything(archive)

    def fails(path, *, name, options):
        raise OSError(5, "Input/output error")
        yield

    monkeypatch.setattr(intake, "read_raw", fails)
    (corpus / "a.txt").write_text(page("Lain"), encoding="utf-8")
    report = archive.add([corpus])
    assert "Input/output error" in report.failed[0].reason
    assert everything(archive) == before
    monkeypatch.undo()
    assert counts(archive.add([corpus])) == {"changed": 1, "unchanged": 3}


def test_the_outcome_is_the_same_for_any_number_of_processes(tmp_path):
    many = [
        {"url": f"https://x.id/{i}", "title": f"Berita {i}", "body": f"Isi berita ke-{i} di Kudus."}
        for i in range(300)
    ]
    (tmp_path / "c.jsonl").write_text(lines(*many, {"title": "Tanpa isi"}), encoding="utf-8")
    found = []
    for jobs in (1, 3):
        with Archive(tmp_path / f"index-{jobs}") as archive:
            report = archive.add([tmp_path / "c.jsonl"], jobs=jobs)
            found.append((counts(report), report.failed, everything(archive)))
    assert found[0] == found[1]
    assert found[0][0] == {"new": 300}
    assert len(found[0][1]) == 1


class Killed(BaseException):
    """Stands for a kill: nothing catches it."""


def interrupted(monkeypatch, archive, run, *, after):
    """Runs `run`, killed when the engine is asked to put for the `after`-th time."""
    calls = 0
    original = indexing.document

    def dying(*args):
        nonlocal calls
        calls += 1
        if calls > after:
            raise Killed
        return original(*args)

    monkeypatch.setattr(indexing, "document", dying)
    with pytest.raises(Killed):
        run()
    monkeypatch.undo()


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_killed_add_is_put_right_by_the_next(tmp_path, corpus, monkeypatch, after):
    with Archive(tmp_path / "index") as archive:
        interrupted(monkeypatch, archive, lambda: archive.add([corpus]), after=after)
        archive.add([corpus])
        assert archive.search("").total == 4
        assert archive.search("cabai", fuzzy="off").total == 1


@pytest.mark.parametrize("after", [0, 2])
def test_a_killed_reindex_leaves_the_old_index_searchable(archive, corpus, monkeypatch, after):
    archive.add([corpus])
    before = everything(archive)
    (corpus / "a.txt").write_text(page("Banjir Surut"), encoding="utf-8")
    interrupted(monkeypatch, archive, archive.reindex, after=after)
    assert everything(archive) == before
    assert archive.search("rendam", fuzzy="off").total == 1
    archive.reindex()
    assert archive.search("surut", fuzzy="off").total == 1


def test_reindex_equals_a_fresh_build_and_keeps_what_files_no_longer_hold(
    tmp_path, archive, corpus
):
    archive.add([corpus])
    archive.put([Article("langsung", "Tanpa Berkas", "Isi tanpa berkas.")])
    (corpus / "2024" / "b.txt").unlink()
    before = everything(archive)
    report = archive.reindex()
    assert everything(archive) == before
    assert report.articles == 5
    assert archive.search("cabai", fuzzy="off").total == 1
    assert archive.search("tanpa berkas", fuzzy="off").total == 1


def test_reindex_of_a_corpus_that_is_away_keeps_everything(archive, corpus):
    archive.add([corpus])
    before = everything(archive)
    corpus.rename(corpus.with_name("unmounted"))
    assert archive.reindex().articles == 4
    assert everything(archive) == before


def test_vanished_files_articles_go_when_pruned(archive, corpus):
    archive.add([corpus])
    (corpus / "c.jsonl").unlink()
    assert counts(archive.add([corpus])) == {"unchanged": 2, "gone": 2}
    assert counts(archive.add([corpus / "2024"], prune=True)) == {"unchanged": 1}
    report = archive.add([corpus], prune=True)
    assert counts(report) == {"unchanged": 2, "removed": 2}
    assert report.articles == archive.search("").total == 2


def test_what_is_stored_can_be_analysed_anew_without_the_files(tmp_path, archive, corpus):
    archive.add([corpus])
    before = everything(archive)
    (corpus / "a.txt").write_text(page("Banjir Surut"), encoding="utf-8")
    config = tmp_path / "beritasearch.yaml"
    config.write_text("language: {stopwords: {add: [banjir]}}", encoding="utf-8")
    with Archive(tmp_path / "index", config=config) as other:
        assert other.reindex(stored=True).articles == 4
        assert everything(other) == before
        assert counts(other.add([corpus])) == {"changed": 1, "unchanged": 3}


def test_an_index_that_disagrees_with_its_store_is_not_swapped_in(archive, corpus, monkeypatch):
    archive.add([corpus])
    monkeypatch.setattr("beritasearch.engines.whoosh.WhooshEngine.count", lambda _: 3)
    with pytest.raises(IndexDamaged, match="3 articles, the store 4"):
        archive.reindex()
    monkeypatch.undo()
    assert archive.search("").total == 4


def test_a_second_writer_waits_then_says_who_writes(tmp_path, corpus):
    first, second = Archive(tmp_path / "index"), Archive(tmp_path / "index", wait=0.1)
    entered, release = threading.Event(), threading.Event()

    def slowly(_):
        entered.set()
        release.wait(10)

    thread = threading.Thread(target=lambda: first.add([corpus], watch=slowly))
    thread.start()
    entered.wait(10)
    with pytest.raises(IndexLocked, match=rf"by process {os.getpid()} since "):
        second.add([corpus])
    release.set()
    thread.join()
    assert counts(second.add([corpus])) == {"unchanged": 4}


def test_damage_names_what_to_run(tmp_path, corpus):
    with Archive(tmp_path / "index") as archive:
        archive.add([corpus])
    (tmp_path / "index" / "0001" / "manifest.json").write_text('{"engine": ', encoding="utf-8")
    with Archive(tmp_path / "index") as archive:
        with pytest.raises(IndexDamaged, match="beritasearch reindex"):
            archive.search("banjir")
        archive.reindex()
        assert archive.search("").total == 4


def unlistable(monkeypatch, folder):
    """Listing `folder` fails, as on a stale mount; what is in it is there."""
    original = os.scandir

    def scandir(path):
        if os.fspath(path) == str(folder):
            raise PermissionError(13, "Permission denied", str(folder))
        return original(path)

    monkeypatch.setattr(os, "scandir", scandir)


def test_files_of_a_folder_that_cannot_be_listed_are_not_gone(archive, corpus, monkeypatch):
    archive.add([corpus])
    before = everything(archive)
    unlistable(monkeypatch, corpus / "2024")
    report = archive.add([corpus], prune=True)
    assert (report.gone, report.removed) == (0, 0)
    assert [failure.path for failure in report.failed] == [str(corpus / "2024")]
    assert everything(archive) == before


def test_reindex_keeps_what_lies_in_a_folder_that_cannot_be_listed(archive, corpus, monkeypatch):
    archive.add([corpus])
    before = everything(archive)
    unlistable(monkeypatch, corpus / "2024")
    report = archive.reindex()
    assert report.articles == 4
    assert len(report.failed) == 1
    assert everything(archive) == before
    assert not archive.check().problems
    assert archive.search("cabai", fuzzy="off").total == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names on this system")
def test_a_pipe_in_a_folder_is_passed_over(archive, corpus):
    os.mkfifo(corpus / "pipa.txt")
    assert archive.add([corpus]).articles == 4


def test_a_file_of_other_bytes_given_directly_is_indexed(archive, corpus):
    path = corpus / os.fsdecode(b"berita-\xff.txt")
    path.write_text(page("Wisata Dibuka"), encoding="utf-8")
    assert archive.add([path]).articles == 1
    assert archive.add([path], prune=True).articles == 1
    assert archive.reindex().articles == 1


@pytest.mark.parametrize("damage", [b"", b"\x00\xff" * 5000, None])
def test_a_reindex_without_a_legible_store_says_what_works(tmp_path, corpus, damage):
    with Archive(tmp_path / "index") as archive:
        archive.add([corpus])
    (path,) = (tmp_path / "index").glob("*/articles.db")
    path.unlink() if damage is None else path.write_bytes(damage)
    with Archive(tmp_path / "index") as archive, pytest.raises(IndexDamaged, match="index PATH"):
        archive.reindex()


# ── Moved files, odd clocks, files that change meanwhile ──


def test_a_moved_file_is_neither_new_nor_vanished(archive, corpus):
    archive.add([corpus])
    (corpus / "a.txt").rename(corpus / "2024" / "moved.txt")
    (corpus / "c.jsonl").rename(corpus / "2024" / "c.jsonl")
    assert counts(archive.add([corpus])) == {"moved": 3, "unchanged": 1}
    assert sorted(everything(archive)) == [
        "corpus/2024/b.txt",
        "corpus/2024/moved.txt",
        "https://x.id/1",
        "https://x.id/2",
    ]
    assert not archive.check().problems
    assert counts(archive.add([corpus])) == {"unchanged": 4}


def test_a_copy_is_not_a_move(archive, corpus):
    archive.add([corpus])
    (corpus / "copy.txt").write_bytes((corpus / "a.txt").read_bytes())
    assert counts(archive.add([corpus])) == {"new": 1, "unchanged": 4}


def test_a_move_that_is_killed_half_way_is_put_right_by_the_next_run(archive, corpus, monkeypatch):
    archive.add([corpus])
    (corpus / "c.jsonl").rename(corpus / "d.jsonl")
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "follow", crash)
        with pytest.raises(Crash):
            archive.add([corpus])
    assert counts(archive.add([corpus])) in ({"moved": 2, "unchanged": 2}, {"unchanged": 4})
    assert len(everything(archive)) == 4


class Crash(BaseException):
    pass


def crash(*_):
    raise Crash


@pytest.mark.parametrize("shift", [-10_000_000_000, 10_000_000_000])
def test_a_clock_that_jumps_hides_no_change(archive, corpus, shift):
    archive.add([corpus])
    path = corpus / "a.txt"
    before = path.stat()
    path.write_text(path.read_text().replace("Genuk", "Demak"))
    os.utime(path, (before.st_atime + shift, before.st_mtime + shift))
    assert path.stat().st_size == before.st_size
    assert counts(archive.add([corpus])) == {"changed": 1, "unchanged": 3}


def test_a_file_that_changes_while_it_is_read_keeps_what_it_gave_and_is_read_again(
    archive, corpus, monkeypatch
):
    archive.add([corpus])
    path = corpus / "c.jsonl"
    whole = path.read_text()
    path.write_text(lines({"url": "https://x.id/3", "title": "Hujan Lebat", "body": "Deras."}))

    def read_slowly(*args, **settings):
        yield from read_raw(*args, **settings)
        path.write_text(whole + path.read_text())

    read_raw = intake.read_raw
    with monkeypatch.context() as patch:
        patch.setattr(intake, "read_raw", read_slowly)
        report = archive.add([corpus])
    assert [failure.reason for failure in report.failed] == [
        "changed while it was read; it is read again next time"
    ]
    assert {"https://x.id/1", "https://x.id/2"} <= everything(archive).keys()
    assert not archive.add([corpus]).failed
    assert {"https://x.id/1", "https://x.id/2", "https://x.id/3"} <= everything(archive).keys()


def test_another_machine_that_writes_is_named(archive, corpus, tmp_path, monkeypatch):
    archive.add([corpus])
    here = locking.platform.node()
    with locking.writing(tmp_path / "index", wait=0):
        monkeypatch.setattr(locking.platform, "node", lambda: "another machine")
        with Archive(tmp_path / "index", wait=0) as other, pytest.raises(IndexLocked) as caught:
            other.add([corpus])
    assert f" on {here} since" in str(caught.value)


def test_after_a_run_that_was_killed_every_article_is_there(archive, corpus, monkeypatch):
    def killed(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(intake, "_understood", killed)
        with pytest.raises(KeyboardInterrupt):
            archive.add([corpus])
    assert counts(archive.add([corpus])) == {"new": 4}
    assert counts(archive.add([corpus])) == {"unchanged": 4}


def test_a_program_may_use_processes_without_a_main(tmp_path):
    path, program = tmp_path / "many.jsonl", tmp_path / "program.py"
    path.write_text(
        lines(*({"url": f"u{i}", "title": f"J{i}", "body": f"Isi {i}."} for i in range(100)))
    )
    program.write_text(
        "from beritasearch import Archive\n"
        f"report = Archive({str(tmp_path / 'index')!r}).add([{str(path)!r}], jobs=2)\n"
        "print(report.new, len(report.failed))\n"
    )
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("100 0\n", "")


def test_slow_reading_is_followed_after_some_seconds_not_after_so_many_articles(
    archive, tmp_path, monkeypatch
):
    path = tmp_path / "few.jsonl"
    path.write_text(
        lines(*({"url": f"u{i}", "title": f"J{i}", "body": f"Isi {i}."} for i in range(10)))
    )
    followed = []
    follow = indexing.follow
    monkeypatch.setattr(indexing, "CHECKPOINT_SECONDS", 0.0)
    monkeypatch.setattr(indexing, "follow", lambda *to: followed.append(to) or follow(*to))
    archive.add([path])
    assert len(followed) >= 10


# ── A killed run, and then something else ─────────────────────────────────────────────────


@pytest.fixture
def many(tmp_path):
    """A corpus of three files, in each of which more articles stand than a transaction keeps."""
    folder = tmp_path / "many"
    folder.mkdir()
    for name in "abc":
        articles = (
            {"url": f"https://x.id/{name}{i}", "title": f"Judul {i}", "body": f"Isi {name} {i}."}
            for i in range(600)
        )
        (folder / f"{name}.jsonl").write_text(lines(*articles), encoding="utf-8")
    return folder


def killed_after(monkeypatch, run, puts):
    """Runs `run`, killed when so many articles were put into a store."""
    calls, original = 0, store.Store.put_packed

    def dying(*arguments, **named):
        nonlocal calls
        calls += 1
        if calls > puts:
            raise Killed
        return original(*arguments, **named)

    monkeypatch.setattr(store.Store, "put_packed", dying)
    with pytest.raises(Killed):
        run()
    monkeypatch.undo()


@pytest.mark.parametrize("puts", [100, 550, 700, 1300])
def test_a_killed_reindex_of_what_is_stored_loses_nothing_by_a_plain_one(
    archive, many, monkeypatch, puts
):
    archive.add([many])
    before = everything(archive)
    killed_after(monkeypatch, lambda: archive.reindex(stored=True), puts)
    archive.reindex()
    assert everything(archive) == before
    assert not archive.check().problems


@pytest.mark.parametrize("stored", [True, False])
def test_articles_of_a_file_that_vanished_while_it_was_read_are_kept(
    archive, many, monkeypatch, stored
):
    killed_after(monkeypatch, lambda: archive.add([many]), 1300)  # within the third file
    archive.add([many / "a.jsonl"])  # and the engine has what was stored
    before = everything(archive)
    assert 600 < len(before) < 1800
    for name in "abc":
        (many / f"{name}.jsonl").unlink()
    assert archive.add([many]).gone == len(before)
    archive.reindex(stored=stored)
    assert everything(archive) == before
    assert archive.add([many], prune=True).removed == len(before)
    assert everything(archive) == {}


def test_a_file_whose_name_a_folder_has_taken_is_gone(archive, corpus):
    archive.add([corpus])
    (corpus / "a.txt").unlink()
    (corpus / "a.txt").mkdir()
    assert archive.add([corpus]).gone == 1


def test_a_folder_given_by_way_of_another_is_the_same(archive, corpus):
    archive.add([corpus])
    assert counts(archive.add([corpus / "2024" / ".." / ".." / corpus.name])) == {"unchanged": 4}


def test_a_manifest_of_wrong_kinds_is_damage(tmp_path, corpus):
    with Archive(tmp_path / "index") as archive:
        archive.add([corpus])
    path = tmp_path / "index" / "0001" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "names": 5}))
    with (
        Archive(tmp_path / "index") as archive,
        pytest.raises(IndexDamaged, match=r"manifest\.json"),
    ):
        archive.add([corpus])


# ── Where no index was ──


def test_a_report_says_that_an_index_was_begun(archive, corpus, tmp_path):
    assert archive.add([corpus]).begun == str(tmp_path / "index")
    assert archive.add([corpus]).begun == ""
    assert archive.reindex().begun == ""


def test_articles_put_may_begin_an_index_too(archive, tmp_path):
    assert archive.put([Article("p", "Satu", "Isi.")]).begun == str(tmp_path / "index")
    assert archive.put([Article("p", "Satu", "Isi.")]).begun == ""
