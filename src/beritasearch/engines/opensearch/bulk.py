"""Giving a cluster many documents: in pieces of bounded size, until each is taken or refused."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from beritasearch.engines.opensearch.connection import (
    FORBIDDEN,
    FULL,
    WRITING,
    Cluster,
    forbidden,
    full,
    passes,
    tries,
)
from beritasearch.engines.opensearch.schema import Row
from beritasearch.errors import EngineError, EngineUnavailable

MOST_BYTES = 4_000_000
MOST_ITEMS = 1_000
"""What is held in memory, and sent at once."""
SHOWN = 5
_TAKEN = range(200, 300)
_AS_WANTED = {("create", 409), ("delete", 404)}
"""What is there already, and what is gone already."""

Action = tuple[str, str, Row | None]
"""index, create or delete; the document's key; the document."""


def send(cluster: Cluster, index: str, actions: Iterable[Action]) -> None:
    """Have all of them done; durable on return.

    EngineError for documents that are refused for what they hold (the others are done), and
    EngineUnavailable when the cluster doesn't take any for minutes.
    """
    refused: list[str] = []
    for lines in _pieces(actions):
        refused += _sent(cluster, index, lines)
    if refused:
        shown = "; ".join(refused[:SHOWN]) + (" …" if len(refused) > SHOWN else "")
        raise EngineError(f"the cluster refuses {len(refused)} articles: {shown}")


def _sent(cluster: Cluster, index: str, lines: list[bytes]) -> list[str]:
    """What was refused, and why."""
    refused: list[str] = []
    told = ""
    for last in tries(WRITING):
        answer = cluster.ask("POST", f"/{index}/_bulk", b"".join(lines), patience=WRITING)
        again = []
        for line, item in zip(lines, answer["items"], strict=True):
            [(action, done)] = item.items()
            status, told_now = done["status"], _reason(done)
            if status in _TAKEN or (action, status) in _AS_WANTED:
                continue
            if FULL in told_now:
                raise full(index)
            if status == FORBIDDEN:
                raise forbidden(index)
            if passes(status, told_now):
                again.append(line)
                told = told_now
            else:
                refused.append(f"{done['_id']}: {told_now}")
        if not again:
            return refused
        if last:
            raise EngineUnavailable(
                f"{index} doesn't take {len(again)} documents ({told}); see GET _cluster/health, "
                "then run the same command again"
            )
        lines = again
    raise AssertionError


def _pieces(actions: Iterable[Action]) -> Iterator[list[bytes]]:
    piece: list[bytes] = []
    size = 0
    for action in actions:
        line = _line(*action)
        if piece and (size + len(line) > MOST_BYTES or len(piece) == MOST_ITEMS):
            yield piece
            piece, size = [], 0
        piece.append(line)
        size += len(line)
    if piece:
        yield piece


def _line(action: str, key: str, document: Row | None) -> bytes:
    told = [{action: {"_id": key}}] + ([document] if document is not None else [])
    text = "".join(json.dumps(part, ensure_ascii=False) + "\n" for part in told)
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise EngineError(
            f"{text[max(0, error.start - 30) : error.start + 30]!r} holds half a character "
            "(U+D800–DFFF) and can't be indexed; clean the article's text"
        ) from error


def _reason(done: Mapping[str, Any]) -> str:
    error = done.get("error") or {}
    return f"{error.get('type')}: {error.get('reason')}"
