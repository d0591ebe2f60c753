"""Article: refuses nonsense when built, and survives being written down."""

from datetime import UTC, date, datetime

import pytest

from beritasearch.article import Article
from beritasearch.errors import ArticleError


def test_text_is_tidied_and_empty_fields_are_none():
    article = Article(" 1 ", " Judul\n", "\n isi ", outlet=" ", author=" Budi ")
    assert (article.id, article.title, article.body) == ("1", "Judul", "isi")
    assert (article.outlet, article.author) == (None, "Budi")


@pytest.mark.parametrize("field", ["id", "title", "body"])
def test_id_title_and_body_are_required(field):
    with pytest.raises(ArticleError, match=f"no {field}"):
        Article(**{"id": "1", "title": "Judul", "body": "isi", field: " "})


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("published", "2024-08-21", "must be a date"),
        ("published", datetime.fromisoformat("2024-08-21T00:00"), "zone"),
        ("cities", "Kota Solo", "a list of names"),
        ("persons", [1], "a list of names"),
        ("outlet", 5, "outlet must be text"),
    ],
)
def test_fields_of_another_type_are_refused(field, value, told):
    with pytest.raises(ArticleError, match=told):
        Article("1", "Judul", "isi", **{field: value})


def test_the_dateline_leads_the_cities_and_none_stands_twice():
    cities = ("Kota Surakarta", "Kabupaten Pati", "Kota Surakarta", "Kabupaten Kudus")
    article = Article("1", "Judul", "isi", dateline="Kabupaten Pati", cities=cities)
    assert article.cities == ("Kabupaten Pati", "Kota Surakarta", "Kabupaten Kudus")


def test_as_dict_and_from_dict_are_opposites():
    for published in (None, date(2024, 8, 21), datetime(2024, 8, 21, 1, 2, tzinfo=UTC)):
        article = Article(
            "1", "Judul", "isi", published=published, persons=("A",), provenance={"title": "stated"}
        )
        again = Article.from_dict(article.as_dict())
        assert again == article
        assert again.provenance == article.provenance


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ({"id": "1"}, "needs id, title and body"),
        ({"id": "1", "title": "J", "body": "i", "published": "kemarin"}, "2024-08-21"),
        ({"id": "1", "title": "J", "body": "i", "kota": "Solo"}, "no such field of an article"),
    ],
)
def test_from_dict_names_what_is_wrong(stored, told):
    with pytest.raises(ArticleError, match=told):
        Article.from_dict(stored)
