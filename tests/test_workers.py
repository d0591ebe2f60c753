"""Work spread over processes: in order, bounded, and surviving a process that dies."""

import multiprocessing
import operator
import os
import signal
import sys
from itertools import islice
from pathlib import Path

import pytest

from beritasearch.workers import CHUNK, Workers

HARMLESS = getattr(signal, "SIGWINCH", None)


def unexpected(item):
    raise AssertionError(item)


@pytest.mark.parametrize("jobs", [0, 1, 3])
@pytest.mark.parametrize("many", [0, 1, CHUNK, 5 * CHUNK + 1])
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
        next(results)
        assert taken <= 2 * 2 * CHUNK
        results.close()


LAST = 4 * CHUNK - 1


@pytest.mark.skipif(HARMLESS is None, reason="no signal that does nothing on this system")
@pytest.mark.parametrize(
    ("jobs", "deadly", "death"),
    [
        (1, [0, 1, CHUNK, 2 * CHUNK + 5, LAST], signal.SIGKILL),
        (2, [0, 1, CHUNK, 2 * CHUNK + 5, LAST], signal.SIGSEGV),
        (2, [CHUNK + 3], signal.SIGKILL),
    ],
)
def test_an_item_that_ends_its_process_costs_only_itself(jobs, deadly, death):
    items = [death if place in deadly else HARMLESS for place in range(LAST + 1)]
    with Workers(jobs) as workers:
        found = list(workers.map(signal.raise_signal, items, died=lambda item: f"died: {item}"))
    assert len(found) == len(items)
    assert [place for place, result in enumerate(found) if result] == deadly


@pytest.mark.skipif(HARMLESS is None, reason="no signal that does nothing on this system")
def test_one_item_alone_may_end_its_process():
    with Workers(1) as workers:
        assert list(workers.map(signal.raise_signal, [signal.SIGKILL], died=str)) == ["9"]


@pytest.mark.parametrize("taken", [0, CHUNK, 4 * CHUNK])
def test_a_process_killed_from_outside_costs_nothing_whenever_it_happens(taken):
    items = range(20 * CHUNK)
    with Workers(2) as workers:
        results = workers.map(operator.neg, items, died=unexpected)
        found = list(islice(results, CHUNK + taken))
        for worker in workers._workers:
            worker.submit(operator.neg, [1]).result()  # none is on its way any more
        for process in multiprocessing.active_children():
            process.kill()
            process.join()
        found += results
    assert found == [-i for i in items]


def test_an_exception_is_the_callers():
    with Workers(2) as workers, pytest.raises(TypeError):
        list(workers.map(operator.neg, ["a"], died=unexpected))


def test_without_jobs_all_is_done_in_this_process():
    with Workers(0) as workers:
        (pid,) = set(workers.map(_pid, range(3), died=unexpected))
    assert pid == os.getpid()


@pytest.mark.parametrize("jobs", [1, 4])
def test_few_items_start_one_process(jobs):
    with Workers(jobs) as workers:
        (pid,) = set(workers.map(_pid, range(2 * CHUNK), died=unexpected))
    assert pid != os.getpid()


def test_what_is_done_starts_no_process():
    with Workers(2) as workers:
        done = workers.map(_pid, range(3), died=unexpected, done=lambda _: True)
        assert set(done) == {os.getpid()}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is told whom to end first")
def test_where_memory_runs_out_a_worker_goes_before_the_process_that_writes():
    with Workers(1) as workers:
        (score,) = workers.map(_oom_score, [1], died=unexpected)
    assert score > _oom_score(1)


def _pid(_):
    return os.getpid()


def _oom_score(_):
    return int(Path("/proc/self/oom_score_adj").read_text())
