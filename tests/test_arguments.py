"""Arguments that would be misread in silence are refused, or taken as they were meant."""

import pytest

from beritasearch import Archive, Article


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "index") as opened:
        opened.put([Article("1", "Banjir Kudus", "Air naik.", cities=("Kabupaten Kudus",))])
        yield opened


@pytest.mark.parametrize(
    "wrong",
    [{"sort": "foo"}, {"fuzzy": "maybe"}, {"facets": ("kota",)}, {"offset": -5}, {"limit": -1}],
)
def test_an_argument_that_there_is_not_is_named(archive, wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        archive.search("banjir", **wrong)


def test_one_condition_or_path_alone_is_meant_whole(archive, tmp_path):
    assert archive.search("banjir", where="kota:kudus").total == 1
    assert list(archive.scan(where="kota:demak")) == []
    page = tmp_path / "a.txt"
    page.write_text("Gempa Palu\n\nWarga lari.\n")
    assert archive.add(str(page)).new == 1


@pytest.mark.parametrize("name", ["\udcff", "banjir\ud800"])
def test_an_id_of_half_a_character_is_unknown(archive, name):
    assert archive.get(name) is None
    assert archive.similar(name).total == 0
