"""A slow question is cut off, and too many are sent away."""

import asyncio
import threading
import time

import pytest
from tests.web.conftest import ask

from beritasearch import Archive
from beritasearch.web.desk import Desk, TooBusy, TooSlow


def test_what_takes_too_long_is_cut_off_and_others_are_answered_meanwhile():
    desk, ended = Desk(seconds=0.05, threads=2), threading.Event()

    async def asked():
        with pytest.raises(TooSlow):
            await desk.ask(lambda: ended.wait(10))
        return await desk.ask(lambda: "cepat")

    assert asyncio.run(asked()) == "cepat"
    ended.set()


def test_what_still_waits_when_its_time_is_over_is_never_begun():
    desk, ended, begun = Desk(seconds=0.05, threads=1), threading.Event(), []

    async def asked():
        first = asyncio.create_task(desk.ask(lambda: ended.wait(10), seconds=5))
        await asyncio.sleep(0.01)
        with pytest.raises(TooSlow):
            await desk.ask(lambda: begun.append(1))
        ended.set()
        await first

    asyncio.run(asked())
    desk.close()
    assert begun == []


def test_more_than_can_wait_are_sent_away_and_places_come_free_again():
    desk, ended = Desk(seconds=5, threads=1, most=2), threading.Event()

    async def asked():
        waiting = [asyncio.create_task(desk.ask(lambda: ended.wait(10))) for _ in range(2)]
        await asyncio.sleep(0.01)
        with pytest.raises(TooBusy):
            await desk.ask(lambda: None)
        ended.set()
        await asyncio.gather(*waiting)
        await asyncio.sleep(0.01)
        return await desk.ask(lambda: "lagi")

    assert asyncio.run(asked()) == "lagi"


def test_an_error_goes_to_whoever_asked():
    with pytest.raises(ZeroDivisionError):
        asyncio.run(Desk(seconds=5).ask(lambda: 1 / 0))


def test_a_slow_search_is_answered_with_what_to_do(index, monkeypatch):
    with Archive(index) as archive:
        monkeypatch.setattr(archive, "search", lambda *_, **__: time.sleep(0.5))
        client = ask(archive, index, seconds=0.05)
        response = client.get("/api/search?q=banjir")
        assert (response.status_code, response.json()["type"]) == (503, "/api/#too-slow")
        assert "Pencarian ini terlalu lama" in client.get("/?q=banjir").text


def test_an_article_is_shown_without_similar_ones_where_those_take_too_long(index, monkeypatch):
    with Archive(index) as archive:
        monkeypatch.setattr(archive, "similar", lambda *_, **__: time.sleep(1.5))
        page = ask(archive, index, seconds=1).get("/artikel?id=rob-kaliwungu")
        assert page.status_code == 200
        assert "Berita serupa" not in page.text
