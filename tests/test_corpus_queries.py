"""What a journalist types finds what it should in corpus/: the cases of corpus_queries.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from beritasearch import Archive

ROOT = Path(__file__).parents[1]
CASES: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests/corpus_queries.yaml").read_text("utf-8")
)
NAMES = {
    gold["title"]: gold["article"]
    for gold in yaml.safe_load((ROOT / "tests/corpus_gold.yaml").read_text("utf-8"))
}


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def archive(request, tmp_path_factory):
    if request.param == "tantivy":
        pytest.importorskip("tantivy", reason="tantivy is missing: extra `fast`")
    with Archive(tmp_path_factory.mktemp("index"), engine=request.param) as archive:
        archive.add([ROOT / "corpus"])
        yield archive


def _as_parameter(case):
    marks = [pytest.mark.xfail(reason=case["fails"])] if "fails" in case else []
    return pytest.param(case, marks=marks, id=f"{case['query']} {case.get('fuzzy', '')}".strip())


@pytest.mark.parametrize("case", [_as_parameter(case) for case in CASES])
def test_query_finds_what_a_journalist_means(case, archive):
    page = archive.search(case["query"], fuzzy=case.get("fuzzy", "auto"), limit=len(NAMES))
    found = [NAMES[hit.article.title] for hit in page.hits]
    assert set(case["must"]) - set(found) == set()
    assert set(case["must_not"]) & set(found) == set()
    if "first" in case:
        assert found[0] == case["first"]
