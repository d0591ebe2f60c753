"""What a block of a posting list costs, as Whoosh writes it and as we do; prints Markdown.

    python -m benchmarks.blocks

128 postings of a common word with their positions, made up; the least of several rounds.
"""

import pickle
import random
import struct
import time
import timeit
import zlib
from collections.abc import Callable
from functools import partial
from itertools import chain
from operator import sub

from beritasearch.engines.whoosh.encoding import encode, positions_values
from beritasearch.engines.whoosh.postings import whole

_ROUNDS, _TIMES = 5, 300


def microseconds(work: Callable[[], object]) -> float:
    """The least processor time that a call takes."""
    rounds = timeit.repeat(work, timer=time.process_time, number=_TIMES, repeat=_ROUNDS)
    return min(rounds) / _TIMES * 1e6


def main() -> None:
    """Measure, and print."""
    drawing = random.Random(1)
    documents = sorted(drawing.sample(range(5000), 128))
    counts = drawing.choices((1, 2, 3), (3, 1, 1), k=128)
    places = [sorted(drawing.sample(range(250), count)) for count in counts]
    often = [len(at) for at in places]
    theirs = [len(at).to_bytes(4, "big") + pickle.dumps(at, 2) for at in places]
    ours = positions_values(list(chain.from_iterable(places)), often)

    def stock() -> bytes:
        differences = (documents[0], *map(sub, documents[1:], documents))
        content = differences, tuple(map(float, often)), tuple(theirs)
        head = (len(documents), documents[-1], float(max(often)), 3, 0, 0)
        block = pickle.dumps(head, 2) + zlib.compress(pickle.dumps(content, 2), 3)
        return b"W3Bl" + struct.pack("!i", -len(block)) + block

    def plain() -> bytes:
        return encode(documents, often, ours, bytes(128), None)

    print("| | bytes | µs to write | µs to read |\n|---|---|---|---|")
    for name, write in (("Whoosh's block", stock), ("ours", plain)):
        written = write()
        reading = microseconds(partial(whole, written))
        print(f"| {name} | {len(written)} | {microseconds(write):.0f} | {reading:.0f} |")


if __name__ == "__main__":
    main()
