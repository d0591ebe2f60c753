"""The API: what programs get, and what they are told when there is no answer."""

import pytest
from tests.web.conftest import ask

from beritasearch import Archive
from beritasearch.errors import StaleIndex


def problem(response, status, kind):
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert (response.status_code, told["status"], told["type"]) == (status, status, f"/api/#{kind}")
    assert told["title"]
    assert told["detail"]
    return told


def test_search_gives_hits_with_marks_and_reasons(client):
    found = client.get("/api/search?q=anrisipasi&limit=2").json()
    assert found["total"] == 2
    (hit, *_) = found["hits"]
    assert hit["because"][0].startswith("anrisipasi → ")
    ((start, end), *_) = hit["marks"]
    assert "antisipasi" in hit["excerpt"][start:end].lower()
    assert "body" not in hit


def test_pages_of_the_api_and_of_people_hold_the_same(client):
    first = client.get("/api/search?q=bawang").json()
    second = client.get("/api/search?q=bawang&offset=20").json()
    ids = [hit["id"] for hit in (*first["hits"], *second["hits"])]
    assert len(set(ids)) == 40
    assert all(client.get("/?q=bawang").text.count(id_.rpartition("/")[2]) for id_ in ids[:20])


def test_filters_are_those_of_the_pages(client):
    address = "?q=bawang&city=kota+tegal&since=2021&until=2022-12-31&person=karsono"
    found = client.get(f"/api/search{address}").json()
    assert 0 < found["total"] < 9
    for hit in found["hits"]:
        assert "Kota Tegal" in hit["cities"]
        assert "2021" <= hit["published"] < "2023"


def test_an_article_by_an_id_that_is_an_address(client):
    article = client.get("/api/articles/https://kabar.example/panen/07").json()
    assert article["title"] == "Panen Raya Bawang Hari ke-7"
    assert article["body"].startswith("Petani")
    assert article["provenance"] == {"cities": "dateline", "published": "prose"}


def test_an_id_may_hold_anything_that_is_escaped(client):
    assert client.get("/api/articles/%3DSUM(A1:A9)").json()["id"] == "=SUM(A1:A9)"


def test_the_timeline_has_every_period_and_counts_what_is_undated(client):
    told = client.get("/api/timeline?q=bawang&by=year").json()
    assert list(told["counts"]) == ["2020", "2021", "2022", "2023"]
    assert sum(told["counts"].values()) + told["undated"] == told["total"] == 45


def test_facets_are_counted_over_all_hits(client):
    told = client.get("/api/facets?q=bawang&facet=city&facet=outlet&most=1").json()
    assert told["total"] == 45
    assert told["facets"] == {
        "city": [{"value": "Kabupaten Brebes", "count": 45}],
        "outlet": [{"value": "Bawang Merah", "count": 30}],
    }


def test_suggestions_are_names_by_the_beginnings_of_their_words(client):
    told = client.get("/api/suggest?q=seti").json()
    (name,) = told["names"]
    assert name == {
        "kind": "person", "text": "Darmo Setiyanto", "count": 1, "query": 'tokoh:"Darmo Setiyanto"',
    }  # fmt: skip
    assert client.get("/api/search", params={"q": name["query"]}).json()["total"] == 1


def test_suggestions_are_words_that_may_have_been_meant(client):
    words = client.get("/api/suggest?q=bawnag").json()["words"]
    assert words[0]["word"] == "bawang"


def test_a_bad_query_says_where(client):
    told = problem(client.get("/api/search?q=bawang+(desa"), 400, "bad-query")
    assert (told["text"], told["position"]) == ("bawang (desa", 7)


@pytest.mark.parametrize(
    "address",
    [
        "/api/search?citi=tegal", "/api/search?limit=101", "/api/search?offset=-1",
        "/api/search?sort=best", f"/api/search?q={'a' * 1001}", f"/api/search?city={'a' * 201}",
        "/api/search?" + "&".join(["city=tegal"] * 11), "/api/timeline?by=week",
        "/api/timeline?fuzzy=auto", "/api/facets?facet=title", "/api/suggest", "/api/suggest?q=",
        f"/api/articles/{'a' * 2001}",
    ],
)  # fmt: skip
def test_a_parameter_that_cant_be_used_is_named(client, address):
    assert problem(client.get(address), 422, "bad-parameter")["errors"]


def test_what_there_is_not(client):
    problem(client.get("/api/articles/tidak-ada"), 404, "not-found")
    problem(client.get("/api/tidak-ada"), 404, "not-found")
    problem(client.post("/api/search"), 405, "wrong-method")


def test_an_index_that_is_gone_is_told_with_the_cure(tmp_path):
    with Archive(tmp_path) as archive:
        client = ask(archive, tmp_path)
        told = problem(client.get("/api/search?q=banjir"), 503, "index-unusable")
        assert "beritasearch index PATH" in told["detail"]
        problem(client.get("/healthz"), 503, "index-unusable")
        assert client.get("/").status_code == 503


def test_a_stale_index_is_told_with_the_cure(index, monkeypatch):
    with Archive(index) as archive:
        monkeypatch.setattr(archive, "search", lambda *_, **__: fail(StaleIndex("run reindex")))
        told = problem(ask(archive, index).get("/api/search?q=banjir"), 503, "index-unusable")
        assert told["detail"] == "run reindex"


def test_a_bug_is_a_problem_too_and_tells_nothing_of_the_inside(index, monkeypatch):
    with Archive(index) as archive:
        monkeypatch.setattr(archive, "search", lambda *_, **__: fail(ZeroDivisionError("rahasia")))
        client = ask(archive, index)
        response = client.get("/api/search?q=banjir")
        problem(response, 500, "failed")
        assert "rahasia" not in response.text + client.get("/?q=banjir").text
        assert response.headers["content-security-policy"]


def fail(error):
    raise error


def test_the_description_is_made_from_the_handlers(client):
    told = client.get("/api/openapi.json").json()
    assert sorted(told["paths"]) == [
        "/api/articles/{id}", "/api/facets", "/api/search", "/api/suggest", "/api/timeline",
    ]  # fmt: skip
    for path in told["paths"]:
        answers = told["paths"][path]["get"]["responses"]
        assert "application/problem+json" in answers["422"]["content"]
        assert answers["200"]["content"]["application/json"]["schema"]


def test_every_problem_has_its_place_on_the_page_of_the_api(client):
    page = client.get("/api/").text
    told = client.get("/api/search?q=(").json()
    assert f'id="{told["type"].partition("#")[2]}"' in page
    assert "/api/facets" in page
