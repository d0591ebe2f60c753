"""beritasearch.yaml: what it adds, and what it says of a wrong entry."""

import pytest

from beritasearch import config
from beritasearch.errors import ConfigError, LanguageDataError


def written(tmp_path, text):
    path = tmp_path / "beritasearch.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_language_is_extended(tmp_path):
    found = config.load(
        written(
            tmp_path,
            """
            language:
              stopwords: {add: [terkait], remove: [antara]}
              stems: {pemilu: pilkada}
              synonyms: [[KPU, Komisi Pemilihan Umum]]
            """,
        )
    )
    found = found.extensions
    assert found.stopwords_added == {"terkait"}
    assert found.stopwords_removed == {"antara"}
    assert found.stopwords_replaced is None
    assert found.stems == {"pemilu": "pilkada"}
    assert found.synonyms == [["KPU", "Komisi Pemilihan Umum"]]


def test_an_empty_file_and_no_file_change_nothing(tmp_path):
    assert config.load(written(tmp_path, "# nothing yet\n")) == config.load(None)


def test_a_replaced_list_may_be_empty(tmp_path):
    path = written(tmp_path, "language: {stopwords: {replace: []}}")
    assert config.load(path).extensions.stopwords_replaced == frozenset()


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("languge: {}\n", 1, 'no setting "languge"; the file holds: language, reading'),
        ("language:\n  stopword: [a]\n", 2, 'no setting "language.stopword"'),
        ("language:\n  stopwords:\n    ad: [a]\n", 3, "holds: add, remove, replace"),
        ("language: [a]\n", None, "holds settings by name"),
    ],
)
def test_an_unknown_setting_is_named_with_those_that_there_are(tmp_path, text, line, told):
    with pytest.raises(ConfigError) as caught:
        config.load(written(tmp_path, text))
    assert caught.value.line == line
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("language:\n  stopwords:\n    add: [no]\n", 3, "language.stopwords.add"),
        ("language:\n  stopwords:\n    add: yang\n", 3, "language.stopwords.add"),
        ("language:\n  stems: {pukul: 12:30}\n", 2, "language.stems.pukul"),
        ("language:\n  stems: [a, b]\n", 2, "language.stems"),
        ("language:\n  synonyms: [KPU]\n", 2, "language.synonyms"),
        ("language:\n  synonyms: [[KPU]]\n", 2, "language.synonyms"),
        ("language:\n  stems:\n    a: b\n    a: c\n", 4, "language.stems.a"),
    ],
)
def test_a_wrong_entry_is_named_by_file_line_and_key(tmp_path, text, line, key):
    path = written(tmp_path, text)
    with pytest.raises(LanguageDataError) as caught:
        config.load(path)
    assert (caught.value.path, caught.value.line, caught.value.key) == (str(path), line, key)


def test_the_file_in_the_working_directory_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert config.find(None) is None
    path = written(tmp_path, "")
    assert config.find(None) == path
    with pytest.raises(ConfigError, match="no such file"):
        config.find("other.yaml")


def test_names_of_fields_and_the_largest_article(tmp_path):
    path = written(tmp_path, "reading: {names: {Konten: isi, tgl: tanggal}, largest_mb: 5}\n")
    options = config.load(path).options
    assert options.names == {"Konten": "body", "tgl": "published"}
    assert options.largest == 5 * 2**20


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("reading: {names: {konten: badan}}", '"badan" is no field of an article; these are'),
        ("reading: {largest_mb: 0}", "a whole number of megabytes"),
        ("reading: {largest_mb: many}", "a whole number of megabytes"),
    ],
)
def test_wrong_settings_of_reading_are_named(tmp_path, text, told):
    with pytest.raises(ConfigError, match=told) as caught:
        config.load(written(tmp_path, text))
    assert caught.value.line == 1
