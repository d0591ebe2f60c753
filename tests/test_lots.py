"""Lots: so many items together, fewer where they are large, and none taken before it is needed."""

import pytest

from beritasearch.lots import lots


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], []),
        (["a", "b", "c"], [["a", "b", "c"]]),
        (["a", "b", "c", "d"], [["a", "b", "c"], ["d"]]),
        (["a", "large", "b"], [["a", "large"], ["b"]]),
        (["large", "large"], [["large"], ["large"]]),
    ],
)
def test_a_lot_ends_when_it_is_full_or_heavy(items, expected):
    assert list(lots(items, 3, len, largest=5)) == expected


def test_no_item_is_taken_before_its_lot_is_asked_for():
    items = iter(range(10))
    assert next(lots(items, 3, lambda _: 0)) == [0, 1, 2]
    assert next(items) == 3


def test_a_lot_ends_when_it_is_over():
    due = iter([False, True, False, False])
    assert list(lots("abcd", 3, lambda _: 0, over=lambda: next(due))) == [["a", "b"], ["c", "d"]]
