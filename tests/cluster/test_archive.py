"""An archive on a cluster, as its users have it: built, searched, built anew, shared, checked."""

import json
from pathlib import Path
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from tests.cluster.nodes import Node

from beritasearch import Archive, Article
from beritasearch.engines.opensearch.adapter import OpenSearchEngine
from beritasearch.errors import (
    EngineError,
    EngineUnavailable,
    IndexDamaged,
    IndexMissing,
    StaleIndex,
)


@pytest.fixture
def url(node: Node) -> str:
    return f"{node.url}/t{uuid4().hex}"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(12):
        text = f"---\njudul: Banjir ke-{number}\n---\nSungai meluap di kampung w{number}.\n"
        (folder / f"{number:02}.md").write_text(text, encoding="utf-8")
    return folder


def archive(folder: Path, url: str, **options: object) -> Archive:
    return Archive(folder, engine="opensearch", url=url, **options)


def asked(url: str, path: str, method: str = "GET") -> object:
    base = url.rpartition("/")[0]
    with urlopen(Request(f"{base}/{path}", method=method)) as answer:
        return json.load(answer)


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


def searched(url: str) -> list[str]:
    return list(asked(url, f"_alias/{name_of(url)}"))


def indices(url: str) -> list[str]:
    return sorted(name for name in asked(url, f"{name_of(url)}-*/_alias") if "words" not in name)


def test_an_archive_is_built_searched_and_sound(url: str, corpus: Path, tmp_path: Path) -> None:
    with archive(tmp_path / "index", url) as built:
        assert built.add([corpus]).new == 12
        hit = built.search("w3").hits[0]
        assert (hit.article.title, hit.article.id) == ("Banjir ke-3", "corpus/03.md")
        assert built.search("kampnug").hits[0].because == ("kampnug → kampung",)
        assert built.check().problems == []
        assert [one.id for one in built.scan()] == sorted(f"corpus/{n:02}.md" for n in range(12))
    with Archive(tmp_path / "index") as again:  # the index remembers where it is
        assert again.search("banjir").total == 12


def test_a_reindex_swaps_the_alias_and_keeps_what_it_is_told_to(
    url: str, corpus: Path, tmp_path: Path
) -> None:
    name = name_of(url)
    with archive(tmp_path / "index", url) as built:
        built.add([corpus])
        assert searched(url) == [f"{name}-0001"]
        built.reindex()
        assert searched(url) == [f"{name}-0002"]
        assert indices(url) == [f"{name}-0001", f"{name}-0002"]
        built.reindex(keep=0)
        assert (searched(url), indices(url)) == ([f"{name}-0003"], [f"{name}-0003"])
        assert built.search("banjir").total == 12


