"""A bit that flips in Whoosh's posting lists: damage, or no difference; never another answer."""

import random
from itertools import pairwise

import pytest

from beritasearch import Article, IndexDamaged
from beritasearch.document import document
from beritasearch.engines import open_engine
from beritasearch.language.analysis import Language
from beritasearch.query.tree import Phrase, Prefix, Term

WORDS = [a + b for a in ("ban", "kusa", "rami", "seti") for b in ("ka", "la", "pe", "ri", "tanja")]

PHRASES = [Phrase("body", pair) for pair in pairwise(WORDS)]


@pytest.fixture
def directory(tmp_path):
    rng, language = random.Random(4), Language()
    engine = open_engine("whoosh", tmp_path)
    engine.put(
        document(Article(f"u{i}", f"Judul {i}", " ".join(rng.choices(WORDS, k=12))), language)
        for i in range(40)
    )
    engine.close()
    return tmp_path


def answers(directory):
    """Ids and scores, so how often and how near each other words stand counts, too."""
    # A prefix comes last: from then on the whole dictionary is known to be as it was written.
    queries = [*(Term("body", word) for word in WORDS), *PHRASES, Prefix("body", "kusa")]
    try:
        engine = open_engine("whoosh", directory)
    except IndexDamaged:
        return [None] * len(queries)
    try:
        return [answer(engine, query) for query in queries]
    finally:
        engine.close()


def answer(engine, query):
    try:
        return engine.search(query, limit=None, sort="id").page
    except IndexDamaged:
        return None


PATTERNS = {"lists": "*.pst", "dictionary": "*.trm", "its checksum": "*.sum"}


@pytest.mark.parametrize("kind", PATTERNS)
def test_a_flipped_bit_gives_no_wrong_answer(directory, kind):
    (path,) = directory.glob(PATTERNS[kind])
    truth = answers(directory)
    assert all(truth[: len(WORDS)])
    assert flipped(directory, path, answers, truth) > 10


def suggested(directory):
    """Words near others, and how many articles hold each."""
    try:
        engine = open_engine("whoosh", directory)
    except IndexDamaged:
        return [None] * len(WORDS)
    try:
        return [alike(engine, word[1:]) for word in WORDS]
    finally:
        engine.close()


def alike(engine, word):
    try:
        return sorted(engine.similar("body", word, 1))
    except IndexDamaged:
        return None


@pytest.mark.parametrize("pattern", ["*.body.words", "*.trm"])
def test_a_flipped_bit_suggests_no_wrong_word_and_no_wrong_count(directory, pattern):
    (path,) = directory.glob(pattern)
    truth = suggested(directory)
    assert all(truth)
    assert flipped(directory, path, suggested, truth) > 100


def flipped(directory, path, asked, truth):
    """Bits flip in the file, one at a time. How often was it told? Else the answers are true."""
    data, rng, told = path.read_bytes(), random.Random(7), 0
    for _ in range(200):
        spoilt = bytearray(data)
        spoilt[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(spoilt)
        now = asked(directory)
        assert all(found in (None, true) for found, true in zip(now, truth, strict=True))
        told += None in now
    return told
