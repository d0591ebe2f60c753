"""`timeline` and `compare`: hits by the time they were published."""

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beritasearch import Archive, Article
from beritasearch.cli import bars
from beritasearch.timeline import Timeline, following, span


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    """An index of floods and droughts: two floods in a month, one a year later, one undated."""
    told = [
        ("banjir", "2021-02-03"), ("banjir", "2021-02-20"), ("banjir", "2022-02-01"),
        ("banjir", None), ("kekeringan", "2021-04-09"),
        ("gempa", "2019-01-01"), ("gempa", "2021-12-31"),
    ]  # fmt: skip
    directory = tmp_path_factory.mktemp("years") / "index"
    articles = (
        Article(id=f"{number}", title=f"Kabar {word}", body=f"Warga bercerita tentang {word}.")
        if day is None
        else Article.from_dict(
            {
                "id": f"{number}",
                "title": f"Kabar {word}",
                "body": f"Warga bercerita tentang {word}.",
                "published": day,
                "cities": ["Kabupaten Demak"] if day < "2022" else ["Kota Semarang"],
            }
        )
        for number, (word, day) in enumerate(told)
    )
    with Archive(directory) as archive:
        archive.put(articles)
    return directory


@pytest.fixture
def ask(run, years, monkeypatch):
    monkeypatch.setenv("BERITASEARCH_INDEX", str(years))
    monkeypatch.setenv("COLUMNS", "60")
    return run


def rows(result):
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_each_month_has_a_row_those_without_hits_too(ask):
    *drawn, summary = rows(ask("timeline", "banjir"))
    assert [row.split()[:2] for row in drawn[:3]] == [
        ["2021-02", "2"],
        ["2021-03", "0"],
        ["2021-04", "0"],
    ]
    assert len(drawn) == 13
    assert summary.startswith("4 articles, 1 of them undated, ")


def test_bars_fit_the_terminal_and_grow_with_the_number(ask):
    drawn = rows(ask("timeline", "banjir"))
    assert max(map(len, drawn)) == 60
    assert drawn[0].count("█") == 60 - len("2021-02  2 ")
    assert drawn[0].count("█") == pytest.approx(2 * drawn[12].count("█"), abs=1)
    assert drawn[1] == "2021-03  0"


def test_by_year_and_by_day(ask):
    years = rows(ask("timeline", "banjir", "--by", "year"))
    assert [row.split()[:2] for row in years[:-1]] == [["2021", "2"], ["2022", "1"]]
    days = rows(ask("timeline", "banjir", "--by", "day"))
    assert days[0].startswith("2021-02-03  1 ")
    assert days[1] == "2021-02-04  0"


def test_a_long_time_without_hits_is_one_row(ask):
    drawn = rows(ask("timeline", "gempa"))
    assert drawn[0].startswith("2019-01  1 ")
    assert drawn[1] == "2019-02 to 2021-11: nothing"
    assert drawn[2].startswith("2021-12  1 ")


def test_options_narrow_a_timeline(ask):
    assert rows(ask("timeline", "banjir", "--city", "demak"))[-1].startswith("2 articles, ")
    assert rows(ask("timeline", "--until", "2020"))[-1].startswith("1 article, ")
    assert rows(ask("timeline", "kabar", "-banjir"))[-1].startswith("3 articles, ")


def test_without_unicode_bars_are_plain(ask):
    drawn = ask("timeline", "banjir", charset="ascii").stdout_bytes.decode("ascii")
    assert "2021-02  2 ####" in drawn


def test_csv_is_a_row_for_each_period_and_the_undated(ask):
    result = ask("timeline", "banjir", "--by", "year", "--format", "csv")
    assert result.stdout_bytes == b"year,articles\r\n2021,2\r\n2022,1\r\nundated,1\r\n"


def test_json_has_the_periods_without_hits_too(ask):
    told = json.loads(ask("timeline", "banjir", "--city", "demak", "--format", "json").stdout)
    assert told == {
        "by": "month",
        "where": ['kota:"demak"'],
        "query": "banjir",
        "total": 2,
        "undated": 0,
        "counts": {"2021-02": 2},
    }
    told = json.loads(ask("timeline", "gempa", "--format", "json").stdout)
    assert len(told["counts"]) == 36
    assert told["counts"]["2020-05"] == 0