def stopped(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_stopped_build_goes_on_in_the_same_index(
    url: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = name_of(url)
    with archive(tmp_path / "index", url) as built:
        built.add([corpus])
        with monkeypatch.context() as patch:
            patch.setattr(OpenSearchEngine, "publish", stopped)
            with pytest.raises(KeyboardInterrupt):
                built.reindex()
        assert searched(url) == [f"{name}-0001"]
        assert built.search("banjir").total == 12
        built.reindex()
        assert searched(url) == [f"{name}-0002"]


def test_a_build_that_the_cluster_has_lost_is_begun_anew(
    url: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive(tmp_path / "index", url) as built:
        built.add([corpus])
        with monkeypatch.context() as patch:
            patch.setattr(OpenSearchEngine, "publish", stopped)
            with pytest.raises(KeyboardInterrupt):
                built.reindex()
        asked(url, f"{name_of(url)}-0002", "DELETE")
        built.reindex()
        assert built.search("banjir").total == 12
        assert built.check().problems == []


def test_an_index_that_is_gone_is_damage_that_a_reindex_mends(
    url: str, corpus: Path, tmp_path: Path
) -> None:
    with archive(tmp_path / "index", url) as built:
        built.add([corpus])
    asked(url, f"{name_of(url)}-0001,{name_of(url)}-0001-words", "DELETE")
    with Archive(tmp_path / "index") as lost:
        with pytest.raises(IndexDamaged, match="beritasearch reindex --stored"):
            lost.search("banjir")
        lost.reindex(stored=True)
        assert lost.search("banjir").total == 12


def test_check_names_what_the_cluster_lacks(url: str, corpus: Path, tmp_path: Path) -> None:
    with archive(tmp_path / "index", url) as built:
        built.add([corpus])
        asked(url, f"{name_of(url)}/_doc/corpus%2F03.md?refresh=true", "DELETE")
        told = list(map(str, built.check().problems))
        assert "stored, but not searchable: 1 article, corpus/03.md" in told
        built.repair()
        assert built.check().problems == []
        assert built.search("w3").total == 1


def test_two_machines_share_an_archive(url: str, corpus: Path, tmp_path: Path) -> None:
    with (
        archive(tmp_path / "one", url, shard="1/2") as one,
        archive(tmp_path / "two", url, shard="2/2") as two,
    ):
        parts = [machine.add([corpus]).new for machine in (one, two)]
        assert sum(parts) == 12
        assert min(parts) > 0
        for machine in (one, two):
            assert machine.search("banjir", limit=20).total == 12
            assert len(machine.search("banjir", limit=20).hits) == 12
            assert machine.check().problems == []
        # Neither takes out what the other has put.
        (corpus / "03.md").unlink()
        assert sum(machine.add([corpus], prune=True).removed for machine in (one, two)) == 1
        assert one.search("banjir").total == two.search("banjir").total == 11


def test_a_shared_archive_is_swapped_when_every_machine_has_built_its_part(
    url: str, corpus: Path, tmp_path: Path
) -> None:
    name = name_of(url)
    with (
        archive(tmp_path / "one", url, shard="1/2") as one,
        archive(tmp_path / "two", url, shard="2/2") as two,
    ):
        for machine in (one, two):
            machine.add([corpus])
        assert one.reindex().waiting == ("2/2",)
        assert searched(url) == [f"{name}-0001"]
        assert one.search("banjir").total == 12
        assert two.reindex().waiting == ()
        assert searched(url) == [f"{name}-0002"]
        assert one.reindex().waiting == ()  # joins them
        for machine in (one, two):
            assert machine.search("banjir").total == 12
            assert machine.check().problems == []
        assert indices(url) == [f"{name}-0001", f"{name}-0002"]


def test_an_article_in_files_of_two_machines_is_lost_to_neither(url: str, tmp_path: Path) -> None:
    with (
        archive(tmp_path / "one", url, shard="1/2") as one,
        archive(tmp_path / "two", url, shard="2/2") as two,
    ):
        article = Article(id="https://b.id/1", title="Rob", body="Rob di Tambaklorok.")
        one.put([article])
        two.put([article])
        assert one.check().problems == two.check().problems == []
        one.remove([article.id])  # it was the other's last
        assert two.search("rob").total == 1


def test_an_archive_of_that_name_that_is_not_ours_is_left_alone(url: str, tmp_path: Path) -> None:
    with archive(tmp_path / "index", url) as built:
        built.put([Article(id="1", title="Rob", body="Rob.")])
    with (
        archive(tmp_path / "other", url) as other,
        pytest.raises(EngineError, match=r"has an archive .* already"),
    ):
        other.put([Article(id="2", title="Rob", body="Rob.")])


def test_a_machine_without_an_index_searches_what_others_have_built(
    url: str, corpus: Path, tmp_path: Path
) -> None:
    with archive(tmp_path / "nothing", url) as reader:
        with pytest.raises(IndexMissing, match=f"--url {url} index PATH"):
            reader.search("banjir")
        with archive(tmp_path / "index", url) as built:
            built.add([corpus])
            assert reader.search("w3").hits[0].article == built.get("corpus/03.md")
            for _ in range(3):  # the first index is gone by then
                built.reindex(keep=0)
        assert reader.search("kampnug").total == 12
        assert (reader.stats().articles, reader.suggest("kampnug")[0].word) == (12, "kampung")
        assert [one.id for one in reader.scan("w4")] == ["corpus/04.md"]
    assert not (tmp_path / "nothing").exists()


def test_machines_with_other_language_data_are_refused(url: str, tmp_path: Path) -> None:
    config = tmp_path / "beritasearch.yaml"
    config.write_text("language:\n  stopwords:\n    add: [terkait]\n", encoding="utf-8")
    rob = [Article(id="1", title="Rob", body="Rob.")]
    with archive(tmp_path / "one", url, shard="1/2") as one:
        one.put(rob)
    with (
        archive(tmp_path / "two", url, shard="2/2", config=config) as two,
        pytest.raises(StaleIndex, match="other language data"),
    ):
        two.put(rob)


@pytest.mark.parametrize("other", [{"shard": "1/3"}, {"url": "http://127.0.0.1:1/berita"}])
def test_another_place_than_before_needs_a_reindex(
    url: str, tmp_path: Path, other: dict[str, str]
) -> None:
    rob = [Article(id="1", title="Rob", body="Rob.")]
    with archive(tmp_path / "index", url, shard="1/2") as built:
        built.put(rob)
    with (
        Archive(tmp_path / "index", **other) as moved,
        pytest.raises(EngineError, match="beritasearch reindex"),
    ):
        moved.put(rob)


def test_without_an_address_it_says_what_to_type(tmp_path: Path) -> None:
    pytest.importorskip("opensearchpy")
    with (
        Archive(tmp_path / "index", engine="opensearch") as nowhere,
        pytest.raises(EngineUnavailable, match="--url https://HOST:9200/NAME"),
    ):
        nowhere.put([Article(id="1", title="Rob", body="Rob.")])


def test_shards_and_merging_are_as_configured(url: str, corpus: Path, tmp_path: Path) -> None:
    config = tmp_path / "beritasearch.yaml"
    config.write_text(
        f"engine: opensearch\ncluster:\n  url: {url}\n  shards: 3\n  segments: 1\n",
        encoding="utf-8",
    )
    with Archive(tmp_path / "index", config=config) as built:
        built.add([corpus])
        built.reindex()
        assert built.search("banjir").total == 12
    stats = asked(url, f"{name_of(url)}/_stats/segments")
    assert stats["_shards"]["total"] == 3
    assert stats["_all"]["primaries"]["segments"]["count"] <= 3
