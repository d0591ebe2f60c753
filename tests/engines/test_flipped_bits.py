"""A bit that flips in Whoosh's posting lists: damage, or no difference; never another answer."""

import random

import pytest

from beritasearch import Article, IndexDamaged
from beritasearch.document import document
from beritasearch.engines import open_engine
from beritasearch.language.analysis import Language
from beritasearch.query.tree import Term

WORDS = [a + b for a in ("ban", "kusa", "rami", "seti") for b in ("ka", "la", "pe", "ri", "tanja")]


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
    engine = open_engine("whoosh", directory)
    try:
        return [
            [match.id for match in engine.search(Term("body", word), limit=None, sort="id").page]
            for word in WORDS
        ]
    finally:
        engine.close()


def test_a_flipped_bit_in_the_lists_gives_no_wrong_answer(directory):
    (path,) = directory.glob("*.pst")
    data, truth, rng = path.read_bytes(), answers(directory), random.Random(7)
    assert all(truth)
    told = 0
    for _ in range(200):
        spoilt = bytearray(data)
        spoilt[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(spoilt)
        try:
            assert answers(directory) == truth
        except IndexDamaged:
            told += 1
    assert told > 10
