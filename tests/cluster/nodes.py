"""Real OpenSearch nodes, from the jars of the Maven repository.

`python -m tests.cluster.nodes` fetches the jars where they aren't yet, and runs one node until
Ctrl-C: `make cluster`. Tests start and kill nodes of their own.

OPENSEARCH_VERSION in the environment names another version, and JAVA_HOME another Java: 3.x needs
Java 21 or newer.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
VERSION = os.environ.get("OPENSEARCH_VERSION") or "2.19.6"
FETCHING, STARTING = 170, 90
"""Seconds that fetching the jars, and the start of a node, may take."""
HEAP = "512m"
_IS_UP = "/_cluster/health?wait_for_status=yellow&timeout=2s"


class Unavailable(Exception):
    """Why no node can be started here."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a node is made of."""

    pom: Path
    name: str
    version: str


PLAIN = Kind(HERE / "pom.xml", "opensearch", VERSION)


def jars(kind: Kind = PLAIN) -> Path:
    """The folder of the jars: outside the tree, fetched once. Raises Unavailable."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "beritasearch" / f"{kind.name}-{kind.version}"
    if folder.is_dir():
        return folder
    if not shutil.which("mvn"):
        raise Unavailable(f"Maven is missing, and {folder} is too")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as draft:
        _fetch(kind, Path(draft, "jars"))
        with suppress(OSError):  # another test process was a moment earlier
            Path(draft, "jars").rename(folder)
    return folder


def _fetch(kind: Kind, folder: Path) -> None:
    command = [
        "mvn", "-B", "-q", "-f", str(kind.pom), f"-Dos.version={kind.version}",
        "dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder}",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=FETCHING, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(f"Maven fetched no jars within {FETCHING} s") from None
    if done.returncode:
        raise Unavailable(f"Maven can't fetch the jars: {done.stdout.decode()[-300:]}")


def require(kind: Kind = PLAIN) -> None:
    """Raises Unavailable where no node of that kind can be started."""
    if not (shutil.which(_java()) and shutil.which(f"{_java()}c")):
        raise Unavailable("a JDK (Java 17 or newer; 21 for OpenSearch 3.x) is missing")
    jars(kind)


def _java() -> str:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home, "bin", "java")) if home else "java"


class Node:
    """One OpenSearch in a process of its own, which ends with this one."""

    kind = PLAIN

    def __init__(
        self, home: Path, name: str, http: int, transport: int, *, others: Sequence[str] = ()
    ) -> None:
        """`others`: host:port of the transports of all nodes of its cluster, by their names."""
        self.home, self.name, self.url = home, name, f"http://127.0.0.1:{http}"
        self.asking = urllib.request.build_opener()
        self._settings = [
            "cluster.name=beritasearch-tests", f"node.name={name}", "network.host=127.0.0.1",
            f"http.port={http}", f"transport.port={transport}",
            "cluster.routing.allocation.disk.threshold_enabled=false",
            *others,
        ]  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, without waiting."""
        self.home.mkdir(parents=True, exist_ok=True)
        self._log = (self.home / "log").open("ab")
        command = [
            _java(), f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            f"-Dlog4j2.configurationFile={HERE / 'log4j2.xml'}", "-cp", f"{jars(self.kind)}/*",
            str(HERE / "OsNode.java"), str(self.home), *self._settings,
        ]  # fmt: skip
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=self._log, stderr=subprocess.STDOUT
        )

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + STARTING
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            with suppress(OSError), self.asking.open(self.url + _IS_UP, timeout=5):
                return
            time.sleep(0.2)
        told = (self.home / "log").read_text(encoding="utf-8", errors="replace")[-2000:]
        raise Unavailable(f"{self.name} didn't start: {told}")

    @property
    def process_id(self) -> int | None:
        """Of its process, while it runs."""
        return self._process and self._process.pid

    def kill(self) -> None:
        """As a power cut would: kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Let it end in order."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process and self._process.stdin:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process.stdin.close()
            self._log.close()
            self._process = None


@contextmanager
def running(count: int, folder: Path) -> Iterator[list[Node]]:
    """A cluster of so many nodes, until the context ends."""
    require()
    ports = free_ports(2 * count)
    https, transports = ports[:count], ports[count:]
    names = [f"n{number}" for number in range(1, count + 1)]
    seeds = ",".join(f"127.0.0.1:{port}" for port in transports)
    settings = (
        ["discovery.type=single-node"]
        if count == 1
        else [
            f"discovery.seed_hosts=[{seeds}]",
            f"cluster.initial_cluster_manager_nodes=[{','.join(names)}]",
        ]
    )
    nodes = [
        Node(folder / name, name, http, transport, others=settings)
        for name, http, transport in zip(names, https, transports, strict=True)
    ]
    with ExitStack() as ends:
        for node in nodes:
            ends.callback(node.kill)
            node.start()
        for node in nodes:
            node.wait()
        yield nodes


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens at."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def main() -> None:
    """Run one node until Ctrl-C, or (--fetch) only see to its jars."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fetch", action="store_true")
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument("--home", type=Path, default=Path(".cluster"))
    given = parser.parse_args()
    try:
        require()
        if not given.fetch:
            _serve(given.port, given.home)
    except Unavailable as error:
        sys.exit(f"no OpenSearch here: {error}")


def _serve(port: int, home: Path) -> None:
    single = ["discovery.type=single-node"]
    node = Node(home.absolute(), "n1", port, port + 100, others=single)
    node.start()
    try:
        node.wait()
        print(f"OpenSearch {VERSION} answers at {node.url}; Ctrl-C ends it", flush=True)
        signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        node.stop()


if __name__ == "__main__":
    main()
