"""Cleaning: what is the article's own stays, what the page put around it goes."""

from pathlib import Path

import pytest

from beritasearch.language import strict_yaml, wordlists
from beritasearch.reading.cleaning import clean_body, clean_page

CASES = strict_yaml.load(Path(__file__).with_name("cleaning.yaml"))
MARKS = wordlists.shipped("boilerplate.yaml")
BEFORE = "Warga desa itu bekerja bakti sejak pagi hari."
AFTER = "Mereka pulang setelah pekerjaan selesai sore harinya."

EXAMPLES = [
    *(
        example
        for kind in ("alone", "opening", "links", "lists")
        for example in MARKS[kind].values()
    ),
    *(entry["example"] for kind in ("within", "patterns") for entry in MARKS[kind]),
]


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_only_the_articles_own_text_stays(case):
    if case.get("page"):
        cleaned = clean_page(case["text"])
    else:
        cleaned = clean_body(case.get("title_in", "Judul yang disebut"), case["text"])
    assert cleaned.body == case["own"].strip()
    if "title" in case:
        assert cleaned.title == case["title"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_mark_takes_its_example_away_and_nothing_else(example):
    cleaned = clean_body("Kerja bakti", f"{BEFORE}\n{example}\n{AFTER}")
    assert cleaned.body == f"{BEFORE}\n{AFTER}"


@pytest.mark.parametrize("ending", MARKS["endings"].values())
def test_nothing_after_an_ending_is_the_articles_own(ending):
    own = f"{BEFORE}\n{AFTER}\n{BEFORE}\n{AFTER}"
    cleaned = clean_body("Kerja bakti", f"{own}\n{ending}\nBudi: Terima kasih atas beritanya.")
    assert cleaned.body == own


def test_an_ending_at_the_head_of_a_text_ends_nothing():
    text = f"{BEFORE}\nRingkasan\n{AFTER}\n{BEFORE}"
    assert clean_body("Kerja bakti", text).body == text


def test_title_of_a_text_without_one_is_its_first_sentence():
    assert clean_body(None, f"{BEFORE} {AFTER}").title == BEFORE


@pytest.mark.parametrize(
    "dateline",
    ["LASEM, SUARAPANTAI.com - ", "Lasem (SUARA) -- ", "SuaraPantai.id, Lasem – ", "LASEM - "],
)
def test_dateline_is_no_part_of_a_title_that_is_taken_from_the_text(dateline):
    assert clean_body(None, f"{dateline}{BEFORE} {AFTER}").title == BEFORE


def test_long_first_sentence_is_cut_between_words():
    title = clean_body(None, "kata " * 60).title
    assert len(title) <= 120
    assert title.endswith("kata…")


def test_dropped_lines_are_numbered_as_the_text_was_given():
    assert clean_body("Judul", f"{BEFORE}\n\nBaca juga: Judul Lain\n{AFTER}").dropped == (2,)
