"""`search`: options that narrow, forms of output, what is said when nothing is found."""

import csv
import io
import json

import pytest

from beritasearch.cli.search import FACETS as OFFERED
from beritasearch.document import FACETS


def found(result):
    assert result.exit_code in (0, 1), result.output
    return result.stdout.split()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["banjir"], {"rob-kaliwungu", "banjir-genuk"}),
        (["harga", "cabai"], {"cabai-pati"}),
        (["banjir", "--city", "semarang"], {"banjir-genuk"}),
        (["--city", "solo"], {"apel-siaga"}),
        (["--city", "kendal", "--city", "demak"], {"rob-kaliwungu", "banjir-genuk"}),
        (["--province", "jateng", "--outlet", "solo pagi"], {"apel-siaga", "cabai-pati"}),
        (["--person", "wulansari"], {"rob-kaliwungu"}),
        (["--person", "ratna wulansari"], {"rob-kaliwungu"}),
        (["--outlet", "solo pagi"], {"apel-siaga", "cabai-pati"}),
        (["--date", "2024-02-11"], {"rob-kaliwungu"}),
        (["--date", "11 Februari 2024"], {"rob-kaliwungu"}),
        (["--date", "2024-03", "--date", "2023"], {"banjir-genuk", "apel-siaga"}),
        (["banjir", "--since", "2024-03"], {"banjir-genuk"}),
        (["--until", "2023"], {"apel-siaga"}),
        (["--since", "2024-02-11", "--until", "18/3/2024"], {"rob-kaliwungu", "banjir-genuk"}),
        (['"gangguan kamtibmas"'], {"apel-siaga"}),
        (["banjir", "-genuk"], {"rob-kaliwungu"}),
        (["-genuk", "banjir"], {"rob-kaliwungu"}),
        (["banjir", "--", "-genuk"], {"rob-kaliwungu"}),
        (["tokoh:prakosa", "ATAU", "kota:pati"], {"apel-siaga", "cabai-pati"}),
        (["anrisipasi", "--fuzzy", "off"], set()),
        (["anrisipasi"], {"apel-siaga", "banjir-genuk"}),
    ],
)
def test_finds(run, arguments, expected):
    assert set(found(run("search", "--format", "ids", *arguments))) == expected


def test_filter_values_cannot_break_out_of_their_quotes(run):
    assert found(run("search", "--city", 'x" ATAU kota:"solo', "--format", "ids")) == []


def test_options_may_stand_before_the_command_and_behind_it(run, index, monkeypatch):
    monkeypatch.delenv("BERITASEARCH_INDEX")
    before = run("--index", str(index), "search", "cabai", "--format", "ids")
    behind = run("search", "cabai", "--index", str(index), "--format", "ids")
    assert found(before) == found(behind) == ["cabai-pati"]


def test_index_behind_the_command_wins(run, index, tmp_path):
    result = run("--index", str(tmp_path / "other"), "search", "cabai", "--index", str(index))
    assert result.exit_code == 0


def test_without_a_query_the_newest_come_first(run):
    result = run("search", "--since", "2023", "--format", "ids")
    assert found(result)[0] == "=SUM(A1:A9)"
    assert found(result)[-1] == "apel-siaga"


def test_pages_follow_each_other(run):
    first = found(run("search", "banjir", "--limit", "1", "--format", "ids"))
    second = found(run("search", "banjir", "--limit", "1", "--offset", "1", "--format", "ids"))
    assert {*first, *second} == {"rob-kaliwungu", "banjir-genuk"}


# ── text ──────────────────────────────────────────────────────────────────────────────────


def test_text_has_all_that_a_reader_needs(run):
    result = run("search", "tanggul")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Banjir Rob Rendam Pasar Kaliwungu, Pedagang Pindah ke Terminal"
    assert lines[1] == "Kabar Pesisir · Kabupaten Kendal · 2024-02-11"
    assert "«tanggul» darurat" in lines[2]
    assert lines[3] == "  rob-kaliwungu"
    assert lines[-1].startswith("1 article, 1–1 shown, ")
    assert lines[-1].endswith(" ms")


def test_text_says_why_a_hit_is_there(run):
    assert "  anrisipasi → antisipasi" in run("search", "anrisipasi").stdout.splitlines()


