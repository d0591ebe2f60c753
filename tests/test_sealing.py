"""Checksums: which files are compared, and what a killed run may have done to them."""

import json
import os
from datetime import date

import pytest

from beritasearch import Archive, Article, sealing
from beritasearch.errors import IndexDamaged


@pytest.fixture
def generation(tmp_path):
    (tmp_path / "engine").mkdir()
    for name in ("a.pst", "b.pst", "meta.json", "X_WRITELOCK", ".managed.json"):
        (tmp_path / "engine" / name).write_text(name)
    sealing.seal(tmp_path)
    return tmp_path


def changed(generation):
    return [path.name for path in sealing.changed(generation)]


def test_files_as_they_were_written_are_as_they_were(generation):
    assert changed(generation) == []
    assert sealing.sealed(generation) == 2


def test_a_file_that_differs_is_named_and_stays_so_when_sealed_again(generation):
    (generation / "engine" / "a.pst").write_text("other")
    sealing.seal(generation)
    assert changed(generation) == ["a.pst"]


def test_files_that_engines_rewrite_are_not_compared(generation):
    (generation / "engine" / "meta.json").write_text("other")
    assert changed(generation) == []


def test_a_file_that_is_missing_is_named(generation):
    (generation / "engine" / "a.pst").unlink()
    assert changed(generation) == ["a.pst"]


def test_a_killed_run_may_have_merged_files_into_others(generation):
    (generation / "engine" / "a.pst").unlink()
    (generation / "engine" / "c.pst").write_text("of a and more")
    assert changed(generation) == []
    sealing.seal(generation)
    assert sealing.sealed(generation) == 2


@pytest.mark.parametrize("content", ["{", "[]", "\x00"])
def test_checksums_that_cannot_be_read_are_damage(generation, content):
    (generation / sealing.NAME).write_text(content)
    with pytest.raises(IndexDamaged, match="check --repair"):
        changed(generation)


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("how", ["copied", "copied and sealed again"])
def test_a_copied_index_is_as_it_was_written(generation, how):
    for path in (generation / "engine").iterdir():
        os.utime(path, (1, 1))
    if how == "copied and sealed again":
        sealing.seal(generation)
    sealing.refuse_changed(generation)
    assert changed(generation) == []


def test_a_file_that_was_written_to_is_damage_whatever_it_is(generation):
    flip(generation / "engine" / "a.pst")
    with pytest.raises(IndexDamaged, match=r"a\.pst isn't as it was written"):
        sealing.refuse_changed(generation)


def test_checksums_of_an_earlier_version_are_compared(generation):
    noted = json.loads((generation / sealing.NAME).read_text())
    (generation / sealing.NAME).write_text(
        json.dumps({name: told[0] for name, told in noted.items()})
    )
    sealing.refuse_changed(generation)
    assert changed(generation) == []
    flip(generation / "engine" / "a.pst")
    assert changed(generation) == ["a.pst"]


@pytest.mark.parametrize(
    ("engine", "pattern"),
    [
        *(("whoosh", pattern) for pattern in ("*id.col", "*date.col", "*facets.col", "*.toc")),
        *(("tantivy", pattern) for pattern in ("*.store", "*.idx", "*.term", "*.pos", "*.fast")),
    ],
)
def test_a_flipped_bit_is_damage_and_no_wrong_hit(tmp_path, engine, pattern):
    if engine == "tantivy":
        pytest.importorskip("tantivy", reason="tantivy isn't installed")
    index = tmp_path / "index"
    with Archive(index, engine=engine) as archive:
        archive.put(
            Article(
                f"https://x.id/{i}", f"Judul {i}", "Isi berita.", published=date(2024, 8, 1 + i)
            )
            for i in range(9)
        )
    flip(max(index.glob(f"0001/engine/{pattern}"), key=lambda path: path.stat().st_size))
    with Archive(index) as archive:
        with pytest.raises(IndexDamaged, match="check --repair"):
            archive.search("berita")
        with pytest.raises(IndexDamaged, match="check --repair"):
            archive.put([])
        archive.repair()
        assert archive.search("berita").total == 9


def test_a_file_that_was_merged_away_is_no_damage(generation):
    (generation / "engine" / "a.col").write_text("ids")
    sealing.seal(generation)
    (generation / "engine" / "a.col").unlink()
    sealing.refuse_changed(generation)


def test_checksums_that_cannot_be_read_stop_no_search(generation):
    (generation / sealing.NAME).write_text("{")
    sealing.refuse_changed(generation)
