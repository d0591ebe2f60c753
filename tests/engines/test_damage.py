"""Files that were cut short, garbled or lost, and text that is none: every engine says so."""

import random
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.engines.conftest import Opener, installed
from tests.engines.samples import document, fill

from beritasearch.errors import EngineError, IndexDamaged
from beritasearch.query.tree import All, Phrase, Prefix, Term

FILES = [
    *(("whoosh", kind) for kind in ("*.toc", "*.trm", "*.pst", "*.id.col")),
    *(
        ("tantivy", kind)
        for kind in ("meta.json", "*.term", "*.idx", "*.pos", "*.fast", "*.store", "*.fieldnorm")
    ),
]


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garble(path: Path) -> None:
    path.write_bytes(b"\x80\x02" + random.Random(1).randbytes(path.stat().st_size))


@pytest.mark.parametrize("spoil", [truncate, garble, empty, Path.unlink])
@pytest.mark.parametrize(("name", "kind"), FILES)
def test_damaged_files_say_how_to_rebuild(
    tmp_path: Path, name: str, kind: str, spoil: Callable[[Path], object]
) -> None:
    with closing(installed(name, tmp_path)) as engine:
        engine.put(document(str(n), "banjir", published=202401010000) for n in range(300))
    spoil(next(tmp_path.glob(kind)))
    with pytest.raises(IndexDamaged, match="beritasearch reindex"):
        ask_everything(name, tmp_path)


def ask_everything(name: str, directory: Path) -> None:
    with closing(installed(name, directory)) as engine:
        engine.search(Phrase("body", ("banjir", "rob")), limit=None)
        engine.search(Prefix("body", "ban"), limit=None, sort="id")
        engine.search(Term("stems", "banjir"), sort="newest")


def test_text_that_is_none_is_refused_without_a_word_of_damage(
    real_opener: Opener, tmp_path: Path
) -> None:
    with closing(real_opener(tmp_path)) as engine:
        fill(engine)
        for broken in (document("1", "a\ud83c"), document("a\ud83c", "a")):
            with pytest.raises(EngineError, match="half a character") as refused:
                engine.put([broken])
            assert not isinstance(refused.value, IndexDamaged)
        assert engine.count() == engine.search(Term("body", "rob")).total == 30


def test_a_lost_folder_is_damage(embedded_opener: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "engine"
    with closing(embedded_opener(folder)) as engine:
        fill(engine)
        folder.rename(tmp_path / "elsewhere")
        with pytest.raises(IndexDamaged, match="beritasearch reindex"):
            engine.search(All())