def test_text_says_how_to_see_more(run):
    lines = run("search", "banjir", "--limit", "1").stdout.splitlines()
    assert lines[-1].endswith("; more: --offset 1")


def test_text_counts_facets(run):
    result = run("search", "banjir", "--facet", "outlet", "--facet", "month")
    assert "outlet: Kabar Pesisir 2" in result.stdout
    assert "month: 2024-02 1 · 2024-03 1" in result.stdout


def test_explain_takes_the_score_apart(run):
    lines = run("search", "banjir", "--city", "demak", "--explain").stdout.splitlines()
    assert lines[0].startswith("understood: ")
    assert 'city="Kabupaten Demak"' in lines[0]
    assert any(line.split()[0].endswith("%") and "banjir" in line for line in lines if line.strip())
    told = json.loads(run("search", "banjir", "--explain", "--format", "json").stdout)
    assert "banjir" in told["understood"]
    assert sum(share["share"] for share in told["hits"][0]["shares"]) == pytest.approx(1, abs=0.1)


def test_limit_0_only_counts(run):
    result = run("search", "banjir", "--limit", "0")
    assert result.exit_code == 0
    assert result.stdout.startswith("2 articles, none shown")


def test_text_steers_no_terminal(run):
    result = run("search", "embun")
    assert "\x1b" not in result.stdout
    assert "«embun»" in result.stdout.lower()


def test_colours_when_forced_and_not_when_refused(run):
    forced = run("search", "cabai", env={"FORCE_COLOR": "1"}, color=True)
    refused = run("search", "cabai", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}, color=True)
    assert "\x1b[33m\x1b[1mcabai\x1b[0m" in forced.stdout
    assert "\x1b" not in refused.stdout


# ── for programs ──────────────────────────────────────────────────────────────────────────


def test_jsonl_is_one_hit_a_line_with_the_articles_fields(run):
    result = run("search", "anrisipasi", "--format", "jsonl")
    hits = [json.loads(line) for line in result.stdout.splitlines()]
    assert {hit["id"] for hit in hits} == {"apel-siaga", "banjir-genuk"}
    hit = next(hit for hit in hits if hit["id"] == "apel-siaga")
    assert hit["cities"] == ["Kota Surakarta"]
    assert hit["published"] == "2023-11-02"
    assert hit["because"] == ["anrisipasi → antisipasi"]
    assert hit["score"] > 0
    (start, end), *_ = hit["marks"]
    assert hit["excerpt"][start:end] == "Antisipasi"
    assert result.stderr == ""


def test_json_is_one_object(run):
    result = run("search", "banjir", "--city", "demak", "--facet", "city", "--format", "json")
    told = json.loads(result.stdout)
    assert told["query"] == "banjir"
    assert told["where"] == ['kota:"demak"']
    assert told["total"] == 1
    assert told["suggestion"] is None
    assert [hit["id"] for hit in told["hits"]] == ["banjir-genuk"]
    assert told["facets"] == {"city": {"Kota Semarang": 1, "Kabupaten Demak": 1}}


def test_json_of_nothing_is_still_an_object(run):
    result = run("search", "zzqqxxyy", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["total"] == 0


def test_csv_is_a_table_with_a_header(run):
    result = run("search", "banjir", "--format", "csv")
    assert "\r\n" in result.stdout_bytes.decode()
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(result.stdout, newline=""))}
    assert rows["banjir-genuk"]["cities"] == "Kota Semarang; Kabupaten Demak"
    assert rows["rob-kaliwungu"]["title"].startswith("Banjir Rob Rendam Pasar Kaliwungu, ")
    assert '"banjir"' in rows["rob-kaliwungu"]["excerpt"]


def test_csv_runs_nothing_in_a_spreadsheet(run):
    result = run("search", "embun", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(result.stdout, newline=""))
    assert row["id"] == "'=SUM(A1:A9)"
    assert row["title"] == "'-10 Derajat, Embun Upas Selimuti Dieng"
    assert float(row["score"]) > 0


