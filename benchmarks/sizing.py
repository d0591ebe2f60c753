"""What a cluster needs for an archive, computed from what benchmarks.cluster measured; Markdown.

    python -m benchmarks.sizing --analysis 0.54 --client 0.77 --node 1.27 --bytes 5892

Reading files isn't counted (benchmarks.reading measures it), nor are searches.
"""

import argparse
from math import ceil

SIZES = (10_000_000, 1_000_000_000)
SHARD_GB = 30
"""Small enough to be copied to another node in minutes; OpenSearch advises 10 to 50."""
SHARDS_A_HEAP_GB = 25
"""OpenSearch's own advice."""
COPIES = 2
WORKERS = 8
MS_AN_HOUR = 3_600_000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, text in (
        ("--analysis", "ms of processor for an article's terms"),
        ("--client", "ms of processor to send an article"),
        ("--node", "ms of the node's processor to take it"),
        ("--bytes", "of an article on the disk"),
    ):
        parser.add_argument(name, type=float, required=True, help=text)
    measured = parser.parse_args()
    rows = [computed(measured, many) for many in SIZES]
    print(f"| articles | {' | '.join(f'{many:,}' for many in SIZES)} |\n{'|---' * 3}|")
    for name in rows[0]:
        print(f"| {name} | {' | '.join(row[name] for row in rows)} |")


def computed(measured: argparse.Namespace, many: int) -> dict[str, str]:
    """Figure → its value for so many articles."""
    one_copy = measured.bytes * many / 1e9
    shards = ceil(one_copy / SHARD_GB)
    client = (measured.analysis + measured.client) * many / MS_AN_HOUR
    node = measured.node * many / MS_AN_HOUR
    return {
        "disk, one copy": f"{one_copy:,.0f} GB",
        f"disk, {COPIES} copies": f"{COPIES * one_copy:,.0f} GB",
        "disk while a reindex runs": f"{(COPIES + 1) * one_copy:,.0f} GB",
        "disk from its swap on, the old one kept": f"{2 * COPIES * one_copy:,.0f} GB",
        f"primary shards of {SHARD_GB} GB": f"{shards:,}",
        "heap, all nodes together": f"{ceil(COPIES * shards / SHARDS_A_HEAP_GB):,} GB or more",
        "reindex: hours of one worker's processor": f"{client:,.0f}",
        f"reindex: hours of each of {WORKERS} workers": f"{client / WORKERS:,.1f}",
        "reindex: hours of the nodes' processors": f"{node:,.0f}",
    }


if __name__ == "__main__":
    main()
