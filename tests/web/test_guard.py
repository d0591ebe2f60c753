"""Who is answered, what browsers may do, what is fresh, and what the log says."""

import base64

import pytest
from tests.web.conftest import ask

from beritasearch import Archive, Article

TOKEN = "kunci-yang-panjang-sekali"  # noqa: S105 - of this test alone


@pytest.fixture
def locked(index):
    with Archive(index) as archive:
        yield ask(archive, index, token=TOKEN, hosts=())


def basic(password):
    return {"Authorization": "Basic " + base64.b64encode(f"siapa:{password}".encode()).decode()}


@pytest.mark.parametrize("address", ["/", "/api/search?q=x", "/static/style.css", "/unduh/csv"])
def test_without_the_token_there_is_nothing(locked, address):
    response = locked.get(address)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer salah"}, {"Authorization": "Bearer"}, {"Authorization": TOKEN},
        {"Authorization": "Basic ???"}, basic("salah"), basic(""), basic(TOKEN + "x"),
        {"Authorization": "Basic /w=="},
    ],
)  # fmt: skip
def test_a_wrong_token_is_none(locked, headers):
    assert locked.get("/", headers=headers).status_code == 401


@pytest.mark.parametrize("headers", [{"Authorization": f"Bearer {TOKEN}"}, basic(TOKEN)])
def test_programs_and_browsers_show_the_token(locked, headers):
    assert locked.get("/", headers=headers).status_code == 200
    assert locked.get("/api/search?q=bawang", headers=headers).json()["total"] == 45


def test_what_watches_over_the_server_needs_no_token(locked):
    assert locked.get("/healthz").json()["status"] == "ok"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "testserver.evil.example",
        "testserver:80@evil.example",
        "",
    ],
)
def test_another_name_for_this_server_is_refused(client, host):
    response = client.get("/api/search?q=x", headers={"Host": host})
    assert (response.status_code, response.json()["type"]) == (421, "/api/#wrong-host")


@pytest.mark.parametrize("address", ["/", "/tidak-ada", "/api/search?q=(", "/static/style.css"])
def test_no_response_lets_a_browser_run_or_load_what_isnt_ours(client, address):
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("address", ["/?q=bawang", "/api/search?q=bawang", "/unduh/csv?q=bawang"])
def test_what_hasnt_changed_isnt_sent_again(client, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 304
    assert client.get(address, headers={"If-None-Match": '"lain"'}).status_code == 200


def test_after_a_write_everything_is_new(tmp_path):
    def put(number):
        with Archive(tmp_path) as writer:
            writer.put([Article(id=f"{number}", title="Judul", body=f"Isi nomor {number}.")])

    put(1)
    with Archive(tmp_path) as archive:
        client = ask(archive, tmp_path)
        first = client.get("/api/search?q=isi")
        put(2)
        second = client.get("/api/search?q=isi", headers={"If-None-Match": first.headers["etag"]})
        assert (second.status_code, second.json()["total"]) == (200, 2)


def test_errors_have_no_tag(client):
    assert "etag" not in client.get("/api/search?q=(").headers


def test_a_head_is_answered_like_a_get(client):
    assert client.head("/?q=bawang").status_code == 200


def test_each_request_is_a_line_without_what_was_looked_for(client, log):
    client.get("/?q=rahasia")
    client.get("/tidak-ada")
    first, second = log
    assert (first["method"], first["path"], first["status"]) == ("GET", "/", 200)
    assert first["bytes"] > 1000
    assert first["ms"] > 0
    assert "rahasia" not in str(first)
    assert second["status"] == 404
