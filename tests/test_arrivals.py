"""Arrivals: a file is read when it is whole, and only if indexing would come to it."""

import pytest

from beritasearch.arrivals import MISSED, RETRY, STEADY, Arrivals


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def arrivals(tmp_path, clock):
    return Arrivals([tmp_path], clock=clock)


def test_a_file_is_whole_when_it_has_not_changed_for_a_while(arrivals, tmp_path, clock):
    path = tmp_path / "a.txt"
    path.write_text("half")
    arrivals.notice([path])
    assert arrivals.settled() == []
    clock.now += STEADY
    path.write_text("half and more")
    assert arrivals.settled() == []
    clock.now += STEADY
    assert arrivals.settled() == [path]
    clock.now += STEADY
    assert arrivals.settled() == []


def test_a_file_that_has_gone_again_is_not_waited_for(arrivals, tmp_path, clock):
    path = tmp_path / "a.txt"
    path.write_text("short-lived")
    arrivals.notice([path])
    path.unlink()
    clock.now += STEADY
    assert arrivals.settled() == []


@pytest.mark.parametrize("name", [".hidden.txt", "README.md", "a.exe", ".git/a.txt", "index/a.txt"])
def test_what_indexing_the_folder_would_pass_over_is_passed_over(arrivals, tmp_path, clock, name):
    (tmp_path / ".git").mkdir()
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "CURRENT").write_text("0001")
    path = tmp_path / name
    path.write_text("x")
    arrivals.notice([path])
    clock.now += STEADY
    assert arrivals.settled() == []


def test_a_folder_that_is_moved_in_is_taken_whole(arrivals, tmp_path, clock):
    (tmp_path / "2024").mkdir()
    arrivals.notice([tmp_path / "2024"])
    clock.now += STEADY
    assert arrivals.settled() == [tmp_path / "2024"]


def test_what_could_not_be_indexed_comes_again_later(arrivals, tmp_path, clock):
    path = tmp_path / "a.txt"
    path.write_text("x")
    arrivals.postpone([path])
    clock.now += STEADY
    assert arrivals.settled() == []
    clock.now += RETRY
    assert arrivals.settled() == [path]


def test_what_vanished_is_remembered_for_a_while_unless_it_came_back(arrivals, tmp_path, clock):
    (tmp_path / "b.txt").write_text("back again")
    arrivals.miss([tmp_path / "a.txt", tmp_path / "b.txt"])
    clock.now += MISSED / 2
    arrivals.miss([tmp_path / "c.txt"])
    assert arrivals.vanished() == [tmp_path / "a.txt", tmp_path / "c.txt"]
    clock.now += MISSED / 2
    assert arrivals.vanished() == [tmp_path / "c.txt"]
