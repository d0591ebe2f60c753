from collections import Counter

import pytest

from beritasearch.errors import LanguageDataError
from beritasearch.language import wordlists
from beritasearch.language.analysis import Extensions, Language
from beritasearch.language.synonyms import Synonyms
from beritasearch.language.tokens import words
from beritasearch.query.describe import describe
from beritasearch.query.syntax import parse


def test_names_of_a_group_find_each_other():
    synonyms = Synonyms([["pemkab", "pemerintah kabupaten"]])
    assert synonyms.others(["pemkab"]) == (("pemerintah", "kabupaten"),)
    assert synonyms.others(["pemerintah", "kabupaten"]) == (("pemkab",),)
    assert synonyms.others(["pemerintah"]) == ()
    assert synonyms.longest == 2


def test_a_name_of_two_things_finds_both_but_they_not_each_other():
    synonyms = Synonyms([["klb", "kongres luar biasa"], ["klb", "kejadian luar biasa"]])
    assert len(synonyms.others(["klb"])) == 2
    assert synonyms.others(["kongres", "luar", "biasa"]) == (("klb",),)


def test_case_hyphens_and_punctuation_do_not_matter():
    assert Synonyms([["PDI-P", "P.D.I. Perjuangan"]]).others(["pdi", "p"]) == (
        ("pdi", "perjuangan"),
    )


@pytest.mark.parametrize("group", [["kpu"], [], "kpu, komisi", ["kpu", "!"]])
def test_a_group_that_joins_nothing_is_refused(group):
    with pytest.raises(LanguageDataError, match=r"synonyms|word"):
        Synonyms([group])


def test_a_users_synonyms_stand_beside_the_shipped_ones():
    language = Language(Extensions(synonyms=[["banjir rob", "rob"], ["kpu", "komisi kita"]]))
    assert describe(parse("rob", language)) == 'rob OR "banjir rob"^0.1'
    assert describe(parse("banjir rob", language)) == "(banjir rob) OR rob^0.1"
    described = describe(parse("kpu", language))
    assert described == 'kpu OR ("komisi pemilihan umum" OR "komisi kita")^0.1'


def test_synonyms_do_not_change_what_is_indexed():
    extended = Language(Extensions(synonyms=[["banjir rob", "rob"]]))
    assert extended.fingerprint == Language().fingerprint


def test_shipped_groups_are_many_and_none_stands_twice():
    groups = wordlists.shipped("synonyms.yaml")
    assert len(groups) >= 150
    pairs = Counter(
        frozenset((a, b)) for group in groups for a in group for b in group if words(a) < words(b)
    )
    assert [sorted(pair) for pair, count in pairs.items() if count > 1] == []
