"""What decides the order of hits, all in one place: docs/decisions/0003-ranking.md says why.

Engines take these numbers from here, by way of the port; nothing else weighs.
"""

BM25_K1 = 0.8
BM25_B = 0.75

STEMS = 1.0
"""A word's BM25 by its stem."""
BODY = 0.5
"""What the word as written adds where the text holds it,"""
TITLE = 0.25
"""and where the headline does."""
NEIGHBOURS = 0.2
"""What two words add that stand side by side as typed: their BM25 as a phrase, so many times."""
SYNONYM = 0.1
"""Another name beside the typed one: docs/decisions/0007-synonyms-at-query-time.md."""
LEAST_SPELLING = 0.05
"""A spelling beside the likeliest one, at the least: docs/decisions/0004-typos.md."""

AGES = ((7, 1.0), (30, 0.9), (91, 0.8), (365, 0.7), (1096, 0.6), (3653, 0.5))
"""With `--recent`: days since publication, and what scores up to that age are multiplied by."""
OLDEST = 0.4
"""The same for what is older, or undated."""
