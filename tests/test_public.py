"""The public names: those of the documentation, each importable, and nothing heavy before."""

import subprocess
import sys

import beritasearch


def test_every_public_name_can_be_imported_and_no_other_is_promised():
    assert sorted(beritasearch.__all__) == sorted(beritasearch._HOME)
    for name in beritasearch.__all__:
        assert getattr(beritasearch, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error():
    assert not hasattr(beritasearch, "Arsip")


def test_importing_the_package_loads_no_engine_database_or_language():
    program = (
        "import sys, beritasearch;"
        "heavy = {'whoosh', 'sqlite3', 'yaml', 'rapidfuzz', 'rich', 'Stemmer'};"
        "print(*sorted(heavy & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout.split() == []
