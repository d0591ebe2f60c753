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


@pytest.mark.parametrize("kind", ["lists", "dictionary", "its checksum"])
def test_a_flipped_bit_gives_no_wrong_answer(directory, kind):
    pattern = {"lists": "*.pst", "dictionary": "*.trm", "its checksum": "*.sum"}[kind]
    (path,) = directory.glob(pattern)
    data, truth, rng = path.read_bytes(), answers(directory), random.Random(7)
    assert all(truth[: len(WORDS)])
    told = 0
    for _ in range(200):
        spoilt = bytearray(data)
        spoilt[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(spoilt)
        now = answers(directory)
        assert all(found in (None, true) for found, true in zip(now, truth, strict=True))
        told += None in now
    assert told > 10
