"""The options that narrow a search, as conditions in the query language."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from beritasearch.cli.filters import FILTERS, Condition
from beritasearch.document import FIELD_BY_QUERY_NAME
from beritasearch.errors import QueryError
from beritasearch.language.analysis import Language
from beritasearch.query.syntax import parse
from beritasearch.query.tree import DateRange, Phrase, Prefix, Term, leaves

BY_OPTION = {filter_.option: filter_ for filter_ in FILTERS}
LANGUAGE = Language()
TODAY = date(2024, 8, 22)


def understood(condition):
    return parse(condition.query, LANGUAGE, today=TODAY)


def test_every_filter_looks_in_a_field_of_the_documents():
    assert {filter_.field for filter_ in FILTERS} <= FIELD_BY_QUERY_NAME.keys()


@example(option="--outlet", values=["aaaa"])
@given(
    option=st.sampled_from(["--city", "--province", "--person", "--outlet"]),
    values=st.lists(st.text('ab "“”„()[]:*?~^-\\\n', max_size=12), min_size=1, max_size=3),
)
def test_no_value_reaches_another_field(option, values):
    filter_ = BY_OPTION[option]
    try:
        tree = understood(Condition(filter_, values))
    except QueryError:
        return
    for leaf in leaves(tree):
        assert isinstance(leaf, Term | Phrase | Prefix)
        assert leaf.field == FIELD_BY_QUERY_NAME[filter_.field].name


@pytest.mark.parametrize(
    ("option", "value", "since", "until"),
    [
        ("--date", "2024-08", date(2024, 8, 1), date(2024, 8, 31)),
        ("--date", "kemarin", date(2024, 8, 21), date(2024, 8, 21)),
        ("--date", ">=2024-08", date(2024, 8, 1), None),
        ("--since", "Agustus 2024", date(2024, 8, 1), None),
        ("--until", "21/8/2024", None, date(2024, 8, 21)),
        ("--until", "2023", None, date(2023, 12, 31)),
    ],
)
def test_dates(option, value, since, until):
    assert understood(Condition(BY_OPTION[option], [value])) == DateRange(since, until)


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_the_value_that_is_wrong_is_named(wrong):
    values = ["2024", "kemarin", "21/8/2024"]
    values[wrong] = "besok lusa kapan"
    condition = Condition(BY_OPTION["--date"], values)
    with pytest.raises(QueryError) as error:
        understood(condition)
    assert condition.blamed(error.value).message.startswith('--date "besok lusa kapan": not a date')
