"""The one door: what an Archive does for its caller, with the default engine."""

import threading
from datetime import date

import pytest

from beritasearch import Archive, Article
from beritasearch.errors import ArticleError, IndexMissing, QueryError, StaleIndex

TODAY = date(2024, 8, 22)


def article(i, title, body, **fields):
    return Article(i, title, body, **fields)


ARTICLES = [
    article(
        "banjir", "Banjir Rendam Genuk", "Petugas mengantisipasi banjir susulan di Genuk.",
        published=date(2024, 8, 21), dateline="Kota Semarang", cities=("Kota Semarang",),
        persons=("Hendra Wibisono", "Siti Kumalasari"), outlet="Kabar Muria",
    ),
    article(
        "rob", "Rob di Tambaklorok", "Warga siaga. Berbagai kemungkinan harus kita anrisipasi.",
        published=date(2024, 8, 20), cities=("Semarang",), outlet="SuaraPesisir.id",
    ),
    article(
        "cabai", "Harga Cabai Naik", "Harga cabai di pasar naik, pedagang mengeluh.",
        published=date(2023, 2, 1), cities=("Kota Surakarta",), persons=("Slamet Riyadi",),
    ),
    article("tanpa-tanggal", "Wisata Baru", "Pasar malam dibuka di pantai."),
]  # fmt: skip


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "index", today=lambda: TODAY) as opened:
        opened.put(ARTICLES)
        yield opened


def ids(page):
    return [hit.article.id for hit in page.hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("banjir", ["banjir"]),
        ("kota:semarang", ["banjir", "rob"]),
        ('kota:"kota semarang"', ["banjir"]),
        ("kota:solo", ["cabai"]),
        ("provinsi:jateng", ["banjir", "cabai", "rob"]),
        ("tokoh:kumalasari", ["banjir"]),
        ('tokoh:"wibisono siti"', []),
        ("tanggal:kemarin", ["banjir"]),
        ("tanggal:2024-08", ["banjir", "rob"]),
        ("tanggal:[2023-01-01 SAMPAI 2024-08-20]", ["cabai", "rob"]),
        ("media:muria", ["banjir"]),
        ("id:cabai", ["cabai"]),
        ('"harga cabai" -kota:semarang', ["cabai"]),
        ("pasar BUKAN cabai", ["tanpa-tanggal"]),
    ],
)
def test_what_is_found(archive, query, expected):
    assert sorted(ids(archive.search(query, fuzzy="off"))) == expected


def test_a_misspelt_word_finds_the_right_one_and_says_so(archive):
    page = archive.search("anrisipasi")
    assert ids(page) == ["rob", "banjir"]
    assert page.hits[0].because == ()
    assert page.hits[1].because == ("anrisipasi → antisipasi",)


