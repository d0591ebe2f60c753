"""What the rest of a query tells of a word: known words too may be typos beside others."""

import pytest

from beritasearch import Archive, Article


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with Archive(tmp_path_factory.mktemp("context") / "index") as opened:
        opened.put([
            *(Article(f"maung{i}", "Kabar", "Maung Bandung menang di kandang.") for i in range(60)),
            Article("pantai", "Kabar", "Pantai Badung ramai sejak pagi."),
            *(Article(f"beras{i}", "Kabar", "Harga beras turun.") for i in range(400)),
            Article("boneka", "Kabar", "Boneka kayu dibuat di desa itu."),
        ])  # fmt: skip
        yield opened


def first(archive, query, **options):
    return [(hit.article.id, hit.because) for hit in archive.search(query, **options).hits][:1]


def test_a_known_word_is_taken_for_what_stands_with_the_others(archive):
    [(name, because)] = first(archive, "maung badung")
    assert name.startswith("maung")
    assert because == ("badung → bandung",)


def test_it_stays_what_it_is_where_articles_hold_all_that_was_typed(archive):
    page = archive.search("pantai badung")
    assert [(hit.article.id, hit.because) for hit in page.hits] == [("pantai", ())]


def test_nothing_is_taken_for_another_word_that_hardly_stands_with_the_others(archive):
    assert first(archive, "maung pantai") == [("pantai", ("tanpa: maung",))]


def test_an_unknown_word_may_be_farther_from_what_stands_with_the_others(archive):
    assert first(archive, "bneeka kayu") == [("boneka", ("bneeka → boneka",))]
    assert first(archive, "bneeka") == []


def test_also_where_articles_hold_only_some(archive):
    assert first(archive, "bneeka timah") == [("boneka", ("bneeka → boneka", "tanpa: timah"))]


def test_fuzzy_off_changes_nothing(archive):
    assert first(archive, "bneeka kayu", fuzzy="off") == [("boneka", ("tanpa: bneeka",))]


def test_what_was_hardly_meant_is_no_better_than_some_of_the_words(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put([
            Article("hardly", "Kabar", "Neraka disebut, gagasan juga, lalu mahfud. " + "Dan " * 90),
            Article("some", "Kabar", "Gerakan dan gagasan, gerakan dan gagasan."),
            *(Article(f"gerakan{i}", "Kabar", "Gerakan itu lama.") for i in range(30)),
            *(Article(f"mahfud{i}", "Kabar", "Mahfud hadir.") for i in range(5)),
        ])  # fmt: skip
        assert first(archive, "geraka gagasan mahfud") == [
            ("some", ("geraka → gerakan", "tanpa: mahfud"))
        ]