# ── nothing found ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["text", "jsonl", "ids"])
def test_nothing_found_says_what_to_try(run, form):
    result = run("search", "zzqqxxyy", "--format", form)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "nothing found" in result.stderr
    assert "beritasearch suggest WORD" in result.stderr


def test_nothing_found_names_the_options_that_narrow(run):
    result = run("search", "banjir", "--city", "solo", "--until", "2020")
    assert result.exit_code == 1
    assert "try again without --city, --until" in result.stderr


def test_unknown_city_is_told(run):
    result = run("search", "banjir", "--city", "smarang")
    assert result.exit_code == 1
    assert 'no kabupaten or kota is called "Smarang"; Semarang?' in result.stderr


def test_unknown_city_inside_a_query_is_told(run):
    result = run("search", "banjir kota:smarang")
    assert result.exit_code == 1
    assert 'no kabupaten or kota is called "Smarang"; Semarang?' in result.stderr
    beside = run("search", "banjir kota:(smarang ATAU semarang)")
    assert 'no kabupaten or kota is called "Smarang"; Semarang?' in beside.stdout


def test_a_province_asked_for_as_a_city_is_told(run):
    result = run("search", "banjir", "--city", "jawa tengah")
    assert result.exit_code == 1
    assert '"Jawa Tengah" is a province: provinsi:"Jawa Tengah" or --province' in result.stderr


def test_beyond_the_last_hit(run):
    result = run("search", "banjir", "--offset", "50")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "nothing from 50 on: 2 articles in all\n"


# ── errors ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["banjir", "--date", "ngawur"], '--date "ngawur": not a date; write 2024-08-21,'),
        (["banjir", "--date", "2024", "--date", "xyz"], '--date "xyz": not a date'),
        (["banjir", "--since", "kapan"], '--since "kapan": not a date'),
        (["--city", ""], '--city "": '),
        (["banjir", "--limit", "-3"], "--limit"),
        (["banjir", "--limt", "3"], "--limt"),
        (["banjir", "--format", "xml"], "xml"),
        (["banjir", "--facet", "city", "--format", "csv"], "--facet is shown with"),
        (["banjir", "--explain", "--format", "ids"], "--explain is shown with"),
        (["banjir", "--explain", "--offset", "3"], "--explain goes with"),
        (["(banjir"], "never closed"),
        (["tanggal:ngawur"], '"ngawur" is no date'),
        ([], "what to search for?"),
        (["banjir", "--config", "missing.yaml"], "there is no such file"),
    ],
)
def test_errors_are_one_message(run, arguments, message):
    result = run("search", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("beritasearch: ")
    assert message in result.stderr
    assert result.stdout == ""


def test_query_errors_mark_the_place(run):
    lines = run("search", "banjir", "(rob").stderr.splitlines()
    assert lines[1:] == ["  banjir (rob", "         ^"]


def test_missing_index_names_the_command_that_builds_it(run, tmp_path):
    result = run("search", "banjir", "--index", str(tmp_path / "none"))
    assert result.exit_code == 2
    assert "`beritasearch index PATH --index " in result.stderr


def test_the_usual_facets_are_one_option(run):
    told = json.loads(
        run("search", "banjir", "--facets", "--facet", "year", "--format", "json").stdout
    )
    assert list(told["facets"]) == ["city", "person", "outlet", "month", "year"]


def test_facets_are_those_of_the_documents():
    assert OFFERED == FACETS


def test_facets_need_no_query(run):
    result = run("search", "--facet", "outlet", "--limit", "0")
    assert result.exit_code == 0
    assert result.stdout.startswith("outlet: ")


def test_the_words_asked_for_are_marked_in_the_title(run):
    lines = run("search", "judul:banjir", "--limit", "1").stdout.splitlines()
    assert "«banjir»" in lines[0].lower()
    record = json.loads(run("search", "judul:banjir", "--limit", "1", "--format", "jsonl").stdout)
    ((start, end),) = record["title_marks"]
    assert record["title"][start:end].lower() == "banjir"


def test_recent_goes_with_relevance_alone(run):
    assert run("search", "banjir", "--recent").exit_code == 0
    refused = run("search", "banjir", "--recent", "--sort", "oldest")
    assert refused.exit_code == 2
    assert "--recent goes with --sort relevance" in refused.stderr
