"""Where an archive is on a cluster: what an index directory keeps instead of an engine's files."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from beritasearch.durable import write_atomically
from beritasearch.errors import EngineError, EngineUnavailable, IndexDamaged

FILE = "cluster.json"
USUAL_NAME = "beritasearch"
_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,99}")
"""What an index may be called; the - is ours, before the number of a generation."""


@dataclass(frozen=True, slots=True)
class Address:
    """An archive on a cluster, as one machine knows it."""

    url: str
    """https://HOST:9200/NAME; further hosts behind commas: https://a:9200,https://b:9200/NAME."""
    part: str | None = None
    """K/N: the machine's share of the archive; None: all of it."""
    ca: str | None = None
    """A file with the certificate that the cluster's was signed with."""
    shards: int | None = None
    """Shards of a new index; None: as many as there are nodes for them."""
    segments: int | None = None
    """Segments that each shard of a finished build is merged into; None: as they are."""
    fingerprint: str = ""
    """Of the analysis that makes the terms."""
    first: bool = True
    """Was there no generation before it on this machine?"""
    index: str | None = None
    """The generation's index; None: not made yet."""

    @property
    def hosts(self) -> list[str]:
        """The nodes to be asked."""
        return [_host(url) for url in self.url.split(",")]

    @property
    def name(self) -> str:
        """The archive's name on the cluster: the alias that searches go by."""
        path = urlsplit(self.url.split(",")[-1]).path.strip("/")
        if path and not _NAME.fullmatch(path):
            raise EngineUnavailable(
                f'the archive on the cluster can\'t be called "{path}": small letters, digits '
                "and _ only, for example https://HOST:9200/berita"
            )
        return path or USUAL_NAME

    @property
    def parts(self) -> int:
        """How many machines share the archive."""
        return int(self.part.partition("/")[2]) if self.part else 1

    @classmethod
    def read(cls, directory: Path) -> Self:
        """What the directory keeps."""
        path = directory / FILE
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise EngineUnavailable(
                "say where the cluster is: --engine opensearch --url https://HOST:9200/NAME, or "
                "in beritasearch.yaml"
            ) from None
        except (OSError, ValueError, TypeError) as error:
            raise IndexDamaged(
                f"{path} can't be read ({error}); rebuild the index: beritasearch reindex"
            ) from None

    def made(self, index: str, directory: Path) -> Self:
        """The same, now that its index is made; kept."""
        done = replace(self, index=index)
        done.write(directory)
        return done

    def write(self, directory: Path) -> None:
        """Keep it in the directory."""
        directory.mkdir(parents=True, exist_ok=True)
        write_atomically(directory / FILE, json.dumps(asdict(self), indent=2))


def begin(directory: Path, cluster: Mapping[str, str], fingerprint: str, *, first: bool) -> None:
    """Note in an engine's new directory where on a cluster it is to be."""
    numbers = {name: int(cluster[name]) for name in ("shards", "segments") if name in cluster}
    texts = {name: cluster[name] for name in ("url", "part", "ca", "index") if name in cluster}
    if "url" in texts:  # else reading it says what to do
        address = Address(**texts, **numbers, fingerprint=fingerprint, first=first)  # type: ignore[arg-type]
        _ = address.hosts, address.name
        address.write(directory)


def _host(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.username or parts.password:
        raise EngineError(
            "no user or password in the URL, where it would be kept and shown; set "
            "BERITASEARCH_USER and BERITASEARCH_PASSWORD in the environment"
        )
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise EngineUnavailable(f'"{url}" is no address of a cluster; write https://HOST:9200/NAME')
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port or (443 if parts.scheme == 'https' else 9200)}"
