import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from beritasearch.language.people import persons
from beritasearch.language.people.clues import all_clues, judged
from beritasearch.language.people.mentions import trimmed
from beritasearch.language.people.pieces import LINE_END, pieces, runs, written
from beritasearch.language.people.tagger import BEGINS, GOES_ON, shipped
from beritasearch.language.people.words import OUTSIDE, WINDOW, described

CASES = yaml.safe_load(Path(__file__).with_name("people.yaml").read_text(encoding="utf-8"))
SEED = Path(__file__).parents[3] / "shared/data/seed/000_744b9ab053297659.txt"


@pytest.mark.parametrize("name", CASES)
def test_people_of_a_text_are_read_with_their_full_names(name):
    case = CASES[name]
    assert list(persons(case.get("title", ""), case["text"])) == case["persons"]


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="../shared is absent")
def test_the_two_officials_of_the_seed_article_are_its_persons():
    _, title, body = SEED.read_text(encoding="utf-8").split("\n\n", 2)
    assert persons(title, body) == ("Jerrold HY Kumontoy", "Timotius Suryadi")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "-", "A", "(", "a - b", "H.", "- Budi -", "KH."])
def test_any_text_is_read(text):
    assert isinstance(persons(text, text), tuple)


def test_the_same_text_gives_the_same_people():
    body = "Menurut Sulastri Wahyuni, harga naik. " * 3
    assert persons("", body) == persons("", body) == ("Sulastri Wahyuni",)


@pytest.mark.parametrize("body", ["BUDI SANTOSO " * 20_000, "kata Budi Santoso, " * 5_000])
def test_a_hostile_text_is_read_in_time(body):
    started = time.perf_counter()
    persons("", body)
    assert time.perf_counter() - started < 20


def test_a_register_of_thousands_is_read_in_time():
    letters = "bcdfghjklmnprstw"
    names = [f"A{a}i{b}o Su{c}a{a}to" for a in letters for b in letters for c in letters]
    started = time.perf_counter()
    persons("", "\n".join(f"kata {name}," for name in names))
    assert time.perf_counter() - started < 20


def test_the_tagger_is_not_loaded_by_importing_or_searching():
    code = (
        "import beritasearch, beritasearch.searching\n"
        "from beritasearch.language.people.tagger import shipped\n"
        "print(shipped.cache_info().currsize)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "0"


def test_the_tagger_weighs_the_very_clues_that_it_was_trained_on():
    tagger = shipped()
    text = [*pieces("Menurut Bupati Raharjo Wibisono, warga aman."), LINE_END]
    for run in judged(text, 0):
        scores = zip(tagger.scores(run, BEGINS), tagger.scores(run, GOES_ON), strict=True)
        for at, (begins, goes_on) in enumerate(scores):
            clues = all_clues(run, at, tagger.archive)
            pairs = [tagger.weights[place].get(clue, (0, 0)) for place, clue in clues]
            assert begins == sum(pair[0] for pair in pairs)
            assert goes_on == sum(pair[1] for pair in pairs)


@pytest.mark.parametrize(
    "word",
    [
        *("Budi", "budi", "BUDI", "Al", "A", "Xq", "bupati", "kata", "Zzyzxq", "M.", "S.H."),
        *("Ra'ad", "Éa", "12", "3,5", "(", ",", "“", "-", " -", LINE_END),
    ],
)
def test_a_word_weighs_everywhere_what_its_clues_there_weigh_together(word):
    tagger = shipped()
    clues = described(word, tagger.archive)
    weights = [
        [tagger.weights[place].get(clue, (0, 0)) for clue in chosen(clues)]
        for place, chosen in (*WINDOW.items(), *OUTSIDE.items())
    ]
    totals = [tuple(sum(pair[label] for pair in pairs) for pairs in weights) for label in (0, 1)]
    assert tagger.weights_of(word) == tuple(totals)


def test_pieces_keep_initials_hyphens_and_apostrophes():
    text = pieces("M. Ikhsan, Shin Tae-yong - Ra'ad (12)\n\nMoh. Ali")
    assert text == [
        "M.", "Ikhsan", ",", "Shin", "Tae", "-", "yong", " -", "Ra'ad", "(", "12", ")", "\n",
        "Moh.", "Ali",
    ]  # fmt: skip
    assert written(["Shin", "Tae", "-", "yong"]) == "Shin Tae-yong"


@pytest.mark.parametrize(
    ("name", "left"),
    [
        (["Kapten", "Budi", "S.H."], ("Budi",)),
        (["van", "der"], ()),
        (["H.Budi", "Jr."], ("Budi", "Jr")),
        (["AKBP"], ()),
    ],
)
def test_titles_degrees_and_lone_small_words_are_cut_off(name, left):
    assert trimmed(name) == left


def test_runs_go_on_over_small_words_within_names():
    text = pieces("hakim Salim bin Marzuki dan Budi")
    assert [text[start:end] for start, end in runs(text)] == [["Salim", "bin", "Marzuki"], ["Budi"]]


def test_a_page_in_capitals_is_looked_at_in_parts():
    assert list(runs(["WARGA"] * 120)) == [(0, 50), (50, 100), (100, 120)]


def test_several_line_ends_are_one_piece_and_dashes_tell_their_space():
    assert pieces("Warga.\n\n\nBudi - Ani-Ari\n") == [
        "Warga", ".", "\n", "Budi", " -", "Ani", "-", "Ari", "\n",
    ]  # fmt: skip
