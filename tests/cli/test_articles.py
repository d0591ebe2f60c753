"""`show`, `similar`, `read`, `suggest`, `stats`: looking at what is there."""

import json

import pytest
from tests.cli.stories import STORIES, as_jsonl

PAGE = """Ratusan Warga Kaliwungu Antre Air Bersih

KENDAL, KABARPESISIR.ID - Ratusan warga antre air bersih sejak subuh, Selasa (13/2/2024).

Camat Ratna Wulansari mengatakan bantuan datang dua kali sehari.
"""


def test_show_is_for_people(run):
    result = run("show", "rob-kaliwungu")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == STORIES[0]["title"]
    assert "persons   Ratna Wulansari; Darmo Setiyanto" in lines
    assert "published 2024-02-11" in lines
    assert STORIES[0]["body"] in lines


def test_show_is_for_programs(run):
    told = json.loads(run("show", "banjir-genuk", "--format", "json").stdout)
    assert told["id"] == "banjir-genuk"
    assert told["published"] == "2024-03-18T07:30:00+07:00"


def test_show_takes_ids_that_look_odd(run):
    result = run("show", "=SUM(A1:A9)")
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout


def test_show_of_an_unknown_id(run):
    result = run("show", "tidak-ada")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no article has the id tidak-ada" in result.stderr


def test_read_gives_an_article_a_line(run, tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.jsonl").write_text(as_jsonl(STORIES), encoding="utf-8")
    (folder / "b.txt").write_text(PAGE, encoding="utf-8")
    result = run("read", "corpus")
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [article["id"] for article in told] == [
        STORIES[0]["url"],
        *(f"corpus/a.jsonl#{story['id']}" for story in STORIES[1:]),
        "corpus/b.txt",
    ]
    assert told[0]["provenance"]["cities"] == "stated"
    assert told[-1]["cities"] == ["Kabupaten Kendal"]


def test_read_shows_people_where_fields_came_from(run, tmp_path):
    (tmp_path / "b.txt").write_text(PAGE, encoding="utf-8")
    lines = run("read", "b.txt", "--format", "text").stdout.splitlines()
    assert lines[0] == "Ratusan Warga Kaliwungu Antre Air Bersih"
    assert "dateline  Kabupaten Kendal  (dateline)" in lines
    assert "published 2024-02-13  (prose)" in lines


def test_read_tells_what_failed_and_goes_on(run, tmp_path):
    (tmp_path / "c.jsonl").write_text("oops\n" + as_jsonl(STORIES[:1]), encoding="utf-8")
    result = run("read", "c.jsonl")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert "c.jsonl:1: not JSON" in result.stderr


@pytest.mark.parametrize(("content", "code"), [("oops\n", 2), ("\n", 1)])
def test_read_of_no_article(run, tmp_path, content, code):
    (tmp_path / "c.jsonl").write_text(content)
    result = run("read", "c.jsonl")
    assert (result.exit_code, result.stdout) == (code, "")


def test_read_takes_standard_input(run):
    result = run("read", "-", input=as_jsonl(STORIES[:2]))
    assert len(result.stdout.splitlines()) == 2


def test_similar_finds_what_shares_telling_words(run):
    result = run("similar", "banjir-genuk", "--format", "ids")
    assert result.exit_code == 0
    assert "banjir-genuk" not in result.stdout.split()
    assert "rob-kaliwungu" in result.stdout.split()


def test_similar_to_an_unknown_id(run):
    result = run("similar", "tidak-ada")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "tidak-ada" in result.stderr


def test_suggest_lists_words_with_their_counts(run):
    result = run("suggest", "anrisipasi")
    assert result.exit_code == 0
    assert "antisipasi\t1" in result.stdout.splitlines()


def test_suggest_takes_one_word(run):
    result = run("suggest", "anrisipasi rob")
    assert result.exit_code == 2
    assert "one word at a time" in result.stderr


def test_suggest_of_nothing_like_it(run):
    result = run("suggest", "zzqqxxyy")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "zzqqxxyy" in result.stderr


def test_stats_counts(run, index):
    told = json.loads(run("stats", "--format", "json").stdout)
    assert told["articles"] == len(STORIES)
    assert told["directory"] == str(index)
    assert told["facets"]["outlet"] == {"Kabar Pesisir": 2, "Solo Pagi": 2}
    text = run("stats").stdout
    assert "articles  5" in text
    assert "       2  Solo Pagi" in text


def test_read_gives_the_ids_that_the_index_has(run, tmp_path, monkeypatch):
    monkeypatch.setenv("BERITASEARCH_INDEX", str(tmp_path / "index"))
    folder = tmp_path / "arsip" / "2024"
    folder.mkdir(parents=True)
    (folder / "b.txt").write_text(PAGE, encoding="utf-8")
    assert run("index", "arsip").exit_code == 0
    (tmp_path / "pintasan").symlink_to(tmp_path / "arsip")
    for path in ("arsip", "arsip/2024", "arsip/2024/b.txt", "pintasan", "pintasan/2024/b.txt"):
        assert json.loads(run("read", path).stdout)["id"] == "arsip/2024/b.txt"


def test_read_knows_the_names_that_the_index_remembers(run, tmp_path, monkeypatch):
    monkeypatch.setenv("BERITASEARCH_INDEX", str(tmp_path / "index"))
    (tmp_path / "c.jsonl").write_text('{"kepala": "Judul", "naskahku": "Isi berita."}\n')
    assert run("index", "c.jsonl", "--map", "body=naskahku").exit_code == 0
    assert json.loads(run("read", "c.jsonl").stdout)["body"] == "Isi berita."
