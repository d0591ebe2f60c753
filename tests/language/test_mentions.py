"""What the rules make of the tagger's probabilities; here they are given, not worked out."""

from beritasearch.language.people.mentions import mentions, trimmed
from beritasearch.language.people.pieces import LINE_END, pieces, runs
from beritasearch.language.people.tagger import Probable
from beritasearch.language.people.words import Archive

UNKNOWN = Archive({}, {})


def names(body, *sure, title="", archive=UNKNOWN):
    """The mentions in a text whose words have a probability of 1 if they are `sure`, else of 0."""
    text = [*pieces(title), LINE_END, *pieces(body), LINE_END]
    found = [
        Probable(start, end - start, _words(text[start:end], sure)) for start, end in runs(text)
    ]
    return [mention.name for mention in mentions(text, found, archive)]


def _words(run, sure):
    named = [word in sure for word in run]
    return [(float(own), float(own and at > 0 and named[at - 1])) for at, own in enumerate(named)]


def test_a_small_word_in_front_of_a_capital_goes_on_with_the_name():
    assert names("kata Pieter de Kok.", "Pieter") == [("Pieter", "de", "Kok")]
    assert names("kata Pieter de Kok.", "Pieter", "de") == [("Pieter", "de", "Kok")]


def test_a_hyphen_behind_al_or_ben_goes_on_with_the_name():
    assert names("kata Yoram Ben-Ezri.", "Yoram", "Ben") == [("Yoram", "Ben", "-", "Ezri")]
    assert names("kata Umar Al-Fayumi.", "Umar", "Al") == [("Umar", "Al", "-", "Fayumi")]


def test_a_hyphen_between_two_people_does_not():
    assert names("pasangan Rangga-Wulan.", "Rangga") == [("Rangga",)]


def test_what_a_hyphen_adds_is_no_name_of_its_own():
    text = "kata Umar Al-Fayumi. Menurut Fayumi, itu benar."
    assert names(text, "Umar", "Al", "Fayumi") == [("Umar", "Al", "-", "Fayumi"), ("Fayumi",)]


def test_whose_picture_it_is_makes_nobody_a_person_of_the_story():
    assert names("(c) Rendra Wicaksana\nIa menang.", "Rendra", "Wicaksana") == []
    assert names("(c) Bolaria.net/Rendra Wicaksana\nIa menang.", "Rendra", "Wicaksana") == []


def test_a_school_is_nobody():
    assert names("siswa SMA Kartini Batam.", "SMA", "Kartini") == []


def test_an_initial_is_never_a_doubtful_word():
    archive = Archive({"m": "g", "subandi": "a", "naik": "g"}, {})
    text = [LINE_END, *pieces("kata M Subandi"), LINE_END]
    (found,) = mentions(text, [Probable(2, 2, [(0.9, 0.0), (0.9, 0.9)])], archive)
    assert found.doubtful == frozenset()


def test_a_word_that_nobody_knows_is_doubtful_in_a_title_alone():
    for title, body in (("Rangga Merakyat", ""), ("", "Rangga Merakyat")):
        text = [*pieces(title), LINE_END, *pieces(body), LINE_END]
        start = text.index("Rangga")
        run = Probable(start, 2, [(1.0, 0.0), (1.0, 1.0)])
        (found,) = mentions(text, [run], Archive({"rangga": "a"}, {}))
        assert found.doubtful == (frozenset({"Merakyat"}) if title else frozenset())


def test_an_acronym_before_a_full_name_is_whom_somebody_speaks_for():
    assert trimmed(["PSSI", "Rendra", "Wicaksana"]) == ("Rendra", "Wicaksana")
    for whole in (["HOS", "Cokroaminoto"], ["J", "K", "Rowling"], ["RENDRA", "ADI", "WICAKSANA"]):
        assert trimmed(whole) == tuple(whole)


def test_posthumous_ranks_and_honours_from_abroad_are_no_names():
    assert trimmed(["Sir", "Edmund", "Thornfield"]) == ("Edmund", "Thornfield")
    assert trimmed(["Anumerta", "Rendra", "Wicaksana"]) == ("Rendra", "Wicaksana")
    assert trimmed(["Kardinal", "Yosef", "Darmaputra"]) == ("Yosef", "Darmaputra")


def test_what_follows_a_rank_is_a_name_whatever_the_words():
    body = "Kanit Iptu Bhayangkara Jaya Sejati hadir. Drs. H. Genta Muda, M.M, Kompol Purn Suri."
    found = names(body)
    assert found == [("Bhayangkara", "Jaya", "Sejati"), ("Genta", "Muda"), ("Suri",)]


def test_what_follows_a_rank_in_a_title_may_be_the_rest_of_it():
    assert names("Iptu Rangga hadir.", title="Iptu Rangga Minta Maaf") == [("Rangga",)]


def test_what_follows_a_rank_ends_with_an_office_and_a_long_run_is_a_headline():
    assert names("kata AKP Rangga Jaya Kasat Reskrim itu.") == [("Rangga", "Jaya")]
    assert names("AKP Rangga Jaya Minta Maaf Kepada Warga") == []
