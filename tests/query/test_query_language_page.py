"""docs/query-language.md says what is true. Run this file to renew its table of fields."""

import re
from datetime import date
from pathlib import Path

import pytest

from beritasearch.document import FIELDS
from beritasearch.language.analysis import Language
from beritasearch.query.scanner import Limits
from beritasearch.query.syntax import parse
from beritasearch.variants import MOST_WORDS

PAGE = Path(__file__).parents[2] / "docs" / "query-language.md"
MADE = re.compile(r"(?<=test_query_language_page.py -->\n)(.*?)(?=<!-- /made -->)", re.DOTALL)
LANGUAGE = Language()
EXAMPLES = {
    "title": "judul:banjir",
    "body": 'isi:"banjir rob"',
    "city": "kota:karanganyar",
    "province": 'provinsi:"jawa tengah"',
    "person": 'tokoh:"timotius suryadi"',
    "date": "tanggal:kemarin",
    "outlet": "media:jatengnews",
    "author": "penulis:iwan",
    "url": "url:jatengnews.id/2024",
    "id": "id:arsip/17.txt",
}


def page():
    return PAGE.read_text(encoding="utf-8")


def table():
    rows = [
        f"| {' '.join(f'`{name}:`' for name in field.names)} | {field.help} "
        f"| `{EXAMPLES[field.name]}` |\n"
        for field in FIELDS
        if field.names
    ]
    return "| type | looks for | example |\n|---|---|---|\n" + "".join(rows)


def blocks():
    return re.findall(r"```query\n(.*?)```", page(), re.DOTALL)


def examples():
    lines = [line for block in blocks() for line in block.splitlines()]
    return [re.split(r"\s{2,}", line)[0] for line in lines] + list(EXAMPLES.values())


def test_the_table_of_fields_is_the_one_declaration_of_the_fields():
    assert MADE.search(page())[1] == table()


def test_the_indonesian_table_names_the_same_fields_with_the_same_examples():
    rows = re.findall(
        r"^\| (`.*?`) \| .* \| `(.*?)` \|$", page().split("## Kolom")[1], re.MULTILINE
    )
    named = [({*re.findall(r"`(\w+):`", names)}, example) for names, example in rows]
    assert named == [({*f.names}, EXAMPLES[f.name]) for f in FIELDS if f.names]


@pytest.mark.parametrize("query", examples())
def test_every_example_is_understood(query):
    parse(query, LANGUAGE, today=date(2024, 8, 21))


def test_both_languages_show_the_same_examples():
    english_queries, english_dates, queries, dates = (
        [re.split(r"\s{2,}", line)[0] for line in block.splitlines()] for block in blocks()
    )
    assert english_queries == queries
    assert [query.replace(" TO 2", " SAMPAI 2") for query in english_dates] == dates


def test_the_limits_are_the_stated_ones():
    limits = Limits()
    stated = (
        f"{limits.characters:,} characters, {limits.words:,} words, {limits.patterns} words with "
        f"`*`, `?` or `~`, and {limits.nesting} parentheses"
    )
    assert stated in page()
    assert f"the first {MOST_WORDS} words are looked up as typos" in page()


if __name__ == "__main__":
    PAGE.write_text(MADE.sub(lambda _: table(), page()), encoding="utf-8")