def test_the_right_word_finds_the_misspelt_one_below_its_own(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put([
            article("a", "Satu", "polisi antisipasi macet"),
            article("b", "Dua", "harus kita anrisipasi"),
        ])  # fmt: skip
        page = archive.search("antisipasi")
        assert [(hit.article.id, hit.because) for hit in page.hits] == [
            ("a", ()),
            ("b", ("antisipasi → anrisipasi",)),
        ]
        assert page.total == 2
        assert ids(archive.search("antisipasi", fuzzy="off")) == ["a"]
        assert ids(archive.search("antisipasi", limit=1)) == ["a"]
        assert archive.search("antisipasi", limit=1).total == 2


def test_ten_articles_with_the_word_are_enough_unless_typos_are_asked_for(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put(article(str(i), "Satu", "polisi antisipasi macet") for i in range(10))
        archive.put([article("b", "Dua", "harus kita anrisipasi")])
        assert archive.search("antisipasi", limit=50).total == 10
        assert archive.search("antisipasi", limit=1, fuzzy="on").total == 11


def test_a_typo_far_rarer_than_its_neighbour_is_suggested(tmp_path):
    with Archive(tmp_path / "index") as archive:
        archive.put(article(str(i), "Judul", "kembali normal") for i in range(500))
        archive.put([article("x", "Judul", "kembli normal")])
        page = archive.search("kembli normal")
        assert ids(page)[0] == "x"
        assert page.suggestion == "kembali normal"
        assert archive.search("kembali").suggestion is None
        assert archive.suggest("kembli")[0].word == "kembali"
        assert archive.suggest("kembli")[0].count == 500


def test_an_unknown_city_offers_the_nearest(archive):
    assert archive.search("kota:surakrta").suggestion.lower() == "kota:surakarta"


def test_articles_with_some_of_the_words_follow_and_say_what_is_missing(archive):
    page = archive.search("pasar cabai malam", fuzzy="off")
    assert [(hit.article.id, hit.because) for hit in page.hits] == [
        ("cabai", ("tanpa: malam",)),
        ("tanpa-tanggal", ("tanpa: cabai",)),
    ]


def test_filters_hold_for_every_tier(archive):
    page = archive.search("pasar banjir kota:solo")
    assert ids(page) == ["cabai"]
    assert archive.search("pasar banjir", where=["kota:solo"]).total == 1


def test_pages_follow_each_other_without_gap_or_repetition(archive):
    whole = ids(archive.search("pasar cabai malam warga", limit=10))
    parts = [
        ids(archive.search("pasar cabai malam warga", limit=2, offset=offset)) for offset in (0, 2)
    ]
    assert [i for part in parts for i in part] == whole


def test_sorting_by_date_puts_undated_articles_last(archive):
    newest = ["banjir", "rob", "cabai", "tanpa-tanggal"]
    assert ids(archive.search("", sort="newest")) == newest
    assert ids(archive.search("", sort="oldest")) == ["cabai", "rob", "banjir", "tanpa-tanggal"]


def test_facets_count_all_hits(archive):
    page = archive.search("", limit=1, facets=("city", "month"))
    assert page.facets["city"] == {"Kota Semarang": 1, "Kota Surakarta": 1, "Semarang": 1}
    assert page.facets["month"] == {"2024-08": 2, "2023-02": 1}


def test_scan_gives_every_match_in_a_stable_order(archive):
    assert [a.id for a in archive.scan()] == ["banjir", "cabai", "rob", "tanpa-tanggal"]
    assert [a.id for a in archive.scan("pasar")] == ["cabai", "tanpa-tanggal"]


def test_get_and_remove(archive):
    assert archive.get("rob") == ARTICLES[1]
    assert archive.remove(["rob", "unknown"]) == 1
    assert archive.get("rob") is None
    assert archive.search("id:rob").total == 0


def test_put_replaces_by_id_and_reports(archive):
    report = archive.put(
        [ARTICLES[0], article("cabai", "Lain", "Isi lain."), article("n", "N", "n")]
    )
    assert (report.new, report.changed, report.unchanged, report.articles) == (1, 1, 1, 5)
    assert archive.search("cabai", fuzzy="off").total == 0


def test_a_wrong_query_marks_its_place(archive):
    with pytest.raises(QueryError) as caught:
        archive.search("banjir tanggal:ngawur")
    assert caught.value.text[caught.value.position :].startswith(("tanggal", "ngawur"))
    assert "^" in str(caught.value)


def test_searching_where_there_is_no_index_names_the_command(tmp_path):
    with pytest.raises(IndexMissing, match="beritasearch index PATH"):
        Archive(tmp_path / "missing").search("banjir")
    assert not (tmp_path / "missing").exists()


def test_other_language_data_makes_the_index_stale_until_reindexed(tmp_path):
    index, config = tmp_path / "index", tmp_path / "beritasearch.yaml"
    with Archive(index) as archive:
        archive.put(ARTICLES)
    config.write_text("language: {stopwords: {add: [warga]}}\n", encoding="utf-8")
    with Archive(index, config=config) as archive:
        for refused in (lambda: archive.search("warga"), lambda: archive.put(ARTICLES)):
            with pytest.raises(StaleIndex, match="beritasearch reindex"):
                refused()
        archive.reindex()
        assert archive.search("warga").total == 1
    with Archive(index) as archive:  # the index remembers its configuration
        assert archive.search("warga").total == 1


def test_synonyms_may_change_without_a_reindex(tmp_path):
    index, config = tmp_path / "index", tmp_path / "beritasearch.yaml"
    with Archive(index) as archive:
        archive.put(ARTICLES)
    config.write_text("language: {synonyms: [[lombok rawit, cabai]]}\n", encoding="utf-8")
    with Archive(index, config=config) as archive:
        assert archive.search("lombok rawit").total == 1


def test_a_reader_moves_to_the_new_generation_when_it_next_asks(tmp_path, archive):
    reader = Archive(tmp_path / "index", today=lambda: TODAY)
    assert reader.search("").total == 4
    scanning = reader.scan()
    assert next(scanning).id == "banjir"
    archive.remove(["cabai"])
    archive.reindex()
    assert reader.search("").total == 3
    assert [a.id for a in scanning] == ["cabai", "rob", "tanpa-tanggal"]
    reader.close()


def test_many_threads_search_while_one_writes(archive):
    wrong = []

    def search():
        for _ in range(20):
            page = archive.search("kota:semarang")
            if sorted(ids(page)) != ["banjir", "rob"]:
                wrong.append(ids(page))

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for i in range(5):
        archive.put([article(f"x{i}", "Lain", "Berita lain dari Kudus.")])
    archive.reindex()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_path_that_does_not_exist_is_an_error_that_names_it(tmp_path):
    with Archive(tmp_path / "index") as archive, pytest.raises(ArticleError, match="nowhere"):
        archive.add([tmp_path / "nowhere"])


def test_an_explanation_says_what_was_understood_and_what_each_part_gave(archive):
    page = archive.explain("banjir kota:semarang")
    assert page.understood == (
        'banjir AND (city=Semarang OR city="Kota Semarang" OR city="Kabupaten Semarang")'
    )
    for hit in page.hits:
        assert sum(share.share for share in hit.shares) == pytest.approx(1.0)
        assert sum(share.score for share in hit.shares) == pytest.approx(hit.score)
    assert page.hits[0].shares[0].part == "stems=banjir"


def test_similar_articles_share_telling_words_and_leave_out_the_article_itself(archive):
    archive.put([article("banjir-2", "Banjir Susulan", "Petugas bersiap, banjir susulan datang.")])
    page = archive.similar("banjir")
    assert ids(page)[0] == "banjir-2"
    assert "banjir" not in ids(page)
    assert archive.similar("unknown").total == 0
