"""Work spread over processes: in order, bounded, and surviving a process that dies."""

import multiprocessing
import operator
import os
import signal
from itertools import islice

import pytest

from beritasearch.workers import ALONE, CHUNK, Workers

HARMLESS = getattr(signal, "SIGWINCH", None)


def unexpected(item):
    raise AssertionError(item)


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("many", [0, 1, ALONE, ALONE + 1, ALONE + 5 * CHUNK + 1])
def test_results_come_in_order_whatever_the_number_of_processes(jobs, many):
    with Workers(jobs) as workers:
        found = list(workers.map(operator.neg, range(many), died=unexpected))
    assert found == [-i for i in range(many)]


def test_items_are_taken_only_as_fast_as_results_are(tmp_path):
    taken = 0

    def items():
        nonlocal taken
        for i in range(10_000):
            taken += 1
            yield i

    with Workers(2) as workers:
        results = workers.map(operator.neg, items(), died=unexpected)
        for _ in range(ALONE + 1):
            next(results)
        assert taken <= ALONE + 2 * 2 * CHUNK
        results.close()


@pytest.mark.skipif(HARMLESS is None, reason="no signal that does nothing on this system")
def test_an_item_that_kills_its_process_costs_only_itself():
    items = [HARMLESS] * (ALONE + 4 * CHUNK)
    items[ALONE + CHUNK + 3] = signal.SIGKILL
    with Workers(2) as workers:
        found = list(workers.map(signal.raise_signal, items, died=lambda item: f"died: {item}"))
    assert len(found) == len(items)
    assert [i for i, result in enumerate(found) if result] == [ALONE + CHUNK + 3]


@pytest.mark.parametrize("taken", [0, CHUNK, 4 * CHUNK])
def test_a_process_killed_from_outside_costs_nothing_whenever_it_happens(taken):
    items = range(ALONE + 20 * CHUNK)
    with Workers(2) as workers:
        results = workers.map(operator.neg, items, died=unexpected)
        found = list(islice(results, ALONE + CHUNK + taken))
        workers._pool.submit(os.getpid).result()  # none of them is on its way any more
        for process in multiprocessing.active_children():
            process.kill()
            process.join()
        found += results
    assert found == [-i for i in items]


def test_an_exception_is_the_callers():
    with Workers(2) as workers, pytest.raises(TypeError):
        list(workers.map(operator.neg, ["a"] * (ALONE + 1), died=unexpected))


def test_few_items_start_no_process():
    with Workers(4) as workers:
        (pid,) = set(workers.map(_pid, range(3), died=unexpected))
    assert pid == os.getpid()


def test_apart_nothing_is_done_in_this_process():
    with Workers(1, apart=True) as workers:
        (pid,) = set(workers.map(_pid, range(3), died=unexpected))
    assert pid != os.getpid()


def _pid(_):
    return os.getpid()