def test_only_words_as_typed_count_unless_typos_are_asked_for(ask):
    result = ask("timeline", "bnajir")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing found as it is typed; search finds " in result.stderr
    assert "Mungkin maksud Anda: banjir" in result.stderr
    assert rows(ask("timeline", "bnajir", "--fuzzy", "on"))[-1].startswith("4 articles, ")


def test_nothing_found_says_what_to_try(ask):
    result = ask("timeline", "zzqqxxyy", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["counts"] == {}
    assert "nothing found" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["timeline"], "of what? for example: beritasearch timeline banjir"),
        (["timeline", "banjir", "--date", "ngawur"], '--date "ngawur": not a date'),
        (["timeline", "(banjir"], "(banjir"),
        (["compare"], "Missing argument"),
        (["compare", "banjir", "--since", "ngawur"], '--since "ngawur": not a date'),
    ],
)
def test_errors_are_told(ask, arguments, message):
    result = ask(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("beritasearch: ")
    assert message in result.stderr


# ── compare ───────────────────────────────────────────────────────────────────────────────


def test_queries_stand_side_by_side_to_one_scale(ask):
    heads, *drawn = rows(ask("compare", "banjir", "kekeringan"))
    assert heads.split() == ["banjir", "kekeringan"]
    assert drawn[-2:] == ["banjir: 4 articles, 1 of them undated", "kekeringan: 1 article"]
    second = heads.index("kekeringan")
    assert drawn[0][second:].split() == ["0"]
    first_bar, second_bar = drawn[0].count("█"), drawn[2][second:].count("█")
    assert first_bar == pytest.approx(2 * second_bar, abs=1)
    assert max(map(len, drawn)) <= 60


def test_a_query_of_several_words_is_one_argument(ask):
    told = json.loads(ask("compare", "kabar banjir", "gempa", "--format", "json").stdout)
    assert [line["query"] for line in told["timelines"]] == ["kabar banjir", "gempa"]
    assert [line["total"] for line in told["timelines"]] == [4, 2]


def test_compare_as_a_table_has_a_column_for_each(ask):
    result = ask("compare", "banjir", "=gempa", "--by", "year", "--format", "csv")
    table = list(csv.reader(io.StringIO(result.stdout, newline="")))
    assert table[0] == ["year", "banjir", "'=gempa"]
    assert ["2021", "2", "1"] in table
    assert table[-1] == ["undated", "1", "0"]


def test_more_queries_than_bars_fit_are_numbers(ask):
    queries = [f"banjir {'ATAU banjir ' * number}".strip() for number in range(12)]
    _, *drawn = rows(ask("compare", *queries))
    assert drawn[0].split() == ["2021-02", *["2"] * 12]


def test_nothing_found_for_any(ask):
    result = ask("compare", "zzqqxxyy", "qqzzyyxx")
    assert result.exit_code == 1
    assert "nothing found for any of them" in result.stderr
    assert ask("compare", "zzqqxxyy", "banjir").exit_code == 0


def test_a_query_steers_no_terminal(ask):
    assert "\x1b" not in ask("compare", "banjir \x1b[31m", "gempa").stdout


# ── periods and bars ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("period", "next_one"),
    [
        ("2023", "2024"),
        ("0999", "1000"),
        ("2023-11", "2023-12"),
        ("2023-12", "2024-01"),
        ("2024-02-28", "2024-02-29"),
        ("2023-12-31", "2024-01-01"),
    ],
)
def test_the_period_after(period, next_one):
    assert following(period) == next_one


MONTHS = st.builds("{:04}-{:02}".format, st.integers(1990, 2040), st.integers(1, 12))


@given(st.sets(MONTHS, min_size=1, max_size=3))
def test_a_span_rises_and_holds_every_period_with_hits(months):
    found = list(span(Timeline("", 0, dict.fromkeys(months, 1))))
    assert months <= set(found)
    assert (found[0], found[-1]) == (min(months), max(months))
    assert found == sorted(set(found))


@given(
    most=st.integers(1, 10**6),
    count=st.integers(0, 10**6),
    width=st.integers(1, 200),
    blocks=st.sampled_from([bars.EIGHTHS, bars.PLAIN]),
)
def test_a_bar_is_never_too_long_and_seen_when_there_is_something(most, count, width, blocks):
    drawn = bars.bar(min(count, most), most, width, blocks)
    assert len(drawn) <= width
    assert bool(drawn) == bool(count)
    assert re.fullmatch(f"{blocks[-1]}*[{blocks}]?", drawn)
