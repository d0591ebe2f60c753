"""What is made of the language's files is kept, and never older than they are."""

import os
import sys

import pytest

from beritasearch.language import prepared as module
from beritasearch.language.prepared import prepared


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A package of one file, as a process finds it that has just started."""
    monkeypatch.setattr(module, "HOME", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(module, "_stamp", module._stamp.__wrapped__)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "words.yaml").write_text("- satu\n")
    return tmp_path


def made(home):
    """What is given, and whether it had to be made."""
    asked = []

    def make():
        asked.append(1)
        return {"words": (home / "data" / "words.yaml").read_text(), ("a", "b"): frozenset("x")}

    return prepared("words.yaml", make), bool(asked)


def test_what_was_made_once_is_taken_from_where_it_is_kept(home):
    first, was_made = made(home)
    assert was_made
    assert made(home) == (first, False)


def test_after_a_change_of_any_file_it_is_made_anew(home):
    made(home)
    (home / "data" / "words.yaml").write_text("- dua!\n")
    assert made(home)[0]["words"] == "- dua!\n"
    assert not made(home)[1]
    (home / "tokens.py").write_text("")
    assert made(home)[1]


def test_a_change_that_keeps_the_size_is_noticed(home):
    made(home)
    file = home / "data" / "words.yaml"
    before = file.stat()
    file.write_text("- tiga\n"[: before.st_size])
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert made(home)[1]


def test_another_version_of_the_program_makes_its_own(home, monkeypatch):
    made(home)
    monkeypatch.setattr(module, "__version__", "99")
    assert made(home)[1]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"N", b"(\x01\x00\x00\x00N", b"i\x01"])
def test_what_is_garbled_is_made_anew(home, content):
    first, _ = made(home)
    (kept,) = (home / "__pycache__").glob("words.yaml.*")
    kept.write_bytes(content)
    assert made(home) == (first, True)
    assert made(home) == (first, False)


def test_where_nothing_can_be_kept_it_is_made_each_time(home, monkeypatch):
    (home / "__pycache__").write_text("in the way: root could write to a read-only folder")
    first, _ = made(home)
    assert made(home) == (first, True)
    (home / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert made(home) == (first, True)
    assert not (home / "__pycache__").exists()
