"""TLS, users and passwords, against a node with OpenSearch's own security plugin."""

import logging
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.cluster import nodes, secured
from tests.cluster.secured import PASSWORD, READER, WRITER, SecuredNode

from beritasearch import Archive, Article
from beritasearch.engines.opensearch import connection
from beritasearch.errors import EngineUnavailable

ROB = Article(id="1", title="Rob", body="Rob menggenangi Tambaklorok.")
UNTRUSTED = r"can't be trusted .*cluster: \{ca: FILE\}"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredNode]:
    pytest.importorskip("opensearchpy", reason="opensearch-py is missing: extra `cluster`")
    try:
        with secured.running(tmp_path_factory.mktemp("secured") / "node") as one:
            yield one
    except nodes.Unavailable as missing:
        pytest.skip(f"no OpenSearch with its security plugin here: {missing}")


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(monkeypatch, WRITER)


def sign_in(monkeypatch: pytest.MonkeyPatch, user: str, password: str = PASSWORD) -> None:
    monkeypatch.setenv(connection.USER, user)
    monkeypatch.setenv(connection.PASSWORD, password)


@pytest.fixture
def url(node: SecuredNode) -> str:
    return f"{node.url}/berita_{uuid4().hex}"


def archive(folder: Path, url: str, ca: Path | None) -> Archive:
    config = folder / "beritasearch.yaml"
    named = f"  ca: {ca}\n" if ca else ""
    config.write_text(f"engine: opensearch\ncluster:\n  url: {url}\n{named}", encoding="utf-8")
    return Archive(folder / "index", config=config)


def test_with_the_right_certificate_and_password_all_is_as_elsewhere(
    node: SecuredNode, url: str, tmp_path: Path
) -> None:
    with archive(tmp_path, url, node.ca) as built:
        built.put([ROB])
        built.reindex(stored=True)
        assert built.search("tambaklorok").hits[0].article == ROB
        assert built.check().problems == []


def test_a_cluster_of_another_authority_is_not_trusted(url: str, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    secured.authority(other)
    for ca in (None, other):
        with archive(tmp_path, url, ca) as built, pytest.raises(EngineUnavailable, match=UNTRUSTED):
            built.put([ROB])


def test_nor_is_one_whose_certificate_is_for_another_name(
    node: SecuredNode, url: str, tmp_path: Path
) -> None:
    elsewhere = url.replace("127.0.0.1", "localhost")
    with (
        archive(tmp_path, elsewhere, node.ca) as built,
        pytest.raises(EngineUnavailable, match=UNTRUSTED),
    ):
        built.put([ROB])


def test_what_is_no_certificate_is_told(url: str, tmp_path: Path) -> None:
    nonsense = tmp_path / "ca.pem"
    for text in (None, "no certificate"):
        if text:
            nonsense.write_text(text, encoding="ascii")
        with (
            archive(tmp_path, url, nonsense) as built,
            pytest.raises(EngineUnavailable, match="can't be used as the CA's certificate"),
        ):
            built.put([ROB])


@pytest.mark.parametrize(("user", "password"), [(WRITER, "rahasia-sekali"), ("", "")])
def test_a_wrong_password_and_none_are_refused(
    request: pytest.FixtureRequest, tmp_path: Path, user: str, password: str
) -> None:
    node, url = request.getfixturevalue("node"), request.getfixturevalue("url")
    caplog = request.getfixturevalue("caplog")
    caplog.set_level(logging.DEBUG)
    sign_in(request.getfixturevalue("monkeypatch"), user, password)
    with archive(tmp_path, url, node.ca) as built, pytest.raises(EngineUnavailable) as refused:
        built.put([ROB])
    assert f"set {connection.USER} and {connection.PASSWORD}" in str(refused.value)
    assert "rahasia" not in f"{refused.value} {refused.value.__cause__!r} {caplog.text}"


def test_who_may_only_read_searches_and_is_refused_when_writing(
    node: SecuredNode, monkeypatch: pytest.MonkeyPatch, url: str, tmp_path: Path
) -> None:
    with archive(tmp_path, url, node.ca) as built:
        built.put([ROB])
    sign_in(monkeypatch, READER)
    with archive(tmp_path, url, node.ca) as read:
        assert read.search("tambaklorok").total == read.search("tambaklorko").total == 1
        assert list(read.scan()) == [ROB]
        with pytest.raises(EngineUnavailable, match=r"doesn't let this user do that .*rights"):
            read.put([Article(id="2", title="Rob", body="Rob.")])
