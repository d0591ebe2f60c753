"""What YAML would twist is refused with file, line and key."""

import pytest

from beritasearch.errors import LanguageDataError
from beritasearch.language import strict_yaml


@pytest.mark.parametrize(
    ("text", "line", "key", "told"),
    [
        ("- yang\n- no\n", 2, "", '"no" is not text'),
        ("stopwords:\n  add:\n    - dan\n    - on\n", 4, "stopwords.add", '"on"'),
        ("- 12:30\n", 1, "", '"12:30"'),
        ("- 2024\n", 1, "", '"2024"'),
        ("- 2024-08-21\n", 1, "", '"2024-08-21"'),
        ("- ~\n", 1, "", "put it in quotes"),
        ("a: b\nc: d\na: e\n", 3, "a", "stands twice, first in line 1"),
        ("? [a, b]\n: c\n", 1, "", "a list or a mapping"),
        ("- [a\n", 2, "", "not YAML"),
    ],
)
def test_a_wrong_entry_is_named(text, line, key, told):
    with pytest.raises(LanguageDataError) as caught:
        strict_yaml.parse(text, "kata.yaml")
    assert (caught.value.path, caught.value.line, caught.value.key) == ("kata.yaml", line, key)
    assert str(caught.value).startswith(f"kata.yaml:{line}: ")
    assert told in str(caught.value)


def test_quoted_entries_are_text():
    assert strict_yaml.parse('- "no"\n- \'12:30\'\n- "2024"\n', "x") == ["no", "12:30", "2024"]


@pytest.mark.parametrize("text", ["&a [*a]\n", "search: &a {words: *a}\n", "[" * 3000 + "]" * 3000])
def test_a_list_that_holds_itself_is_refused(text):
    with pytest.raises(LanguageDataError, match=r"write it out|not YAML"):
        strict_yaml.parse(text, "kata.yaml")


def test_an_empty_file_is_nothing():
    assert strict_yaml.parse("# only a comment\n", "x") is None


def test_a_file_that_is_not_there_is_a_language_data_error(tmp_path):
    with pytest.raises(LanguageDataError, match="can't be read"):
        strict_yaml.load(tmp_path / "missing.yaml")
