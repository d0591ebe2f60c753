"""`check` and `repair`: what is wrong is told, and mended where it can be."""

import json
import random
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from beritasearch import Archive, Article, IndexMissing
from beritasearch.errors import EngineError, IndexDamaged
from beritasearch.generations import Generation


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "index") as opened:
        opened.put(Article(str(i), f"Judul {i}", "Isi berita.") for i in range(8))
        yield opened


def generation(archive):
    return closing(Generation(archive._generations.require(), write=True))


def told(archive):
    return [str(problem) for problem in archive.check().problems]


def found(archive):
    return {hit.article.id for hit in archive.search("berita", limit=500).hits}


def test_a_sound_index_has_no_problem_and_all_of_it_was_looked_at(archive):
    checked = archive.check()
    assert not checked.problems
    assert (checked.articles, checked.sampled) == (8, 8)
    assert checked.files > 3
    assert archive.repair() == []


def test_articles_that_the_engine_lost_are_named_and_given_again(archive):
    with generation(archive) as current:
        current.engine.remove(["3", "5"])
    assert told(archive)[0] == "stored, but not searchable: 2 articles, 3, 5"
    archive.repair()
    assert told(archive) == []
    assert archive.search("id:3").total == 1


def test_articles_that_the_store_lost_are_named_and_taken_out(archive):
    with generation(archive) as current, current.store.transaction():
        current.store.remove("2")
        current.store.settle(["2"])
    assert told(archive) == ["searchable, but not stored: 1 article, 2"]
    archive.repair()
    assert told(archive) == []
    assert archive.search("id:2").total == 0


def test_what_waits_for_the_engine_is_told_and_given(archive):
    with generation(archive) as current, current.store.transaction():
        current.store.mark_pending(["1"])
    assert told(archive) == ["1 article not yet searchable"]
    archive.repair()
    assert told(archive) == []


def test_terms_that_are_not_the_articles_own_are_noticed(archive):
    with generation(archive) as current, current.store.transaction():
        for i in range(8):
            current.store.put(Article(str(i), f"Kepala {i}", "Naskah lain."), source="", run=9)
            current.store.settle([str(i)])
    assert "not found by their own words: 8 articles, 0, 1" in told(archive)[0]
    assert archive.repair() == ["built anew from the 8 articles stored"]
    assert archive.search("naskah").total == 8


def test_an_index_of_other_language_data_is_told_and_rebuilt(tmp_path, archive):
    config = tmp_path / "beritasearch.yaml"
    config.write_text("language: {stopwords: {add: [berita]}}\n")
    with Archive(tmp_path / "index", config=config) as other:
        assert "reindex" in told(other)[0]
        other.repair()
        assert told(other) == []


# ── Damaged files ──


def engine_file(archive, pattern):
    archive.close()
    return max(archive._generations.directory.glob(f"*/engine/{pattern}"), key=size)


def size(path):
    return path.stat().st_size


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[random.Random(3).randrange(len(data))] ^= 4
    path.write_bytes(data)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: size(path) // 2])


@pytest.mark.parametrize("spoil", [flip, truncate, Path.unlink])
@pytest.mark.parametrize("kind", ["*.toc", "*.trm", "*.pst", "*.col"])
def test_a_damaged_engine_file_is_found_and_built_anew(
    archive, kind: str, spoil: Callable[[Path], object]
):
    spoil(engine_file(archive, kind))
    assert len(told(archive)) == 1
    assert archive.repair() == ["built anew from the 8 articles stored"]
    assert told(archive) == []
    assert found(archive) == set(map(str, range(8)))


@pytest.mark.parametrize("content", ["", '{"engine": "who', '{"engine": "whoosh"}', "[]"])
def test_a_half_written_manifest_is_written_anew(archive, tmp_path, content):
    archive.close()
    (tmp_path / "index" / "0001" / "manifest.json").write_text(content)
    assert len(told(archive)) == 1
    first, second = archive.repair()
    assert "manifest.json is written anew" in first
    assert "8 articles" in second
    assert told(archive) == []
    assert found(archive) == set(map(str, range(8)))


def test_the_manifest_of_a_newer_version_is_left_alone(archive, tmp_path):
    archive.close()
    path = tmp_path / "index" / "0001" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    before = path.read_text()
    with pytest.raises(EngineError, match="newer version"):
        archive.repair()
    assert path.read_text() == before


@pytest.mark.parametrize("content", [None, "", "\x00\x00", "0007", "../0001", "9" * 5000])
def test_current_is_written_anew(archive, tmp_path, content):
    archive.reindex()
    archive.close()
    path = tmp_path / "index" / "CURRENT"
    path.unlink()
    if content is not None:
        path.write_text(content)
    assert "CURRENT" in told(archive)[0]
    assert archive.repair() == ["CURRENT names generation 0002 again"]
    assert told(archive) == []
    assert found(archive) == set(map(str, range(8)))


def test_a_build_that_was_not_finished_never_becomes_current(archive, tmp_path):
    shutil.copytree(tmp_path / "index" / "0001", tmp_path / "index" / "0002")
    path = tmp_path / "index" / "0002" / "manifest.json"
    path.write_text(path.read_text().replace("complete", "building"))
    (tmp_path / "index" / "CURRENT").unlink()
    assert archive.repair() == ["CURRENT names generation 0001 again"]


def test_checksums_that_cannot_be_read_are_told(archive, tmp_path):
    (tmp_path / "index" / "0001" / "checksums.json").write_text("{")
    assert "checksums.json" in told(archive)[0]
    archive.repair()
    assert told(archive) == []


