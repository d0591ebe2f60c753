"""Which abbreviations do real articles spell out? Candidates for language/data/synonyms.yaml.

python training/synonyms.py ../shared/data/news-dev.jsonl.gz prints "Full Name (ABBR)" with
counts, commonest first; which of them mean the same is for a reader to decide.
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator

_SPELT_OUT = re.compile(
    r"((?:[A-Z][\w'’-]*|dan|di|untuk)(?: (?:[A-Z][\w'’-]*|dan|di|untuk)){1,7}) \(([A-Z]\w{1,11})\)"
)
_RAREST = 5


def spelt_out(body: str) -> Iterator[tuple[str, str]]:
    """Abbreviations with the words whose capitals they are."""
    for full, short in _SPELT_OUT.findall(body):
        words = full.split()
        for start in range(len(words)):
            capitals = "".join(word[0] for word in words[start:] if word[0].isupper())
            if capitals == short.upper():
                yield short, " ".join(words[start:]).lower()


def main(path: str) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as articles:
        for line in articles:
            counts.update(set(spelt_out(json.loads(line)["body"])))
    for (short, full), count in counts.most_common():
        if count >= _RAREST:
            print(f"{count}\t{short}\t{full}")


if __name__ == "__main__":
    main(sys.argv[1])
