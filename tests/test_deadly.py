"""An article that ends the process that reads it: it is reported, and costs no other article."""

import io
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from beritasearch import Archive, intake, reading
from beritasearch.cli import standard_input
from beritasearch.workers import Workers

DEADLY = "MEMATIKAN"
MANY = 40

understood = intake._understood


def killing(raw):
    return _dying(raw, signal.SIGKILL)


def faulting(raw):
    return _dying(raw, signal.SIGSEGV)


def _dying(raw, death):
    """As reading is, but some articles end the process that reads them."""
    if DEADLY in getattr(getattr(raw, "item", None), "text", ""):
        os.kill(os.getpid(), death)
    return understood(raw)


def articles(name, deadly, many=MANY):
    """Articles, of which those in `deadly` are."""
    return [
        {
            "url": f"https://x.id/{name}/{number}",
            "title": f"Judul {number}",
            "body": f"{DEADLY if number in deadly else 'Berita'} nomor {number} dari {name}.",
        }
        for number in range(many)
    ]


def lines(found):
    return "".join(json.dumps(article) + "\n" for article in found)


def zipped(found):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        half = len(found) // 2
        archive.writestr("2023/a.jsonl", lines(found[:half]))
        archive.writestr("2024/b.jsonl", lines(found[half:]))
    return packed.getvalue()


def crawled(found):
    return b"".join(map(_record, found))


def _record(article):
    page = (
        f"<html><article><h1>{article['title']}</h1><p>{article['body']}</p>"
        "<p>Warga bersama para pelajar menanam dua ribu bakau di pantai utara Lasem, kata lurah "
        "setempat. Kegiatan itu berlangsung sejak pagi dan diikuti ratusan orang.</p></article>"
    )
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {article['url']}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer.encode())}\r\n\r\n{answer}\r\n\r\n"
    ).encode()


CONTAINERS = {
    "a.jsonl": lambda found: lines(found).encode(),
    "a.zip": zipped,
    "a.warc": crawled,
}


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "index") as opened:
        yield opened


def ids(archive):
    return sorted(article.id for article in archive.scan())


@pytest.mark.parametrize(("name", "jobs"), [("a.jsonl", 2), ("a.zip", 1), ("a.warc", 1)])
def test_each_deadly_article_of_a_container_is_reported_and_all_others_are_in(
    archive, tmp_path, monkeypatch, name, jobs
):
    if name == "a.warc":
        pytest.importorskip("warcio", reason="reading WARC files needs the extra html")
    deadly = {0, 17, MANY - 1}
    found = articles(name, deadly)
    (tmp_path / name).write_bytes(CONTAINERS[name](found))
    monkeypatch.setattr(intake, "_understood", killing)
    report = archive.add([tmp_path / name], jobs=jobs)
    assert (report.new, len(report.failed)) == (MANY - 3, 3)
    assert all("ended the process that read it" in failure.reason for failure in report.failed)
    assert ids(archive) == sorted(a["url"] for i, a in enumerate(found) if i not in deadly)


@pytest.mark.parametrize(
    ("deadly", "death"), [({0}, killing), ({4}, faulting), ({0, 1, 2, 3, 4}, killing)]
)
def test_it_may_be_the_first_the_last_or_every_one(archive, tmp_path, monkeypatch, deadly, death):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number, article in enumerate(articles("a", deadly, many=5)):
        (folder / f"{number}.json").write_text(json.dumps(article))
    monkeypatch.setattr(intake, "_understood", death)
    report = archive.add([folder], jobs=1)
    assert {int(Path(failure.path).stem) for failure in report.failed} == deadly
    assert (report.new, len(report.failed)) == (5 - len(deadly), len(deadly))


def test_it_stays_in_the_report_until_it_is_read(archive, tmp_path, monkeypatch):
    path = tmp_path / "a.jsonl"
    path.write_text(lines(articles("a", {3})))
    monkeypatch.setattr(intake, "_understood", killing)
    (failure,) = archive.add([path], jobs=1).failed
    assert failure.line == 4
    assert "`beritasearch reindex` tries it again" in failure.reason
    monkeypatch.undo()
    assert tuple(archive.add([path], jobs=1).failed) == (failure,)
    report = archive.reindex(jobs=1)
    assert (report.articles, len(report.failed)) == (MANY, 0)


def killing_alone(item):
    return killing(SimpleNamespace(item=item)) if DEADLY in item.text else reading.understood(item)


def test_one_that_is_piped_in_is_reported_and_all_others_are_in(archive, monkeypatch):
    piped = io.BytesIO(lines(articles("a", {0, 7})).encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=piped))
    monkeypatch.setattr(standard_input, "understood", killing_alone)
    report = standard_input.put(archive, archive.reading(), lambda _: None, 1)
    assert report.new == MANY - 2
    assert [failure.line for failure in report.failed] == [1, 8]
    assert all("ended the process that read it" in failure.reason for failure in report.failed)


PROGRAM = """
import sys
sys.path.insert(0, {tests!r})
from beritasearch import Archive, intake
from test_deadly import killing
intake._understood = killing
with Archive({index!r}) as archive:
    report = archive.add([{path!r}])
print(report.new, *report.failed, sep="\\n")
"""


def test_one_that_ended_the_program_since_that_read_itself_is_reported_by_the_next_run(tmp_path):
    path, program = tmp_path / "few.jsonl", tmp_path / "program.py"
    path.write_text(lines(articles("a", {5, 9}, many=20)))
    tests, index = str(Path(__file__).parent), str(tmp_path / "index")
    program.write_text(PROGRAM.format(tests=tests, index=index, path=str(path)))

    def run():
        return subprocess.run(
            [sys.executable, program], capture_output=True, text=True, check=False
        )

    assert run().returncode == -signal.SIGKILL
    done = run()
    assert done.returncode == 0, done.stderr
    new, *failed = done.stdout.splitlines()
    assert (new, len(failed)) == ("18", 2)
    assert failed[0].startswith(f"{path}:6: ended the process that read it")
    assert run().stdout.startswith("0\n")  # nothing is read again, and nothing dies


def test_workers_that_are_kept_go_on_from_run_to_run_and_die_alike(archive, tmp_path, monkeypatch):
    path = tmp_path / "a.jsonl"
    with Workers(1) as workers:
        path.write_text(lines(articles("a", (), many=2)))
        assert archive.add([path], jobs=workers).new == 2
        (before,) = {child.pid for child in multiprocessing.active_children()}
        path.write_text(lines(articles("b", (), many=3)))
        assert archive.add([path], jobs=workers).new == 3
        assert {child.pid for child in multiprocessing.active_children()} == {before}
        monkeypatch.setattr(intake, "_understood", killing)
        path.write_text(lines(articles("c", {0, 2}, many=3)))
        report = archive.add([path], jobs=workers)
    assert (report.new, len(report.failed)) == (1, 2)
