"""How well and how fast people are found; nothing measured here was learnt from.

    python training/people/measure.py             # the shipped tagger on gold-fields.jsonl
    python training/people/measure.py --held-out  # and one without two fifths of persons-news

Exact full names of each article, letter case aside. The halves are by a hash of the id: the
thresholds were tuned on the first.
"""

import argparse
import gc
import hashlib
import sys
import time
from collections.abc import Iterable, Sequence

from labelled import Labelled, gold_articles, news_articles, old_sentences, rows

from beritasearch.language.people import persons
from beritasearch.language.people.mentions import mentions
from beritasearch.language.people.names import full_names
from beritasearch.language.people.tagger import Tagger, parse, shipped

Score = tuple[int, int, int]
_HELD_OUT = 2


def found(text: Labelled, tagger: Tagger) -> tuple[str, ...]:
    """The people that the package finds, with another tagger than the shipped one."""
    probabilities = tagger.probabilities(text.text, text.title_end)
    return full_names(text.text, mentions(text.text, probabilities, tagger.archive))


def score(texts: Iterable[Labelled], tagger: Tagger, *, errors: bool = False) -> Score:
    """Right, wrong and missed names."""
    right = wrong = missed = 0
    for text in texts:
        gold = {name.casefold() for name in text.persons}
        given = {name.casefold() for name in found(text, tagger)}
        right, wrong = right + len(gold & given), wrong + len(given - gold)
        missed += len(gold - given)
        if errors and gold != given:
            print(text.id, "wrong:", sorted(given - gold), "missed:", sorted(gold - given))
    return right, wrong, missed


def report(name: str, counts: Score) -> None:
    right, wrong, missed = counts
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * right / (2 * right + wrong + missed)
    print(f"{name}: F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  ({right + missed} names)")


def part(text: Labelled, parts: int) -> int:
    return int(hashlib.sha256(text.id.encode()).hexdigest(), 16) % parts


def held_out(*, errors: bool) -> None:
    """Trains without two fifths of persons-news.jsonl, and measures on them: some minutes."""
    from name_tagger import archive, train, usual_case  # needs numpy

    facts = archive()
    news = news_articles()
    rest = [text for text in news if part(text, 5) >= _HELD_OUT]
    tagger = parse(train([*rest, *old_sentences(usual_case(facts))], facts))
    held = (text for text in news if part(text, 5) < _HELD_OUT)
    report("two fifths of persons-news, held out", score(held, tagger, errors=errors))


def milliseconds(articles: Sequence[dict], rounds: int = 7) -> float:
    """For one article, once the tagger has seen such words; the best of some rounds for each ten.

    The garbage collector first sees the tagger's tables once: a long run doesn't notice it.
    """
    gc.collect()
    total = 0.0
    for first in range(0, len(articles), 10):
        best = float("inf")
        for _ in range(rounds):
            started = time.process_time()
            for article in articles[first : first + 10]:
                persons(article["title"], article["body"])
            best = min(best, time.process_time() - started)
        total += best
    return total / len(articles) * 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--held-out", action="store_true")
    options.add_argument("--errors", action="store_true", help="name every wrong and missed name")
    chosen = options.parse_args()
    gold = gold_articles()
    started = time.perf_counter()
    tagger = shipped()
    print(f"loading {1000 * (time.perf_counter() - started):.0f} ms")
    for half, name in enumerate(("tuned-on half", "other half")):
        own = [text for text in gold if part(text, 2) == half]
        report(f"gold-fields, {name}", score(own, tagger, errors=chosen.errors and not half))
    report("gold-fields", score(gold, tagger))
    texts = list(rows("persons-news.jsonl"))[:300]
    print(f"{milliseconds(texts):.2f} ms an article ({len(texts)} of about 320 words)")
    if chosen.held_out:
        held_out(errors=chosen.errors)


if __name__ == "__main__":
    sys.exit(main())
