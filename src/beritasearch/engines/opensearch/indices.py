"""The generations of an archive on a cluster: indices behind an alias, one of them searched.

berita        the alias: the index that is searched
berita-0007   a generation; its mapping's _meta says of which analysis
berita-0007-words   its vocabulary
berita-0007.2-5     an alias: the second of five machines has built its part
"""

import re
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from beritasearch.engines.opensearch import vocabulary
from beritasearch.engines.opensearch.address import Address
from beritasearch.engines.opensearch.connection import READING, WRITING, Cluster, tries
from beritasearch.engines.opensearch.schema import mapping, settings
from beritasearch.errors import EngineError, EngineUnavailable, IndexDamaged, StaleIndex

SEARCHED: Mapping[str, Any] = {"auto_expand_replicas": "0-1", "refresh_interval": "1s"}
"""What an index gets when it is to be searched: a copy on another node, where there is one."""
LONGEST_COPYING = 6 * 3600.0
"""Seconds that a finished build may take to be merged, and again until its copies are made."""
_TAKEN = "already exists"
_WORDS = "-words"


def words_of(index: str) -> str:
    """Where an index's vocabulary is."""
    return index + _WORDS


class Indices:
    """The indices of one archive."""

    def __init__(self, cluster: Cluster, address: Address) -> None:
        self._cluster, self._address = cluster, address
        self._name, self._maker = address.name, uuid4().hex

    def begin(self) -> str:
        """The index that a new generation is built in: another machine's, or a new one."""
        for last in tries(READING):
            if joined := self._joined():
                return joined
            number = max(map(_number, self.all()), default=0) + 1
            index = f"{self._name}-{number:04d}"
            fields = mapping(self._about())
            self._make(words_of(index), vocabulary.mapping(), shards=1)
            if self._make(index, fields, shards=self._address.shards or self._nodes()):
                return index
            if last:  # else another machine was a moment earlier: its index can be joined
                raise EngineUnavailable(f"{index} is being made by another machine; try again")
        raise AssertionError

    def require(self, index: str) -> None:
        """IndexDamaged unless the index is there whole, StaleIndex unless it has our terms."""
        if not (self._cluster.exists(f"/{index}") and self._cluster.exists(f"/{words_of(index)}")):
            raise IndexDamaged(
                f"the cluster has no index {index} any more; rebuild it from the stored articles: "
                "beritasearch reindex --stored"
            )
        if self._meta(index).get("fingerprint") != self._address.fingerprint:
            raise StaleIndex(
                f"{index} was built by a machine with other language data or another version of "
                "beritasearch; have the same on all of them, then run beritasearch reindex"
            )

    @property
    def searched(self) -> str | None:
        """The index behind the alias."""
        # Not GET _alias/NAME: a user who has rights on this archive alone isn't let ask that.
        found: Mapping[str, Any] = self._cluster.ask("GET", f"/{self._name}-*/_alias")
        return next((one for one, told in found.items() if self._name in told["aliases"]), None)

    def all(self) -> list[str]:
        """Every generation, the oldest first."""
        found = self._cluster.ask("GET", f"/{self._name}-*/_alias", expand_wildcards="open,closed")
        return sorted(name for name in found if re.fullmatch(rf"{self._name}-\d{{4,}}", name))

    def publish(self, index: str, keep: int) -> list[str]:
        """Have the index searched, and no other, once all machines have built their parts.

        The parts that are still being built; nothing: it is done. `keep` of those before stay.
        """
        if waiting := self._waiting_for(index):
            return waiting
        self._settle(index)
        self._swap(index)
        before = [name for name in self.all() if _number(name) < _number(index)]
        for name in before[: max(0, len(before) - keep)]:
            self._cluster.ask("DELETE", f"/{name},{words_of(name)}", ignore_unavailable="true")
        return []

    def _joined(self) -> str | None:
        """The index of a build that another machine has begun, or that is searched already."""
        searched = self.searched
        if self._address.first:
            if searched and not self._address.part:
                raise EngineError(
                    f'the cluster has an archive "{self._name}" already, of which this index '
                    "knows nothing; give another name (--url https://HOST:9200/NAME), or have "
                    "several machines share it: --shard 1/2"
                )
            return searched
        if self._address.part:
            for index in reversed(self.all()):
                about = self._meta(index)
                if index != searched and _number(index) > _number(searched or ""):
                    wanted = (self._address.fingerprint, self._address.parts)
                    if (about.get("fingerprint"), about.get("parts")) == wanted:
                        return index
        return None

    def _about(self) -> Mapping[str, Any]:
        wanted = {"fingerprint": self._address.fingerprint, "parts": self._address.parts}
        return {**wanted, "maker": self._maker}

    def _meta(self, index: str) -> Mapping[str, Any]:
        found = self._cluster.ask("GET", f"/{index}/_mapping")
        told: Mapping[str, Any] = found[index]["mappings"].get("_meta", {})
        return told

    def _make(self, index: str, fields: Any, *, shards: int) -> bool:
        """Was it made? Else it was there already. The first of all is searched at once."""
        body = {"settings": settings(shards), "mappings": fields}
        if self.searched is None:
            body["settings"]["index"].update(SEARCHED)
            body["aliases"] = {} if index.endswith(_WORDS) else {self._name: {}}
        if self._cluster.exists(f"/{index}"):
            return False
        try:
            self._cluster.ask("PUT", f"/{index}", body, patience=WRITING)
        except EngineError as error:
            if _TAKEN not in str(error):
                raise
            # Ours, where the answer was lost and it was asked for again.
            return self._meta(index).get("maker") == self._maker
        return True

    def _nodes(self) -> int:
        return int(self._cluster.ask("GET", "/_cluster/health")["number_of_data_nodes"])

    def _waiting_for(self, index: str) -> list[str]:
        part, parts = self._address.part, self._address.parts
        if part is None:
            return []
        done = f"{index}.{part.replace('/', '-')}"
        self._cluster.ask("PUT", f"/{index}/_alias/{done}", patience=WRITING)
        aliases = self._cluster.ask("GET", f"/{index}/_alias")[index]["aliases"]
        ready = {alias.rpartition(".")[2] for alias in aliases}
        return [f"{k}/{parts}" for k in range(1, parts + 1) if f"{k}-{parts}" not in ready]

    def _settle(self, index: str) -> None:
        """Merge it if that is wanted, have its copies made, and wait for them."""
        if segments := self._address.segments:
            path = f"/{index}/_forcemerge?max_num_segments={segments}"
            self._cluster.ask("POST", path, patience=WRITING, request_timeout=LONGEST_COPYING)
        for name in (index, words_of(index)):
            self._cluster.ask("PUT", f"/{name}/_settings", {"index": SEARCHED}, patience=WRITING)
        deadline = time.monotonic() + LONGEST_COPYING
        while time.monotonic() < deadline:
            path = f"/_cluster/health/{index},{words_of(index)}"
            health = self._cluster.ask("GET", path, patience=WRITING)
            copying = health["initializing_shards"] or health["delayed_unassigned_shards"]
            if health["status"] == "green" or (health["status"] == "yellow" and not copying):
                return
            time.sleep(0.2)
        raise EngineUnavailable(
            f"{index} isn't whole ({health['status']}); see GET _cluster/health"
        )

    def _swap(self, index: str) -> None:
        """In one step: no search finds both, or none."""
        before = self.searched
        if before == index:
            return
        add = {"add": {"index": index, "alias": self._name}}
        gone = [{"remove": {"index": before, "alias": self._name}}] if before else []
        self._cluster.ask("POST", "/_aliases", {"actions": [*gone, add]}, patience=WRITING)


def _number(index: str) -> int:
    digits = index.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0
