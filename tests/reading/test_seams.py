"""Lines that a scraper ran together are taken apart; names that are written so stay."""

import pytest

from beritasearch.reading.assembling import article
from beritasearch.reading.marks import marks
from beritasearch.reading.raw import Layout, RawArticle
from beritasearch.reading.seams import apart, may_have_seams, spaced, without_headlines

RAN_TOGETHER = "Hujan turun di desa itu.Warga mengungsi ke balai.Ketua RT berjaga.Semua selamat."


def test_paragraphs_that_ran_together_get_lines_of_their_own():
    assert apart(RAN_TOGETHER).split("\n") == [
        "Hujan turun di desa itu.",
        "Warga mengungsi ke balai.",
        "Ketua RT berjaga.",
        "Semua selamat.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Warga mengungsi.Ketua RT berjaga.",  # twice is no habit
        "Pasar ramai, tulis Kompas.Com dan Tempo.Co dan Detik.Com.",
        "Dr.Darmi dan Ir.Rudi dan Hj.Lestari menanam bakau.",
    ],
)
def test_a_text_that_runs_on_now_and_then_stays_as_it_is(text):
    assert apart(text) == text


def test_words_that_ran_together_get_a_space():
    text = "Menteri KeuanganSri MulyaniIndrawati hadir."
    assert spaced(text) == "Menteri Keuangan Sri Mulyani Indrawati hadir."


@pytest.mark.parametrize(
    "text",
    [
        "Videonya viral di YouTube, TikTok dan WhatsApp menurut detikJatim dan TribunSolo.",
        "Menteri KeuanganSri hadir.",  # one may be a name that nobody knows yet
    ],
)
def test_names_of_two_capitals_stay(text):
    assert spaced(text) == text


def test_persons_are_found_in_words_that_ran_together():
    body = "Rapat itu dihadiri Menteri KeuanganSri MulyaniIndrawati, Senin (4/3/2024)."
    found = article(RawArticle("a.txt", body, Layout.BODY))
    assert found.persons == ("Sri Mulyani Indrawati",)
    assert found.body.startswith("Rapat itu dihadiri Menteri Keuangan Sri Mulyani Indrawati")


def test_the_heading_goes_before_a_numbered_list_of_links_too():
    line = "Warga berharap tanggul diperbaiki. Berita Terkait1. Harga Cabai Turun Lagi di Pasar"
    assert "Berita Terkait" not in without_headlines(line, marks())


@pytest.mark.parametrize(
    "text",
    [
        "warga mengungsiKetua RT berjaga", "pukul 10Ketua RT berjaga", "Benarkah?Ketua RT berjaga",
        'kata Rudi"Ketua RT berjaga', "tahun 2019“Ketua RT berjaga", "Pesepeda6. Rute Baru",
        "Pesepeda12. Rute Baru",
    ],
)  # fmt: skip
def test_wherever_a_headline_may_have_run_in_lines_are_looked_at(text):
    assert may_have_seams(text)


def test_in_most_texts_none_are_looked_at():
    assert not may_have_seams('Ketua RT berjaga, kata Rudi. "Warga aman," katanya (12/8/2024).')
