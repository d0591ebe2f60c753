"""A node with OpenSearch's own security plugin: TLS, and users with passwords."""

import re
import ssl
import subprocess
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import yaml
from tests.cluster.nodes import HERE, Kind, Node, Unavailable, free_ports, jars, require

KIND = Kind(HERE / "secured.xml", "opensearch-secured", "2.19.4")
"""The newest of 2.19 that the plugin is served for."""
ADMIN, WRITER, READER = ("admin", "writer", "reader")
PASSWORD = "admin"  # noqa: S105 - known to everyone
"""Of all of them: the plugin's example configuration has its hash."""
RIGHTS = HERE.parents[1] / "docs" / "cluster.md"
_TLS = {
    f"plugins.security.ssl.{layer}.{name}": file
    for layer in ("transport", "http")
    for name, file in (
        ("pemcert_filepath", "node.pem"),
        ("pemkey_filepath", "node.key"),
        ("pemtrustedcas_filepath", "ca.pem"),
    )
}


class SecuredNode(Node):
    """One node that is asked by https://, with a user and a password."""

    kind = KIND

    def __init__(self, home: Path) -> None:
        http, transport = free_ports(2)
        super().__init__(home, "n1", http, transport, others=[
            "discovery.type=single-node", "plugins.security.ssl.http.enabled=true",
            "plugins.security.allow_default_init_securityindex=true",
            "plugins.security.audit.type=noop", "plugins.security.nodes_dn=[CN=127.0.0.1]",
            *(f"{name}={file}" for name, file in _TLS.items()),
        ])  # fmt: skip
        self.url = f"https://127.0.0.1:{http}"
        self.ca = home / "config" / "ca.pem"

    def start(self) -> None:
        """Start it, without waiting."""
        plugin = self.home / "plugins" / "opensearch-security"
        for packed in jars(KIND).glob("*.zip"):
            ZipFile(packed).extractall(plugin)
        config = self.ca.parent
        config.mkdir()
        (plugin / "config").rename(config / "opensearch-security")
        _let_in(config / "opensearch-security")
        authority(self.ca)
        certificate(config / "node.pem", self.ca, "127.0.0.1")
        context = ssl.create_default_context(cafile=self.ca)
        handler = urllib.request.HTTPSHandler(context=context)
        self.asking = urllib.request.build_opener(handler)
        word = b64encode(f"{ADMIN}:{PASSWORD}".encode()).decode()
        self.asking.addheaders = [("Authorization", f"Basic {word}")]
        super().start()


@contextmanager
def running(folder: Path) -> Iterator[SecuredNode]:
    """A secured node, until the context ends."""
    require(KIND)
    node = SecuredNode(folder)
    try:
        node.start()
        node.wait()
        yield node
    finally:
        node.kill()


def _let_in(config: Path) -> None:
    """Make users that may do what docs/cluster.md has them be let do."""
    roles = re.search(
        r"```yaml\n(beritasearch_.*?)```", RIGHTS.read_text(encoding="utf-8"), re.DOTALL
    )
    assert roles
    with (config / "roles.yml").open("a", encoding="utf-8") as file:
        file.write(roles[1])
    kept = config / "internal_users.yml"
    known = yaml.safe_load(kept.read_text(encoding="utf-8"))
    people = {name: {"hash": known[ADMIN]["hash"]} for name in (WRITER, READER)}
    kept.write_text(yaml.safe_dump({**known, **people}), encoding="utf-8")
    with (config / "roles_mapping.yml").open("a", encoding="utf-8") as file:
        for name in (WRITER, READER):
            file.write(f"\nberitasearch_{name}: {{users: [{name}]}}\n")


def authority(certificate: Path) -> None:
    """Make an authority that signs certificates; its key lies beside its own."""
    _openssl("req", "-x509", *_key(certificate), "-out", certificate, "-subj", "/CN=tests")


def certificate(to: Path, ca: Path, address: str) -> None:
    """Have the authority sign a certificate for an address."""
    request, names = to.with_suffix(".csr"), to.with_suffix(".ext")
    names.write_text(f"subjectAltName=IP:{address}", encoding="ascii")
    _openssl("req", *_key(to), "-out", request, "-subj", f"/CN={address}")
    _openssl("x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca.with_suffix(".key"),
             "-CAcreateserial", "-out", to, "-extfile", names)  # fmt: skip


def _key(certificate: Path) -> list[str]:
    return ["-newkey", "rsa:2048", "-nodes", "-keyout", str(certificate.with_suffix(".key"))]


def _openssl(*arguments: str | Path) -> None:
    try:
        subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=True)
    except FileNotFoundError:
        raise Unavailable("openssl is missing") from None
