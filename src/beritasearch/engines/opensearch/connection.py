"""Asking a cluster: patience with what passes, and errors that say what to do."""

import logging
import os
import re
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    ConnectionError as NoConnection,
)
from opensearchpy.exceptions import (
    ConnectionTimeout,
    ImproperlyConfigured,
    OpenSearchException,
    SSLError,
    TransportError,
)

from beritasearch.engines.opensearch.address import Address
from beritasearch.errors import EngineError, EngineUnavailable, IndexDamaged

USER, PASSWORD = "BERITASEARCH_USER", "BERITASEARCH_PASSWORD"
OLDEST = (2, 19)
TIMEOUT = 60.0
"""Seconds that one answer may take."""
READING, WRITING = 10.0, 180.0
"""Seconds that a question, and a change, is asked again for, while a node comes back."""
LONGEST_PAUSE = 8.0
AT_ONCE = 16
"""Connections to each node."""
_BUSY = frozenset({429, 502, 503, 504})
_LEFT = re.compile("node_(closed|disconnected|not_connected)|transport_exception")
"""What an answer of status 500 tells of when a node that had a part in it died meanwhile."""
_UNAUTHENTICATED, FORBIDDEN, _MISSING, _FAILED = 401, 403, 404, 500
FULL = "cluster_block_exception"
_TOO_MANY = "maxClauseCount"

Answer = Any

# Else each lost connection prints its trace: what there is to say is in our errors.
logging.getLogger("opensearch").addHandler(logging.NullHandler())


class Cluster:
    """A cluster that is asked. Safe to be used from many threads."""

    def __init__(self, address: Address) -> None:
        self._place = ", ".join(address.hosts)
        user = os.environ.get(USER)
        try:
            self._client = OpenSearch(
                hosts=address.hosts,
                http_auth=(user, os.environ.get(PASSWORD, "")) if user else None,
                # Not ca_certs: a file that is none would only show when a node is asked.
                ssl_context=ssl.create_default_context(cafile=address.ca) if address.ca else None,
                timeout=TIMEOUT,
                pool_maxsize=AT_ONCE,
                max_retries=len(address.hosts),
                retry_on_timeout=False,
                http_compress=True,
            )
        except (ImproperlyConfigured, OSError) as error:
            raise EngineUnavailable(
                f"{address.ca} can't be used as the CA's certificate ({error})"
            ) from error
        try:
            self._refuse_unfit()
        except EngineError:
            self.close()
            raise

    def ask(
        self, method: str, path: str, body: Any = None, *, patience: float | None = None,
        **options: Any,
    ) -> Answer:  # fmt: skip
        """The answer, whole. What passes (a busy node, a lost one) is asked again for a while:
        `patience` seconds, those of a question unless it is said.
        """
        for last in tries(READING if patience is None else patience):
            try:
                answer = self._client.transport.perform_request(
                    method, path, params=options, body=body
                )
            except OpenSearchException as error:
                if last or not is_passing(error):
                    raise self._told(error) from error
                continue
            if not (lacking := _lacking(answer)):
                return answer
            if last:
                raise EngineUnavailable(f"{self._place}: {lacking}; see GET _cluster/health")
        raise AssertionError

    def exists(self, path: str) -> bool:
        """Is there such a thing?"""
        return bool(self.ask("HEAD", path))

    def close(self) -> None:
        """Let go of the connections."""
        with suppress(OpenSearchException):
            self._client.close()

    def _refuse_unfit(self) -> None:
        """EngineUnavailable unless it is an OpenSearch that is new enough."""
        about = self.ask("GET", "/", patience=0)
        version = about.get("version", {}) if isinstance(about, Mapping) else {}
        kind, number = version.get("distribution", "no OpenSearch"), version.get("number", "0")
        parts = [int(part) for part in number.split(".")[:2] if part.isdigit()]
        if kind != "opensearch" or tuple(parts) < OLDEST:
            raise EngineUnavailable(
                f"{self._place} runs {kind} {number}; OpenSearch {OLDEST[0]}.{OLDEST[1]} or newer "
                "is needed: upgrade it"
            )

    def _told(self, error: OpenSearchException) -> EngineError:
        match error:
            case SSLError():
                return EngineUnavailable(
                    f"{self._place} can't be trusted ({_reason(error)}); name the CA's file: "
                    "`cluster: {ca: FILE}` in beritasearch.yaml"
                )
            case ConnectionTimeout():
                return EngineUnavailable(
                    f"{self._place} doesn't answer within {TIMEOUT:.0f} s; see to the network and "
                    "to the load of the cluster, then run the same command again"
                )
            case NoConnection():
                return EngineUnavailable(
                    f"{self._place} can't be reached ({_reason(error)}); start the cluster, or "
                    "mend --url, then run the same command again"
                )
            case TransportError() if _TOO_MANY in f"{error.info}":
                return EngineError(
                    "the query has more words, with all that they may mean, than the cluster "
                    "takes; ask for fewer, or raise indices.query.bool.max_clause_count on its "
                    "nodes"
                )
            case TransportError():
                return self._answered(error)
        return EngineError(f"{self._place}: {error}")

    def _answered(self, error: TransportError) -> EngineError:
        if FULL in f"{error.error} {error.info}":
            return full(self._place)
        if error.status_code == _UNAUTHENTICATED:
            return EngineUnavailable(
                f"{self._place} refuses the user or the password (401); set {USER} and {PASSWORD} "
                "in the environment"
            )
        if error.status_code == FORBIDDEN:
            return forbidden(self._place)
        if error.status_code == _MISSING:
            return IndexDamaged(
                f"{self._place} doesn't have that index any more ({_reason(error)}); rebuild it "
                "from the stored articles: beritasearch reindex --stored"
            )
        if is_passing(error):
            return EngineUnavailable(
                f"{self._place} can't answer now ({error.status_code}: {_reason(error)}); see "
                "GET _cluster/health, then run the same command again"
            )
        return EngineError(f"{self._place} refuses: {error.status_code}: {_reason(error)}")


