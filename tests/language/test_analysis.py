"""Terms of documents and queries: stopwords, stems, and the fingerprint of both."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from beritasearch.language import wordlists
from beritasearch.language.analysis import Extensions, Language


@pytest.fixture(scope="module")
def language():
    return Language()


@pytest.mark.parametrize(
    "forms",
    [
        "antisipasi mengantisipasi diantisipasi",
        "aman pengamanan mengamankan keamanan diamankan",
        "tangkap menangkap ditangkap penangkapan tertangkap",
        "tembak menembak ditembak penembakan",
        "kirim mengirim mengirimkan pengiriman dikirim",
        "polisi kepolisian",
        "temukan menemukan ditemukan penemuan",
    ],
)
def test_forms_of_one_word_share_a_stem(language, forms):
    assert len({language.stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("pemerintah", "perintah"),
        ("masalah", "masa"),
        ("ketua", "tua"),
        ("media", "dia"),
        ("berita", "ita"),
        ("pemilu", "pilu"),
        ("meninggal", "tinggal"),
        ("balikpapan", "balikpap"),
        ("pendapat", "dapat"),
    ],
)
def test_other_words_do_not(language, word, other):
    assert language.stem(word) != language.stem(other)


def test_every_override_gives_a_stem_that_stays_itself(language):
    for word, stem in wordlists.shipped("stems.yaml").items():
        assert language.stem(stem) == stem == language.stem(word)


def test_regency_names_are_safe_from_the_stemmer(language):
    for name in ("karanganyar", "semarang", "pekalongan", "kebumen", "medan", "bekasi"):
        assert language.stem(name) == name


def test_stopwords_have_no_stem_and_leave_the_stems(language):
    assert language.stem("yang") is None
    assert language.stems(["polisi", "yang", "", "dan", "warga"]) == ["polisi", "warga"]


@pytest.mark.parametrize(
    "word",
    [
        "tidak",
        "bukan",
        "belum",
        "tanpa",
        "jangan",
        "baru",
        "umum",
        "tengah",
        "dalam",
        "lalu",
        "kasus",
    ],
)
def test_words_that_carry_meaning_are_no_stopwords(language, word):
    assert language.stem(word)


def test_numbers_are_not_stemmed(language):
    assert language.stem("2024") == "2024"


def test_extensions_add_remove_replace_and_overrule():
    added = Language(Extensions(stopwords_added=frozenset({"Terkait"})))
    assert added.stem("terkait") is None
    removed = Language(Extensions(stopwords_removed=frozenset({"antara"})))
    assert removed.stem("antara")
    replaced = Language(Extensions(stopwords_replaced=frozenset({"xyz"})))
    assert replaced.stopwords == {"xyz"}
    overruled = Language(Extensions(stems={"Pemilu": "pilkada"}))
    assert overruled.stem("pemilu") == "pilkada"


def test_fingerprint_tells_languages_apart_that_give_other_terms(language):
    assert Language().fingerprint == language.fingerprint
    others = [
        Extensions(stopwords_added=frozenset({"terkait"})),
        Extensions(stopwords_removed=frozenset({"antara"})),
        Extensions(stems={"pemilu": "pilkada"}),
    ]
    assert len({Language(other).fingerprint for other in others} | {language.fingerprint}) == 4


def test_synonyms_leave_the_fingerprint_since_they_act_on_queries(language):
    assert Language(Extensions(synonyms=[["abc", "def"]])).fingerprint == language.fingerprint


def test_stemming_from_many_threads_is_stemming_from_one():
    shared, alone = Language(), Language()
    forms = [f"me{w}kan" for w in wordlists.shipped("stems.yaml")] * 20
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(shared.stem, forms)) == [alone.stem(form) for form in forms]
