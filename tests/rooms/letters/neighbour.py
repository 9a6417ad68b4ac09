"""Another system: a real HTTP server that keeps what it got and answers what it is told to."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Got:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Neighbour:
    """`answers` are used up one after the other; then it says 200. `hold` makes it wait until released."""

    answers: list[int] = field(default_factory=list)
    says: bytes = "收到".encode()
    got: list[Got] = field(default_factory=list)
    drips: bool = False
    _release: threading.Event = field(default_factory=threading.Event)
    _server: ThreadingHTTPServer | None = None

    def open(self, secured: ssl.SSLContext | None = None) -> str:
        """Listen, by TLS if `secured` says how. Returns the address."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self._answer))
        if secured:
            self._server.socket = secured.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        host = "https://localhost" if secured else "http://127.0.0.1"
        return f"{host}:{self._server.server_address[1]}/in?from=xunzhang"

    def close(self) -> None:
        self._release.set()
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers["Content-Length"])
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.got.append(Got(request.path, headers, request.rfile.read(length)))
        if self.drips:
            request.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self._release.wait(0.05):
                request.wfile.write(b"X")
            return
        status = self.answers.pop(0) if self.answers else 200
        request.send_response(status)
        if status == 302:
            request.send_header("Location", "/elsewhere")
        request.end_headers()
        request.wfile.write(self.says)


def _handler(answer: Callable[[BaseHTTPRequestHandler], None]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            try:
                answer(self)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    return Handler