def tries(patience: float) -> Iterator[bool]:
    """One try after another, ever more rarely; is it the last?"""
    deadline, pause = time.monotonic() + patience, 0.1
    while time.monotonic() + pause < deadline:
        yield False
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
    yield True


def is_passing(error: OpenSearchException) -> bool:
    """May the same question be answered in a moment?"""
    if isinstance(error, SSLError) or not isinstance(error, TransportError):
        return False
    if isinstance(error, NoConnection):
        return True
    return passes(error.status_code, f"{error.error} {error.info}")


def passes(status: int | str, told: str) -> bool:
    """May the same be taken in a moment, that a cluster didn't take with this status?"""
    if status == _FAILED:
        return bool(_LEFT.search(told))
    return status in _BUSY and FULL not in told


def full(place: str) -> EngineUnavailable:
    """What a cluster says that lets nothing be written."""
    return EngineUnavailable(
        f"{place} takes nothing more: a disk of the cluster is too full, or the index was made "
        "read-only; free disk space or add a node, then run the same command again"
    )


def forbidden(place: str) -> EngineUnavailable:
    """What a cluster says that knows the user, who may not do that. Its own words name him."""
    return EngineUnavailable(
        f"{place} doesn't let this user do that (403); give it the rights that docs/cluster.md "
        f"lists, or name another: {USER} and {PASSWORD} in the environment"
    )


def _lacking(answer: Answer) -> str:
    """What an answer lacks that is none: a part of the shards, or time."""
    if not isinstance(answer, Mapping):
        return ""
    shards = answer.get("_shards", {})
    if shards.get("failed"):
        return f"{shards['failed']} of {shards['total']} shards didn't answer"
    return "the answer was cut short" if answer.get("timed_out") is True else ""


def _reason(error: TransportError) -> str:
    told = error.info
    if isinstance(told, Mapping) and isinstance(cause := told.get("error"), Mapping):
        causes = cause.get("root_cause") or [cause]
        return str(causes[0].get("reason") or cause.get("reason") or error.error)
    return str(error.error if error.error is not None else told)
