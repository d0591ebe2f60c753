"""What stands between a client and a cluster, and does to their talk what a test wants."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Answer = tuple[int, object]
Rule = Callable[[str, str], Answer | None]
"""Method and path → status and JSON to answer with; None: what the cluster answers."""


@contextmanager
def proxy(url: str, rule: Rule) -> Iterator[str]:
    """The address of one before the cluster at `url`."""
    target = urlsplit(url)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if told := rule(self.command, self.path):
                self._answer(told[0], json.dumps(told[1]).encode())
                return
            connection = HTTPConnection(target.hostname, target.port, timeout=60)
            names = ("Content-Type", "Content-Encoding")
            headers = {name: self.headers[name] for name in names if name in self.headers}
            with closing(connection):
                connection.request(self.command, self.path, body, headers)
                answer = connection.getresponse()
                self._answer(answer.status, answer.read())

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _forward  # noqa: N815

        def _answer(self, status: int, body: bytes) -> None:
            with suppress(OSError):  # who asked has gone
                self._write(status, body)

        def _write(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
