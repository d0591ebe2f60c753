"""Nodes of a query: values that refuse nonsense."""

import copy
import pickle
from datetime import date

import pytest

from beritasearch.query.tree import (
    All,
    And,
    Boost,
    DateRange,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Term,
    Wildcard,
    Word,
)

BANJIR = Term("body", "banjir")
NODES = [
    All(),
    Nothing(),
    BANJIR,
    Prefix("body", "banjir"),
    Wildcard("body", "banjir"),
    Word("banjir", "banjir"),
    Word("yang", None),
    Phrase("body", ("banjir", "rob")),
    Phrase("body", ("banjir", "rob"), 5),
    DateRange(date(2024, 8, 1), None),
    And((BANJIR, All())),
    And((BANJIR, All()), loose=True),
    Or((BANJIR, All())),
    Not(BANJIR),
    Boost(BANJIR, 2.0),
    Prefer(BANJIR, (All(),)),
]


def test_nodes_are_equal_only_to_those_of_their_kind_and_parts():
    for place, node in enumerate(NODES):
        assert [other == node for other in NODES] == [n == place for n in range(len(NODES))]
    assert len({*NODES, *map(copy.deepcopy, NODES)}) == len(NODES)
    assert pickle.loads(pickle.dumps(NODES)) == NODES  # noqa: S301 # our own


def test_parts_may_be_named_and_those_with_a_default_left_out():
    assert Phrase("body", ("a", "b")) == Phrase(words=("a", "b"), field="body", slop=0)
    assert And((All(), BANJIR)).loose is False
    assert (
        repr(Phrase("body", ("a", "b"), slop=2)) == "Phrase(field='body', words=('a', 'b'), slop=2)"
    )


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        (("body",), {}),
        (("body", "a", "b"), {}),
        (("body", "a"), {"text": "b"}),
        ((), {"fields": "x"}),
    ],
)
def test_a_node_of_other_parts_is_a_mistake(parts, named):
    with pytest.raises((TypeError, AttributeError)):
        Term(*parts, **named)


def test_a_node_stays_as_it_was_built():
    with pytest.raises(AttributeError, match="as it was built"):
        BANJIR.text = "rob"


@pytest.mark.parametrize(
    ("build", "told"),
    [
        (lambda: Term("body", ""), "needs text"),
        (lambda: Term("date", "2024"), "'date' can't be searched so"),
        (lambda: Phrase("stems", ("a", "b")), "'stems' can't be searched so"),
        (lambda: Phrase("body", ("a",)), "two words"),
        (lambda: Prefix("kota", "a"), "'kota' can't be searched so"),
        (lambda: Wildcard("body", "*a"), "a letter in front"),
        (lambda: DateRange(None, None), "one end"),
        (lambda: DateRange(date(2024, 8, 2), date(2024, 8, 1)), "after it starts"),
        (lambda: And((All(),)), "two parts"),
        (lambda: Or(()), "two parts"),
        (lambda: Boost(All(), 0), "above 0"),
        (lambda: Prefer(All(), ()), "something to prefer"),
    ],
)
def test_nonsense_is_refused_when_it_is_built(build, told):
    with pytest.raises(ValueError, match=told):
        build()
