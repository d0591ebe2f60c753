"""Web pages of common systems: the story comes out whole, and lists are never articles."""

import pytest
from tests.reading.layouts import LISTS, pages

from beritasearch.article import Article
from beritasearch.errors import ArticleError
from beritasearch.reading import read_each

PAGES = {page.name: page for page in pages()}
SIGNATURE = "(rin/bud)"


@pytest.mark.parametrize("name", PAGES)
def test_story_is_read_out_of_every_layout(tmp_path, name):
    page = PAGES[name]
    path = tmp_path / "page.html"
    path.write_text(page.source, encoding="utf-8")
    (article,) = read_each(path, name="page.html")
    assert isinstance(article, Article), article
    assert article.title == page.story["title"]
    assert article.body.removesuffix(f"\n{SIGNATURE}") == page.body
    assert str(article.published)[:10] == page.story["date"].isoformat()
    assert article.author in {page.story["author"], None}


@pytest.mark.parametrize("path", LISTS, ids=[path.stem for path in LISTS])
def test_lists_and_notes_are_no_articles(path):
    (error,) = read_each(path, name=path.name)
    assert isinstance(error, ArticleError)
    assert "no article on this page" in error.reason
