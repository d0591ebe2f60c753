"""A disk that fills up again and again: nothing is lost, nothing is wrong, and it goes on."""

import json
import random
import subprocess
import sys

import pytest

from beritasearch import Archive


def enlarge(disk, kilobytes):
    subprocess.run(["mount", "-o", f"remount,size={kilobytes}k", str(disk)], check=True)


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "beritasearch", *arguments, "--jobs", "1"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def write(path, many):
    rng = random.Random(many)
    with path.open("w") as file:
        for i in range(many):
            body = " ".join(f"kata{rng.randrange(5000)}" for _ in range(150))
            article = {"url": f"https://x.id/{i}", "title": f"Berita {i}", "body": f"banjir {body}"}
            file.write(json.dumps(article) + "\n")


@pytest.fixture(params=["whoosh", "tantivy"])
def engine(request):
    if request.param == "tantivy":
        pytest.importorskip("tantivy", reason="tantivy is missing: extra `fast`")
    return request.param


def endure(disk, tmp_path, engine, many, kilobytes):
    corpus, index = tmp_path / "corpus", disk / "index"
    corpus.mkdir()
    for name in range(4):
        write(corpus / f"{name}.jsonl", many + name)
    full, size = 0, 1024
    for command in (["index", str(corpus)], ["reindex"]):
        while (done := run(*command, "--index", str(index), "--engine", engine)).returncode:
            assert done.returncode == 2
            assert "Traceback" not in done.stderr
            assert "free disk space" in done.stderr, done.stderr
            full += 1
            answers(index)
            size += kilobytes
            enlarge(disk, size)
    with Archive(index) as archive, Archive(tmp_path / "fresh") as fresh:
        fresh.add([corpus])
        assert not archive.check().problems
        assert set(archive.scan()) == set(fresh.scan())
    print(f"\n{engine}: the disk was full {full} times, and {size // 1024} MB in the end")
    assert full >= 2


def answers(index):
    """What can be asked is answered from a sound index; there may be none yet."""
    if not (index / "CURRENT").exists():
        return
    with Archive(index) as archive:
        total = archive.stats().articles
        assert archive.search("banjir", fuzzy="off").total == total


def test_a_disk_that_is_full_now_and_then(disk, tmp_path, engine):
    endure(disk, tmp_path, engine, many=150, kilobytes=700)


@pytest.mark.soak
def test_a_disk_that_is_full_again_and_again(disk, tmp_path, engine):
    endure(disk, tmp_path, engine, many=600, kilobytes=700)
