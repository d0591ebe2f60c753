"""beritasearch.yaml: what it adds, and what it says of a wrong entry."""

import pytest

from beritasearch import config, settings
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
        ("languge: {}\n", 1, 'no setting "languge"; did you mean "language"?'),
        ("language:\n  stopword: [a]\n", 2, 'did you mean "language.stopwords"?'),
        ("language:\n  stopwords:\n    kata: [a]\n", 3, "holds: add, remove, replace"),
        ("largest_mb: 5\n", 1, 'did you mean "reading.largest_mb"?'),
        ("unknown: 1\n", 1, 'no setting "unknown"; the file holds: corpus, engine, indexing'),
        ("reading:\n  kota: yes\n", 2, 'no setting "reading.kota"'),
        ("language: [a]\n", None, '"language" holds settings by name: stopwords, stems'),
        ("- a\n", None, "the file holds settings by name: corpus, engine"),
        ("hello\n", None, "the file holds settings by name: corpus, engine"),
    ],
)
def test_an_unknown_setting_is_named_with_those_that_there_are(tmp_path, text, line, told):
    with pytest.raises(ConfigError) as caught:
        config.load(written(tmp_path, text))
    assert caught.value.line == line
    assert told in str(caught.value)


def test_parentheses_may_not_nest_deeper_than_can_be_read(tmp_path):
    with pytest.raises(ConfigError, match=r"at most 200") as caught:
        config.load(written(tmp_path, "search:\n  nesting: 1000000\n"))
    assert caught.value.line == 2
    assert config.load(written(tmp_path, "search:\n  nesting: 200\n")).limits.nesting == 200


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


def test_what_is_indexed_and_how(tmp_path):
    text = "corpus: [berita, /srv/arsip]\nengine: whoosh\nindexing: {jobs: 3, keep: 0}\n"
    found = config.load(written(tmp_path, text))
    assert [str(path) for path in found.corpus] == [f"{tmp_path}/berita", "/srv/arsip"]
    assert (found.engine, found.jobs, found.keep) == ("whoosh", 3, 0)


def test_the_template_changes_nothing_and_each_line_of_it_is_a_setting(tmp_path):
    template = settings.template()
    assert config.load(written(tmp_path, template)) == config.load(None)
    lines = template.splitlines()
    found = [number for number, line in enumerate(lines) if line.lstrip()[:2].strip("#").isalpha()]
    taken = [n for n in found if lines[n].lstrip().startswith("#")]
    assert len(taken) == len(settings.SETTINGS)
    for number in taken:
        text = "\n".join([*lines[:number], lines[number].replace("#", "", 1), *lines[number + 1 :]])
        if "keep" in lines[number]:
            continue  # the example is what is so anyway
        changes = config.load(written(tmp_path, text)) != config.load(None)
        assert changes or "largest_mb" in lines[number], lines[number]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("engine: lucene", '"engine" must be one of: whoosh'),
        ("indexing: {jobs: 0}", '"indexing.jobs" must be a whole number, 1 or more'),
        ("indexing: {jobs: yes}", '"indexing.jobs" must be a whole number, 1 or more'),
        ("indexing: {keep: -1}", '"indexing.keep" must be a whole number, 0 or more'),
        ("reading: {names: {konten: badan}}", '"badan" is no field of an article; these are'),
        ("reading: {largest_mb: 0}", "must be a whole number, 1 or more"),
        ("reading: {largest_mb: many}", "must be a whole number, 1 or more"),
    ],
)
def test_wrong_settings_of_reading_are_named(tmp_path, text, told):
    with pytest.raises(ConfigError, match=told) as caught:
        config.load(written(tmp_path, text))
    assert caught.value.line == 1
