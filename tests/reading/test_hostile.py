"""Hostile files: refused or bounded, named, and quickly."""

import gzip
import io
import json
import tarfile
import time
import zipfile

import pytest

from beritasearch.article import Article
from beritasearch.reading import Options, read_each

BODY = "Warga menanam dua ribu bakau di pantai utara Lasem bersama para pelajar dan nelayan. "
SMALL = Options(largest=1 << 20)


def zipped(*members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def nested(depth):
    inner = zipped(("a.txt", BODY))
    for number in range(depth):
        inner = zipped((f"{number}.zip", inner))
    return inner


def linked():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    return out.getvalue()


def entities(levels):
    """A feed whose last entity is ten to the power of `levels` words."""
    first = '<!ENTITY e0 "kata ">'
    rest = (f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels + 1))
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [{first}{"".join(rest)}]><rss version="2.0"><channel>'
        f"<title>S</title><item><title>Bakau</title><description>&e{levels};</description></item>"
        "</channel></rss>"
    )


def aliases(levels):
    """Front matter whose last list is ten to the power of `levels` words."""
    lists = [f"a0: &a0 [{', '.join(['kata'] * 10)}]"]
    lists += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "---\n" + "\n".join(lists) + f"\ntokoh: *a{levels - 1}\n---\n{BODY}"


ATTRIBUTES = " ".join(f'a{number}="x"' for number in range(50_000))
REFUSED = {
    "climbing": ("a.zip", zipped(("../../a.txt", BODY)), '"../../a.txt" climbs out'),
    "absolute": ("a.zip", zipped(("/etc/a.txt", BODY)), '"/etc/a.txt" climbs out'),
    "of a drive": ("a.zip", zipped(("C:\\a.txt", BODY)), "climbs out"),
    "zip bomb": ("a.zip", zipped(("a.txt", b"0" * (80 << 20))), "larger than 1 MB"),
    "bomb of lines": ("a.zip", zipped(("a.jsonl", (b" " * 999 + b"\n") * 80_000)), "as bombs do"),
    "gzip bomb": ("a.txt.gz", gzip.compress(b"0" * (80 << 20)), "larger than 1 MB"),
    "containers": ("a.zip", nested(6), "lies in 4 containers"),
    "deep array": ("a.json", "[" * 200_000, "nested too deeply"),
    "deep object": ("a.jsonl", '{"body":' * 100_000, "nested too deeply"),
    "endless number": ("a.jsonl", f'{{"body": "x", "n": {"9" * 9_999}}}', "too many digits"),
    "endless number in an array": (
        "a.json",
        f'[{{"body": "x", "n": {"9" * 9_999}}}]',
        "too many digits; take",
    ),
    "a key of many parts": ("a.md", f"+++\n{'a.' * 20_000}a = 1\n+++\n{BODY}", "longer than 8 KB"),
    "deep TOML": ("a.md", f"+++\na = {'[' * 8_000}\n+++\n{BODY}", "is not TOML"),
    "endless number in TOML": ("a.md", f"+++\na = {'9' * 5_000}\n+++\n{BODY}", "is not TOML"),
    "attributes": ("a.html", f"<div {ATTRIBUTES}><p>{BODY * 9}</p></div>", "attributes"),
    "nothing but NUL": ("a.txt", b"\0" * 500_000, "empty"),
}
BOUNDED = {
    "deep elements": ("a.html", "<div>" * 50_000 + f"<p>{BODY * 9}</p>"),
    "deep words": ("a.html", "<b>" * 50_000 + f"<p>{BODY * 9}</p>"),
    "entities": ("a.rss", entities(9)),
    "entities of a page": ("a.html", f"<!DOCTYPE x [<!ENTITY a 'b'>]><p>{BODY * 9}&a;</p>"),
    "aliases": ("a.md", aliases(9)),
    "a word without end": ("a.txt", "x" * 900_000),
    "a line without end": ("a.txt", BODY * 10_000),
    "an open quote": ("a.csv", 'judul,isi\n"' + 'x,"y\n' * 2_000),
    "lone surrogates": ("a.jsonl", f'{{"title": "\\ud800", "body": "{BODY}\\udfff"}}'),
    "raw surrogates": ("a.txt", f"Bakau\n\n{BODY}".encode() + b"\xed\xa0\x80"),
    "NUL": ("a.txt", f"Bakau\n\n{BODY}\0\0{BODY}"),
    "links": ("a.tar", linked()),
}


def items(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_each(path, name=name, options=SMALL))


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_file_is_refused_and_named(tmp_path, case):
    name, content, reason = REFUSED[case]
    started = time.process_time()
    (error,) = items(tmp_path, name, content)
    assert str(error).startswith(name)
    assert reason in str(error)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("case", BOUNDED)
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
def test_hostile_file_is_bounded(tmp_path, case):
    started = time.process_time()
    for item in items(tmp_path, *BOUNDED[case]):
        if isinstance(item, Article):
            stored = json.dumps(item.as_dict(), ensure_ascii=False)
            assert "\\u0000" not in stored
            assert len(stored.encode()) < 4 << 20
        else:
            assert "report it" not in item.reason
    assert time.process_time() - started < 15
