"""`kill -9` at random moments of index and reindex: the old index answers, the next run mends."""

import json
import random
import subprocess
import sys
import time

import pytest

from beritasearch import Archive

SMALL_STEPS = (
    "from beritasearch import indexing, cli; indexing.CHECKPOINT_ARTICLES = 40;"
    "indexing.TRANSACTION_EVENTS = 15; cli.main()"
)
WORDS = ["banjir", "polisi", "pasar", "cabai", "gempa", "sekolah", "bupati", "warga", "jalan"]


def article(rng, i):
    words = " ".join(rng.choices(WORDS, k=60))
    return {"url": f"https://x.id/{i}", "title": f"Berita {i} {rng.choice(WORDS)}", "body": words}


def write(corpus, rng, file, numbers):
    text = "".join(json.dumps(article(rng, i)) + "\n" for i in numbers)
    (corpus / f"{file}.jsonl").write_text(text, encoding="utf-8")


def change(corpus, rng, trial):
    """One file is written anew with other articles, now and then one vanishes or comes."""
    file = rng.randrange(6)
    write(corpus, rng, file, rng.sample(range(file * 50, file * 50 + 50), rng.randint(10, 50)))
    (corpus / f"{trial % 9}.txt").write_text(f"Judul {trial}\n\nIsi {trial} banjir.\n")


def command(index, corpus, kind):
    paths = [str(corpus)] if kind == "index" else []
    return [sys.executable, "-c", SMALL_STEPS, kind, *paths, "--index", str(index)]


def killed(arguments, delay):
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    process.kill()
    process.wait()


def held(archive):
    return {found.id: found.body for found in archive.scan()}


def sound(archive):
    """The engine finds what the store holds, each article once, by its id and its words."""
    articles = held(archive)
    assert archive.stats().articles == len(articles)
    for article_id in list(articles)[::17]:
        page = archive.search(articles[article_id].split()[0], where=[f'id:"{article_id}"'])
        assert [hit.article.id for hit in page.hits] == [article_id]
    return articles


def endure(tmp_path, kills, seed):
    rng = random.Random(seed)
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    for file in range(6):
        write(corpus, rng, file, range(file * 50, file * 50 + 50))
    with Archive(index) as archive:
        archive.add([corpus])
    longest = {"index": 1.5, "reindex": 3.0}
    settled = True  # a killed index leaves the engine behind the store until something is written
    for trial in range(kills):
        change(corpus, rng, trial)
        kind = rng.choice(["index", "reindex"])
        with Archive(index) as archive:
            before = held(archive)
        killed(command(index, corpus, kind), rng.uniform(0.2, longest[kind]))
        settled = settled and kind == "reindex"
        with Archive(index) as archive:
            after = sound(archive) if settled else held(archive)
            archive.search("banjir")
        assert kind == "index" or after == before or after == fresh(tmp_path, corpus, trial)
        if trial % 5 == 4:
            subprocess.run(command(index, corpus, rng.choice(["index", "reindex"])), check=True)
            with Archive(index) as archive:
                assert sound(archive) == fresh(tmp_path, corpus, trial)
            settled = True


def fresh(tmp_path, corpus, trial):
    with Archive(tmp_path / f"fresh-{trial}") as archive:
        archive.add([corpus])
        return held(archive)


def test_twelve_kills(tmp_path):
    endure(tmp_path, kills=12, seed=1)


@pytest.mark.soak
def test_two_hundred_kills(tmp_path):
    endure(tmp_path, kills=200, seed=2)
