"""An archive on a cluster, searched from a machine that has no index of it."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from beritasearch.engines import CLUSTER, searched
from beritasearch.errors import IndexMissing
from beritasearch.generations import Generation
from beritasearch.manifest import Manifest


@contextmanager
def from_afar(cluster: Mapping[str, str], fingerprint: str) -> Iterator[Generation]:
    """What the cluster has searched now, for as long as the context lasts: no ledger, no part.

    Asked for anew each time, so that a reindex of other machines is followed. Nothing is left on
    this machine: an index here would be one to add to, and to be checked against the cluster.
    """
    if not (index := searched(cluster)):
        raise IndexMissing(
            f"there is no archive at {cluster['url']}; build one: beritasearch --engine {CLUSTER} "
            f"--url {cluster['url']} index PATH"
        )
    with TemporaryDirectory(prefix="beritasearch-") as folder:
        place = {name: cluster[name] for name in ("url", "ca") if name in cluster}
        manifest = Manifest(CLUSTER, fingerprint, cluster={**place, "index": index})
        with closing(Generation(Path(folder, "0001"), create=manifest)) as generation:
            yield generation
