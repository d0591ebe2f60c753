"""How well and how fast people are found; nothing measured here was learnt from.

    python training/people/measure.py             # the shipped tagger on gold-fields.jsonl
    python training/people/measure.py --held-out 0 1  # one without two fifths of persons-news

Exact full names of each article, letter case aside. The halves are by a hash of the id: the
rules were tuned on the first, the thresholds on held-out fifths. The other half isn't looked into:
no kinds of error are told of it.
"""

import argparse
import gc
import gzip
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from labelled import SHARED, Labelled, gold_articles, news_articles, old_sentences, rows

from beritasearch.language.people import persons
from beritasearch.language.people.mentions import mentions
from beritasearch.language.people.names import full_names
from beritasearch.language.people.tagger import Tagger, parse, shipped


def found(text: Labelled, tagger: Tagger) -> tuple[str, ...]:
    """The people that the package finds, with another tagger than the shipped one."""
    probabilities = tagger.probabilities(text.text, text.title_end)
    return full_names(text.text, mentions(text.text, probabilities, tagger.archive))


class Score(NamedTuple):
    """Names that are right, those of the labels, and what is wrong by kind."""

    right: int
    given: int
    gold: int
    kinds: Counter[str]


def score(texts: Iterable[Labelled], tagger: Tagger, *, errors: bool = False) -> Score:
    """How the names found agree with the labels, letter case aside."""
    right = given = gold = 0
    kinds: Counter[str] = Counter()
    for text in texts:
        named = {name.casefold() for name in text.persons}
        told = {name.casefold() for name in found(text, tagger)}
        right, given, gold = right + len(named & told), given + len(told), gold + len(named)
        kinds.update(error_kinds(told - named, named - told))
        if errors and named != told:
            print(text.id, "wrong:", sorted(told - named), "missed:", sorted(named - told))
    return Score(right, given, gold, kinds)


def error_kinds(wrong: Iterable[str], missed: Iterable[str]) -> Iterator[str]:
    """What kind of error each is; a wrong name with a word of a missed one is one error."""
    left = sorted(missed)
    for name in sorted(wrong):
        words = set(name.split())
        meant = next((other for other in left if words & set(other.split())), None)
        if meant is None:
            yield f"no person, {_size(name)}"
            continue
        left.remove(meant)
        own = set(meant.split())
        yield "name cut short" if words < own else "words too many" if words > own else "other form"
    yield from (f"missed, {_size(name)}" for name in left)


def _size(name: str) -> str:
    return "several words" if " " in name else "one word"


def report(name: str, counts: Score, *, kinds: bool = True) -> None:
    """Prints the figures, and the five commonest kinds of error."""
    right, given, gold, wrong = counts
    precision, recall, f1 = right / given, right / gold, 2 * right / (given + gold)
    print(f"{name}: F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  ({gold} names)")
    if kinds:
        print("   ", ", ".join(f"{kind}: {times}" for kind, times in wrong.most_common(5)))


def part(text: Labelled, parts: int) -> int:
    return int(hashlib.sha256(text.id.encode()).hexdigest(), 16) % parts


def held_out(fifths: Sequence[int], *, errors: bool) -> None:
    """Trains without some fifths of persons-news.jsonl, and measures on them: some minutes."""
    from name_tagger import train, usual_case  # needs numpy

    facts = shipped().archive  # it holds none of the labelled articles
    news = news_articles()
    rest = [text for text in news if part(text, 5) not in fifths]
    tagger = parse(train(rest, old_sentences(usual_case(facts)), facts))
    held = (text for text in news if part(text, 5) in fifths)
    name = f"fifths {' and '.join(map(str, fifths))} of persons-news, held out"
    report(name, score(held, tagger, errors=errors))


def milliseconds(articles: Sequence[dict], rounds: int = 7) -> float:
    """For one article, once the tagger has seen such words; the best of some rounds for each ten.

    The garbage collector first sees the tagger's tables once: a long run doesn't notice it.
    """
    gc.collect()
    total = 0.0
    for first in range(0, len(articles), 10):
        ten = articles[first : first + 10]
        total += min(_seconds(ten) for _ in range(rounds))
    return total / len(articles) * 1000


def milliseconds_unseen(known: int = 3000, measured: int = 1000) -> float:
    """For one article that was never read before, after others of the archive were."""
    with gzip.open(SHARED / "news-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in islice(lines, known + measured)]
    for article in articles:
        article["body"] = " ".join(article["body"].split(" ")[:330])  # as in persons-news
    _seconds(articles[:known])
    return _seconds(articles[known:]) / measured * 1000


def _seconds(articles: Sequence[dict]) -> float:
    started = time.process_time()
    for article in articles:
        persons(article["title"] or "", article["body"])
    return time.process_time() - started


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--held-out", nargs="+", type=int, choices=range(5), metavar="FIFTH")
    options.add_argument("--errors", action="store_true", help="name every wrong and missed name")
    chosen = options.parse_args()
    if chosen.held_out:
        held_out(chosen.held_out, errors=chosen.errors)
        return
    gold = gold_articles()
    started = time.perf_counter()
    tagger = shipped()
    print(f"loading {1000 * (time.perf_counter() - started):.0f} ms")
    for half, name in enumerate(("tuned-on half", "other half")):
        own = [text for text in gold if part(text, 2) == half]
        counts = score(own, tagger, errors=chosen.errors and not half)
        report(f"gold-fields, {name}", counts, kinds=not half)
    report("gold-fields", score(gold, tagger), kinds=False)
    texts = list(rows("persons-news.jsonl"))[:300]
    print(f"{milliseconds(texts):.2f} ms an article ({len(texts)} of about 320 words)")
    print(f"{milliseconds_unseen():.2f} ms an article that it hasn't seen before")


if __name__ == "__main__":
    sys.exit(main())
