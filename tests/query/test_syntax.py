from datetime import date
from pathlib import Path

import pytest
import yaml

from beritasearch.errors import QueryError
from beritasearch.language.analysis import Language
from beritasearch.query.describe import describe
from beritasearch.query.scanner import Limits
from beritasearch.query.syntax import parse
from beritasearch.query.tree import Word, any_of

TODAY = date(2024, 8, 21)
LANGUAGE = Language()
GROUPS = yaml.safe_load((Path(__file__).parent / "syntax.yaml").read_text(encoding="utf-8"))
CASES = [case for group in GROUPS for case in group["cases"]]


def understood(text):
    return describe(parse(text, LANGUAGE, today=TODAY), stems=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["query"] or "(empty)")
def test_query_means_what_a_person_means(case):
    if "means" in case:
        assert understood(case["query"]) == case["means"]
        return
    with pytest.raises(QueryError, match=case["error"]) as refused:
        parse(case["query"], LANGUAGE, today=TODAY)
    assert (refused.value.position, refused.value.text) == (case["at"], case["query"])


def test_spellings_of_the_index_stand_beside_the_word():
    asked = []

    def similar(field, word, edits):
        asked.append((field, word, edits))
        return [("antisipasi", 7), ("anrisipasi", 1)] if field == "body" else []

    query = parse("anrisipasi~", LANGUAGE, similar=similar)
    assert asked == [("title", "anrisipasi", 2), ("body", "anrisipasi", 2)]
    assert query == any_of(Word("anrisipasi", "anrisipasi"), Word("antisipasi", "antisipasi"))


@pytest.mark.parametrize(
    ("typed", "edits"), [("pilkada~", 1), ("antisipasi~", 2), ("pilkada~2", 2), ("antisipasi~1", 1)]
)
def test_number_of_typos_is_said_or_follows_from_length(typed, edits):
    asked = []
    parse(f"tokoh:{typed}", LANGUAGE, similar=lambda *asking: asked.append(asking) or [])
    assert asked == [("person", typed.partition("~")[0], edits)]


def test_only_the_commonest_spellings_are_tried():
    def near(field, word, edits):
        return [("banjar", 2), ("banjur", 9), ("anjir", 5)] if field == "body" else []

    query = parse("banjir~", LANGUAGE, limits=Limits(similar=2), similar=near)
    assert [word.text for word in query.parts] == ["banjir", "banjur", "anjir"]


def test_numbers_have_no_spellings():
    parse("2024~ banjir~0", LANGUAGE, similar=lambda *_: pytest.fail("asked for spellings"))
