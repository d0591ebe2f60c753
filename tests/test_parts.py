"""Several machines share an archive: every file is read by one of them, whichever asks."""

import pytest

from beritasearch.corpus import File
from beritasearch.errors import EngineError
from beritasearch.parts import of_part, part

FILES = [File(f"/data/{n}.txt", f"corpus/{n}.txt", f"/data/{n}.txt", 1, 1) for n in range(1_000)]
FIRST_OF_THREE = ["corpus/1.txt", "corpus/4.txt", "corpus/7.txt"]
"""A new hash would hand machines files that others have read."""


def test_every_file_is_of_one_part_and_parts_are_about_equal():
    parts = [list(of_part(FILES, f"{number}/5")) for number in range(1, 6)]
    assert sorted(file.name for files in parts for file in files) == sorted(f.name for f in FILES)
    assert all(150 < len(files) < 250 for files in parts)


def test_without_a_part_every_file_is_read():
    assert list(of_part(FILES, None)) == FILES


def test_the_part_hangs_on_the_name_within_the_corpus_for_good():
    assert [file.name for file in of_part(FILES[:10], "1/3")] == FIRST_OF_THREE
    elsewhere = [File(f"/mnt/x/{n}.txt", f"corpus/{n}.txt", "", 2, 2) for n in range(10)]
    assert [file.name for file in of_part(elsewhere, "1/3")] == FIRST_OF_THREE


@pytest.mark.parametrize("text", ["0/2", "3/2", "2", "a/b", "1/0", "-1/2", "1/2/3", "½"])
def test_what_is_no_part_is_refused(text):
    with pytest.raises(EngineError, match="write 2/5 for the second of five"):
        part(text)


def test_a_part_is_kept_in_one_form():
    assert part("02/05") == "2/5"
