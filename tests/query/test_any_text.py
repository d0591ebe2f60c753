"""Whatever is typed is answered, or refused with its place marked."""

import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from beritasearch import Archive, Article
from beritasearch.errors import QueryError
from beritasearch.language.analysis import Language
from beritasearch.query.describe import describe
from beritasearch.query.scanner import Limits
from beritasearch.query.syntax import parse

LANGUAGE = Language()
TODAY = date(2024, 8, 21)
PIECES = (
    "banjir", "kpu", "komisi", "pemilihan", "umum", "yang", "siapa", "undang-undang", "10:30",
    "DAN", "ATAU", "BUKAN", "AND", "OR", "NOT", "TO", "SAMPAI", "kota:", "tokoh:", "tanggal:",
    "judul:", "isi:", "id:", "url:", "provinsi:", "media:", "catatan:", "solo", "jawa tengah",
    "2024-08", "21", "Agustus", "kemarin", "[", "]", "(", ")", '"', "“", "”", "-", "+", "~", "~2",
    "^", "^2", "^0", "*", "?", ">=", "<", ",", ";", "/", "https://", "www.", "🌊", "é", "\u0301",
    "\u200b", "\x00", "\ud800", "²", "٣", "İ", "ß", " ", "  ", "\n", "\t", ".", "…", "'", "\\",
)  # fmt: skip
GROUPS = yaml.safe_load((Path(__file__).parent / "syntax.yaml").read_text(encoding="utf-8"))
TYPED = [case["query"] for group in GROUPS for case in group["cases"]]


@st.composite
def mutated(draw):
    """A query that a person might type, with a few characters lost, doubled or put in."""
    text = draw(st.sampled_from(TYPED)) + draw(st.sampled_from(["", " ", *TYPED]))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        rest = text[at + draw(st.integers(0, 2)) :]
        text = text[:at] + draw(st.sampled_from(["", *PIECES])) + rest
    return text


texts = st.one_of(
    mutated(),
    st.text(),
    st.text(alphabet=st.sampled_from('ab "()~^*?:-+[]/,\n')),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
)


def similar(field, word, edits):
    return [(word, 3), (word + "a", 2), ("banjir", 2)]


def answered_or_refused(text):
    try:
        describe(parse(text, LANGUAGE, today=TODAY, similar=similar))
    except QueryError as error:
        refused = error
    else:
        return
    assert 0 <= refused.position <= len(text)
    assert refused.text == text


@given(texts)
@settings(max_examples=500)
def test_any_text_is_answered_or_refused(text):
    answered_or_refused(text)


@pytest.mark.soak
@given(texts)
@settings(max_examples=100_000)
def test_100_000_texts_are_answered_or_refused(text):
    answered_or_refused(text)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with Archive(tmp_path_factory.mktemp("any-text") / "index", today=lambda: TODAY) as opened:
        opened.put([
            Article("a", "Banjir Solo", "Banjir di Solo, kata KPU.", cities=("Kota Surakarta",)),
            Article("b", "Longsor", "Agustus kemarin longsor.", persons=("Joko Widodo",)),
        ])  # fmt: skip
        yield opened


def searched_or_refused(archive, text):
    with suppress(QueryError):
        page = archive.search(text, fuzzy="on", recent=True, facets=("city",))
        assert len(page.hits) == min(page.total, 10)


@given(text=texts)
@settings(max_examples=100)
def test_any_text_is_searched_or_refused(archive, text):
    searched_or_refused(archive, text)


@pytest.mark.soak
@given(text=texts)
@settings(max_examples=10_000)
def test_10_000_texts_are_searched_or_refused(archive, text):
    searched_or_refused(archive, text)


@pytest.mark.parametrize(
    "piece",
    ["a", "(", ")", '"', '"" ', "a ", "- ", "-", "()", "(a)", "~", "^", "*", "?", "a*b ", "a? ",
     "a-", "a,", "[", "tanggal:", "tanggal:[ ", "tanggal:21 ", "kota:a ", "id:) ", "BUKAN ", "DAN ",
     "a ATAU ", "a DAN ", "\u0301", " ", 'tanggal:>="', "https://)", "1.", "a'", "P.", "🌊"],
)  # fmt: skip
def test_a_long_run_of_anything_is_read_in_linear_time(piece):
    start = time.process_time()
    answered_or_refused(piece * (50_000 // len(piece)) + "x")
    answered_or_refused(piece * 9_999 + "x")
    assert time.process_time() - start < 4  # seconds; quadratic: minutes


def test_as_many_words_as_the_limit_are_answered_and_one_more_is_refused():
    words = [f"kata{i}x" for i in range(Limits().words + 1)]
    parse(" ".join(words[:-1]), LANGUAGE)
    with pytest.raises(QueryError, match=r"500 words; search\.words in") as refused:
        parse(" ".join(words), LANGUAGE)
    assert refused.value.text[refused.value.position :] == words[-1]


@pytest.mark.parametrize("pattern", ["kat*", "k?ta", "kata~", "tokoh:kat*"])
def test_patterns_are_few(pattern):
    parse(f"{pattern} " * 32, LANGUAGE, similar=similar)
    with pytest.raises(QueryError, match=r"search\.patterns"):
        parse(f"{pattern} " * 33, LANGUAGE, similar=similar)


def test_two_hundred_parentheses_are_answered_and_one_more_is_refused():
    def nested(depth):
        return "(a ATAU b (" * (depth // 2) + "(" * (depth % 2) + "c" + ")" * depth

    answered_or_refused(nested(200))
    describe(parse(nested(200), LANGUAGE))
    with pytest.raises(QueryError, match="200 deep"):
        parse(nested(201), LANGUAGE)


def test_limits_can_be_set():
    limits = Limits(characters=20, words=3, nesting=1, patterns=1)
    parse("(a b) c", LANGUAGE, limits=limits)
    for text in ("a b c d", "((a))", "a" * 21, "a* b*"):
        with pytest.raises(QueryError):
            parse(text, LANGUAGE, limits=limits)
