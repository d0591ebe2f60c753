"""Typos in queries and articles, names in other spellings, and what is offered instead."""

import pytest

from beritasearch import Archive, Article


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "index") as opened:
        opened.put(
            Article(
                f"biasa{i}", "Kabar Rutin", "Warga kabupaten kembali ke rumah sakit di bawah bukit."
            )
            for i in range(60)
        )
        yield opened


def put(archive, **bodies):
    archive.put(Article(name, "Kabar", body) for name, body in bodies.items())


def found(archive, query, **options):
    """Id → why it is there."""
    return {hit.article.id: hit.because for hit in archive.search(query, **options).hits}


@pytest.mark.parametrize(
    ("typo", "meant"),
    [
        ("antisipsi", "antisipasi"),  # left out
        ("antisippasi", "antisipasi"),  # twice
        ("amtisipasi", "antisipasi"),  # the key beside
        ("antesipasi", "antisipasi"),  # another vowel
        ("anitsipasi", "antisipasi"),  # swapped
        ("amtisipsi", "antisipasi"),  # two typos in a long word
    ],
)
def test_every_kind_of_typo_finds_the_word_and_says_so(archive, typo, meant):
    put(archive, benar=f"Petugas {meant} longsor")
    assert found(archive, typo) == {"benar": (f"{typo} → {meant}",)}


def test_two_common_words_that_are_alike_are_two_words(archive):
    archive.put(Article(f"s{i}", "Kabar", "sekarang hujan") for i in range(30))
    archive.put(Article(f"k{i}", "Kabar", "sekarung beras") for i in range(25))
    assert archive.search("sekarang", limit=100).total == 30


def test_words_typed_apart_meet_the_word_that_they_make(archive):
    because = found(archive, "ka bupaten", limit=1)
    assert set(because.values()) == {("ka bupaten → kabupaten",)}
    assert archive.search("ka bupaten").suggestion == "kabupaten"


def test_a_joined_word_meets_the_two_words_side_by_side(archive):
    because = found(archive, "rumahsakit", limit=1)
    assert set(because.values()) == {("rumahsakit → rumah sakit",)}
    assert archive.search("rumahsakit").suggestion == "rumah sakit"


def test_a_joined_di_is_the_same_word(archive):
    assert archive.search("dibawah bukit", fuzzy="off").total == 60


def person(archive, *names):
    archive.put(Article(name, "Kabar", "Ia hadir.", persons=(name,)) for name in names)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("tokoh:soekarno", "Sukarno"),
        ("tokoh:sukarno", "Soekarno"),
        ("tokoh:djoko", "Joko Tjandra"),
        ('tokoh:"joko candra"', "Djoko Tjandra"),
        ('tokoh:"mohammad hatta"', "Moh. Hatta"),
        ('tokoh:"moh hatta"', "Muhammad Hatta"),
        ('tokoh:"timotius suryady"', "Timotius Suryadi"),
        ('tokoh:"timotus suryady"', "Timotius Suryadi"),
        ("tokoh:timotus", "Timotius Suryadi"),
        ("penulis:wibisana", None),
    ],
)
def test_names_meet_in_all_their_spellings(archive, typed, name):
    person(archive, "Sukarno Hadi", "Budi Santoso", *([name] if name else []))
    hits = found(archive, typed)
    if name:
        assert name in hits
        assert found(archive, typed, fuzzy="off").get(name) is None
        assert " → " in hits[name][0]
    else:
        assert not hits


def test_a_word_in_quotes_has_no_typos(archive):
    assert archive.search('"kabupatn"').total == 0


def test_typos_are_found_in_the_field_of_the_title(archive):
    assert archive.search("judul:rutinn", limit=1).hits[0].because == ("rutinn → rutin",)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("kota:surakrta", "kota:surakarta"),
        ('kota:"tulang bawng barat"', 'kota:"tulang bawang barat"'),
        ("kabupatn kembli", "kabupaten kembali"),
        ("kabupaten kembali", None),
        ("xqzzvw", None),
    ],
)
def test_what_is_offered(archive, typed, offered):
    suggestion = archive.search(typed).suggestion
    assert (suggestion and suggestion.casefold()) == offered


