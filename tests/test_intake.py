"""What is reported of containers: the member that is wrong, its line, and again when it changes."""

import io
import json
import tarfile
import zipfile

import pytest

from beritasearch import Archive

BODY = "Warga menanam dua ribu bakau di pantai utara Lasem bersama para pelajar."
GOOD = json.dumps({"title": "Tanam Bakau", "body": BODY})


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            archive.addfile(info, io.BytesIO(content.encode()))
    return out.getvalue()


MEMBERS = {"2024/a.jsonl": f'{GOOD}\n{{"title": \n', "2024/b.html": "<p>x", "c.txt": ""}


@pytest.mark.parametrize(("name", "packed"), [("a.zip", zipped), ("a.tar.gz", tarred)])
def test_report_names_the_member_and_its_line(tmp_path, name, packed):
    path = tmp_path / name
    path.write_bytes(packed(MEMBERS))
    with Archive(tmp_path / "index") as archive:
        report = archive.add([path])
    assert report.new == 1
    reasons = sorted(str(failure).removeprefix(f"{path}: ") for failure in report.failed)
    assert [reason.split(":")[0] for reason in reasons] == [
        "in 2024/a.jsonl, line 2",
        "in 2024/b.html",
        "in c.txt",
    ]
    assert "not JSON" in reasons[0]


def test_member_of_a_member_is_named_with_both(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"in.zip": zipped({"b.txt": ""})}))
    with Archive(tmp_path / "index") as archive:
        (failure,) = archive.add([path]).failed
    assert str(failure).startswith(f"{path}: in in.zip/b.txt: the file is empty")


def test_member_that_climbs_out_is_named_and_the_rest_is_read(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"../../etc/a.jsonl": GOOD, "ok/a.jsonl": GOOD}))
    with Archive(tmp_path / "index") as archive:
        report = archive.add([path])
    assert report.new == 1
    assert "../../etc/a.jsonl" in str(report.failed[0])


def test_container_that_failed_is_read_again_when_it_changes(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.jsonl": '{"title": \n'}))
    with Archive(tmp_path / "index") as archive:
        assert archive.add([path]).failed
        path.write_bytes(zipped({"a.jsonl": f"{GOOD}\n"}))
        report = archive.add([path])
    assert report.new == 1
    assert not report.failed
