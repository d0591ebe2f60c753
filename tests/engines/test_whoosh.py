"""What holds for Whoosh alone: plain Whoosh reads it, segments stay few, files are closed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from tests.engines.agreement import Batch, agrees, batches, questions, typos
from tests.engines.samples import document, fill
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, open_dir
from whoosh.qparser import QueryParser
from whoosh.writing import SegmentWriter

from beritasearch import engines
from beritasearch.document import FIELD, FIELDS, Document, Kind
from beritasearch.engines.whoosh import WhooshEngine, writing
from beritasearch.engines.whoosh.inversion import InvertingWriter
from beritasearch.engines.whoosh.schema import LENGTHS, row, schema
from beritasearch.errors import EngineUnavailable
from beritasearch.query.tree import All, DateRange, Phrase, Query, Term


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    with closing(WhooshEngine(tmp_path)) as engine:
        yield engine


def segments(directory: Path) -> list[int]:
    return sorted(s.doc_count() for s in TOC.read(FileStorage(str(directory)), "MAIN").segments)


# ── Loading ──


def test_whoosh_comes_without_the_web_and_leaves_the_real_modules_to_all_others() -> None:
    program = (
        "import sys, threading, time\n"
        "seen = []\n"
        "def other():\n"
        "    while 'whoosh' not in sys.modules: time.sleep(0)\n"
        "    from urllib.request import urlopen\n"
        "    seen.append(urlopen.__module__)\n"
        "import beritasearch.engines\n"
        "if 'beside' in sys.argv: thread = threading.Thread(target=other); thread.start()\n"
        "import beritasearch.engines.whoosh\n"
        "if 'beside' in sys.argv: thread.join(); assert seen == ['urllib.request']\n"
        "else: assert not {'urllib.request', 'http', 'ssl', 'email'} & {*sys.modules}\n"
        "import urllib.request, whoosh.compat, whoosh.highlight\n"
        "assert callable(urllib.request.urlretrieve)\n"
        "assert whoosh.compat is sys.modules['whoosh.compat']\n"
        "assert whoosh.highlight.HtmlFormatter()._text('<') == '&lt;'\n"
    )
    for arguments in ([], ["beside"]):
        subprocess.run([sys.executable, "-c", program, *arguments], check=True)


# ── Opening ──


def test_an_unknown_engine_names_the_known() -> None:
    with pytest.raises(EngineUnavailable, match=r"no engine .lucene.; choose one of: whoosh"):
        engines.open_engine("lucene", Path("nowhere"))


def test_an_engine_whose_library_is_missing_names_the_cure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def missing(_: str) -> None:
        raise ModuleNotFoundError("No module named 'whoosh'")

    monkeypatch.setattr(engines, "import_module", missing)
    with pytest.raises(EngineUnavailable, match=r"No module named 'whoosh'.*pip install"):
        engines.open_engine("whoosh", tmp_path)


def test_plain_whoosh_opens_searches_and_extends_the_index(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    fill(engine)
    plain = open_dir(str(tmp_path))

    def found(text: str) -> set[str]:
        with plain.searcher() as searcher:
            query = QueryParser("body", plain.schema).parse(text)
            return {hit["id"] for hit in searcher.search(query, limit=None)}

    assert found("W7") == {"7"}
    assert len(found('title:banjir AND "banjir rob"')) == 30
    assert found('"rob w3"') == {"3"}
    assert found('"w3 kota"') == set()  # a gap lies between
    with plain.writer() as writer:
        writer.delete_by_term("id", "7")
        writer.add_document(id="plain", body="rob besar")
        writer.optimize = True
    assert engine.count() == 30
    assert engine.search(Term("body", "besar"), facets=("city",)).page[0].id == "plain"
    assert engine.search(Term("body", "w7")).total == 0


def test_lists_are_those_that_whoosh_itself_writes(tmp_path: Path) -> None:
    documents = [
        document(
            str(n), "banjir " * (n % 3) + f"rob w{n} | kota", title="banjir " * (n % 2),
            city=["Kota Solo"] * (n % 2), stems="rob " * 300 * (n == 7) + f"banjir w{n % 50}",
        )
        for n in range(300)
    ]  # fmt: skip
    assert written(tmp_path / "ours", documents, InvertingWriter) == written(
        tmp_path / "theirs", documents, SegmentWriter
    )


def written(directory: Path, documents: list[Document], kind: type[SegmentWriter]) -> object:
    writer = kind(FileIndex.create(FileStorage(str(directory)).create(), schema(), "MAIN"))
    for item in documents:
        writer.add_document(**row(item))
    writer.commit()
    with open_dir(str(directory)).reader() as reader:
        about = [
            (term, info.weight(), info.doc_frequency(), info.min_length(), info.max_length(),
             info.max_weight(), info.min_id(), info.max_id())
            for term, info in reader
        ]  # fmt: skip
        lengths = [reader.doc_field_length(n, field) for n in range(300) for field in LENGTHS]
        stored = list(reader.all_stored_fields())
        return list(map(read, reader.iter_postings())), about, lengths, stored


def read(posting: tuple[str, bytes, int, float, bytes]) -> tuple[object, ...]:
    """A posting with its positions as plain Whoosh reads them: they may be written in two ways."""
    field, *rest, value = posting
    if FIELD[field].kind is not Kind.WORDS:
        return posting
    return field, *rest, schema()[field].format.decode_positions(value)


# ── Segments, files and memory ──


def test_segments_stay_few_and_merging_loses_nothing(engine: WhooshEngine, tmp_path: Path) -> None:
    for number in range(45):
        engine.put([document(str(number), f"a w{number} | b b", published=202401010000 + number)])
        engine.put([document("again", f"w{number} again")])
    assert sum(segments(tmp_path)) == engine.count() == 46
    assert len(segments(tmp_path)) < 2 * writing.FAN
    for number in range(44):
        found = engine.search(Phrase("body", ("a", f"w{number}")))
        assert [match.id for match in found.page] == [str(number)]
        assert engine.similar("body", f"w{number}", 0) == [(f"w{number}", 1)]
    assert engine.search(Phrase("body", ("w3", "b"), slop=3)).total == 0
    assert engine.search(All(), sort="newest").page[0].id == "44"


def test_segments_that_plain_whoosh_wrote_are_merged_with_ours(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.put([document("ours", "banjir rob")])
    with open_dir(str(tmp_path)).writer() as writer:
        for number in range(200):  # more than a block
            writer.add_document(id=f"p{number}", body="rob " * (1 + number % 3) + "besar")
        writer.merge = False
    assert segments(tmp_path) == [1, 200]
    monkeypatch.setattr(writing, "FAN", 2)
    monkeypatch.setattr(writing, "_size", lambda _: 0)
    engine.put([document("last", "rob besar sekali")])
    assert segments(tmp_path) == [202]
    assert engine.search(Phrase("body", ("rob", "besar"))).total == 201
    assert engine.search(Phrase("body", ("rob", "rob", "rob"))).total == 66
    assert [match.id for match in engine.search(Term("body", "banjir")).page] == ["ours"]


def test_words_are_listed_as_the_dictionary_has_them(engine: WhooshEngine) -> None:
    for number in range(12):  # the first ten segments are merged
        engine.put([document(str(number), f"a w{number} | b", title=f"judul {number}")])
    engine.remove(["3"])
    held = list(engine._current().segments.values())
    for segment in held:
        for field in (field.name for field in FIELDS if field.kind is Kind.WORDS):
            assert segment._listed(field) == segment.words(field, "")
    assert {"a", "b", "w7"} <= {word for segment in held for word in segment.words("body", "")}


@settings(max_examples=60)
@given(lived=batches, asked=questions, typo=typos)
def test_merging_with_every_commit_changes_no_answer(
    lived: list[Batch], asked: list[Query], typo: tuple[str, str, int]
) -> None:
    with (
        pytest.MonkeyPatch.context() as patch,
        TemporaryDirectory() as directory,
        closing(WhooshEngine(Path(directory))) as engine,
    ):
        patch.setattr(writing, "FAN", 2)
        agrees(engine, lived, asked, typo)


def test_half_empty_segments_are_merged_away(engine: WhooshEngine, tmp_path: Path) -> None:
    fill(engine, 30)
    engine.remove(map(str, range(16)))
    assert segments(tmp_path) == [14]
    assert engine.similar("body", "w3", 0) == []


def test_a_long_put_is_committed_in_chunks(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHUNK", 10)
    engine.put(document(str(n % 25), f"w{n}") for n in range(35))
    assert engine.count() == 25
    assert engine.search(Term("body", "w3")).total == 0
    assert engine.search(Term("body", "w34")).total == 1


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts descriptors in /proc")
def test_files_are_closed(tmp_path: Path) -> None:
    before = descriptors()
    engine = WhooshEngine(tmp_path)
    for number in range(15):
        engine.put([document(str(number), "banjir")])
        engine.search(Term("body", "banjir"), facets=("city",), sort="newest")
    assert descriptors() - before <= 2 * 15
    engine.close()
    assert descriptors() == before


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_dates_of_the_first_and_the_last_year_are_ranged(engine: WhooshEngine) -> None:

    engine.put([document("1", published=101010000), document("9", published=999912312359)])
    for day, name in ((date.min, "1"), (date.max, "9")):
        assert [match.id for match in engine.search(DateRange(day, day)).page] == [name]