def test_a_rare_word_is_no_typo_where_the_offered_query_finds_nothing(archive):
    put(archive, langka="Nasyirul Kambali berpidato")
    assert archive.search("nasyirul kambali").suggestion is None


def test_a_misspelt_word_in_quotes_is_offered_where_nothing_holds_them(archive):
    put(archive, **{f"east{i}": "Warga Jakarta Timur mengungsi." for i in range(5)})
    page = archive.search('"jakarta tmur"')
    assert (page.total, page.suggestion) == (0, '"jakarta timur"')
    assert archive.search('"warga timur"').suggestion is None


def test_what_is_offered_is_what_was_taken(archive):
    """Other words of the typo's stem don't make it a word: its stem is that of a river."""
    put(
        archive,
        **{f"river{i}": "Sungai Brantas meluap." for i in range(4)},
        **{f"meant{i}": "Pemberantasan korupsi." for i in range(30)},
        **{f"far{i}": "Pembatasan korupsi." for i in range(90)},
    )
    page = archive.search("pembrantasan korupsi", limit=500)
    assert page.hits[0].because == ("pembrantasan → pemberantasan",)
    assert page.suggestion == "pemberantasan korupsi"


@pytest.mark.parametrize(
    ("typed", "alike"), [("pemilu", "pemalu"), ("utang", "tuang"), ("risma", "wisma")]
)
def test_a_common_word_is_no_typo_although_the_archive_lacks_it(archive, typed, alike):
    archive.put(Article(f"mirip{i}", "Kabar", f"Ada {alike} di sana.") for i in range(30))
    assert archive.search(typed).suggestion is None
    assert not found(archive, typed)


def test_the_name_of_somebody_in_the_archive_is_no_typo(archive):
    archive.put(Article(f"mirip{i}", "Kabar", "Pasar kembali ramai.") for i in range(30))
    archive.put([Article("nama", "Kabar", "Ia hadir.", persons=("Budi Kembala",))])
    assert archive.search("kembala").suggestion is None
    assert archive.search("kembalo").suggestion == "kembali"


def test_a_word_of_four_letters_that_is_none_may_lack_one(archive):
    archive.put(Article(f"dolar{i}", "Kabar", "Kurs dolar naik.") for i in range(3))
    assert set(found(archive, "dolr").values()) == {("dolr → dolar",)}
    assert not found(archive, "dolt", fuzzy="off")


def test_a_rare_word_of_four_letters_may_lack_one_too(archive):
    archive.put(Article(f"tidak{i}", "Kabar", "Ia tidak datang.") for i in range(45))
    put(archive, salah="Ia tida datang")
    page = archive.search("tida datang", limit=3)
    assert [hit.because for hit in page.hits] == [(), ("tida → tidak",), ("tida → tidak",)]
    assert page.suggestion == "tidak datang"


def test_a_typo_that_the_archive_holds_stands_behind_what_was_meant(archive):
    put(archive, salah="Warga kembli pulang")
    assert [(s.word, s.count) for s in archive.suggest("kembli")] == [
        ("kembali", 60),
        ("kembli", 1),
    ]


def test_what_is_no_common_word_stands_behind_one_that_is_before_it_is_far_rarer(archive):
    put(archive, **{f"salah{i}": "Warga kembli pulang" for i in range(5)})
    assert [s.word for s in archive.suggest("kembli")] == ["kembali", "kembli"]


def test_a_word_that_the_archive_knows_well_is_suggested_first(archive):
    put(archive, salah="Warga kembli pulang")
    assert archive.suggest("kembali")[0].word == "kembali"


def test_the_commoner_spelling_of_a_name_stands_first(archive):
    person(archive, "Joko Satu", "Joko Dua", "Joko Tiga", "Jokko Empat")
    found_names = list(found(archive, "tokoh:djoko"))
    assert set(found_names[:3]) == {"Joko Satu", "Joko Dua", "Joko Tiga"}


def test_words_of_headlines_are_suggested_too_each_article_counted_once(archive):
    archive.put([
        Article("a", "Pilkada serentak", "Pilkada digelar."),
        Article("b", "Pilkada ditunda", "Pemungutan suara diundur."),
    ])  # fmt: skip
    assert [(s.word, s.count) for s in archive.suggest("pilkda")] == [("pilkada", 2)]