# ── A damaged store ──


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("a", "b"):
        articles = (
            {"url": f"{name}{i}", "title": f"Judul {name}{i}", "body": f"Berita {'kata ' * i}"}
            for i in range(120)
        )
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(a) + "\n" for a in articles))
    return folder


def spoil_pages(path: Path, pages: slice) -> None:
    data = bytearray(path.read_bytes())
    for page in range(len(data) // 4096)[pages]:
        data[page * 4096 : page * 4096 + 4096] = random.Random(page).randbytes(4096)
    path.write_bytes(data)


def test_a_damaged_store_is_built_anew_from_files_and_what_can_be_read(tmp_path, corpus):
    with Archive(tmp_path / "index") as archive:
        archive.add([corpus])
        archive.put([Article(f"p{i}", f"Langsung {i}", "Berita tanpa berkas.") for i in range(200)])
        (corpus / "b.jsonl").unlink()
        archive.close()
        spoil_pages(tmp_path / "index" / "0001" / "articles.db", slice(-3, None))
        (problem,) = archive.check().problems
        assert "articles.db is damaged" in str(problem)
        done = archive.repair()
        assert told(archive) == []
        kept = {article.id for article in archive.scan()}
    assert {f"a{i}" for i in range(120)} <= kept
    lost = {f"b{i}" for i in range(120)} | {f"p{i}" for i in range(200)} - kept
    lost -= kept
    assert 0 < len(lost) < 200
    assert done[-1].startswith(f"lost: {len(lost)} articles, {min(lost)}")


def test_articles_of_vanished_files_that_were_read_again_stay_with_a_reindex(tmp_path, corpus):
    with Archive(tmp_path / "index") as archive:
        archive.add([corpus])
        (corpus / "b.jsonl").unlink()
        archive.close()
        spoil_pages(tmp_path / "index" / "0001" / "articles.db", slice(-1, None))
        archive.repair()
        kept = {article.id for article in archive.scan()}
        archive.reindex()
        assert {article.id for article in archive.scan()} == kept
        assert archive.add([corpus]).gone == len([i for i in kept if i.startswith("b")]) > 0


def test_a_store_of_which_nothing_can_be_read_says_what_works(archive, tmp_path):
    archive.close()
    path = tmp_path / "index" / "0001" / "articles.db"
    path.write_bytes(b"\xff" * size(path))
    assert "damaged" in told(archive)[0]
    with pytest.raises(IndexDamaged, match=r"move .* away and index your folders again"):
        archive.repair()


def test_a_store_of_which_nothing_can_be_read_is_made_of_the_generation_before(archive, tmp_path):
    archive.reindex()
    archive.remove(["5"])
    archive.put([Article("baru", "Judul baru", "Isi berita.")])
    archive.close()
    path = tmp_path / "index" / "0002" / "articles.db"
    path.write_bytes(b"\xff" * size(path))
    first, *_, last = archive.repair()
    assert first.endswith("and 7 of an earlier generation")
    assert last == "lost: 1 article, baru"
    assert told(archive) == []
    assert found(archive) == set("0123467")


def test_a_damaged_head_of_the_store_costs_nothing(archive, tmp_path):
    archive.close()
    path = tmp_path / "index" / "0001" / "articles.db"
    path.write_bytes(b"\x00" * 512 + path.read_bytes()[512:])
    assert "damaged" in told(archive)[0]
    assert archive.repair()[-1].endswith("8 articles")
    assert told(archive) == []
    assert found(archive) == set(map(str, range(8)))


# ── What can't be verified, or not by who reads it ──


def test_without_checksums_it_says_that_it_cannot_tell_and_repair_writes_them(archive, tmp_path):
    archive.close()
    checksums = tmp_path / "index" / "0001" / "checksums.json"
    before = checksums.read_text()
    checksums.unlink()
    (problem,) = told(archive)
    assert "checksums.json is missing" in problem
    (done,) = archive.repair()
    assert "checksums.json is written anew" in done
    assert told(archive) == []
    assert json.loads(checksums.read_text()) == json.loads(before)


def test_files_that_answer_wrongly_are_not_sealed_but_built_anew(archive, tmp_path):
    with generation(archive) as current, current.store.transaction():
        for i in range(8):
            current.store.put(Article(str(i), f"Kepala {i}", "Naskah lain."), source="", run=9)
            current.store.settle([str(i)])
    (tmp_path / "index" / "0001" / "checksums.json").unlink()
    assert archive.repair() == ["built anew from the 8 articles stored"]
    assert told(archive) == []


@pytest.mark.parametrize("change", [{"engine": "sphinx"}, {"state": "complet"}, {"names": "x"}])
def test_a_manifest_of_which_the_disk_has_made_nonsense_is_written_anew(archive, tmp_path, change):
    archive.close()
    path = tmp_path / "index" / "0001" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    assert "manifest.json" in told(archive)[0]
    assert "manifest.json is written anew" in archive.repair()[0]
    assert told(archive) == []
    assert found(archive) == set(map(str, range(8)))


def test_an_index_on_a_read_only_disk_is_checked(disk):
    with Archive(disk / "index") as archive:
        archive.put([Article("1", "Judul", "Isi berita.")])
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with Archive(disk / "index") as archive:
        assert archive.check().articles == 1
        assert told(archive) == []
        with pytest.raises(EngineError, match="can't be written to"):
            archive.repair()


def test_checking_makes_no_folder_where_there_is_no_index(tmp_path):
    with pytest.raises(IndexMissing):
        Archive(tmp_path / "missing").check()
    assert not (tmp_path / "missing").exists()
