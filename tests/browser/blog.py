"""Another site, on another host than the shop: one page, with the policy its owner was told to set."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Blog:
    """Another site: one page, with a policy that allows nothing but what its owner was told to allow."""

    server: ThreadingHTTPServer
    body: str = ""
    policy: str = ""

    @property
    def url(self) -> str:
        # Another host than the shop's, so that a browser takes it for another site.
        return f"http://localhost:{self.server.server_port}"


def serve() -> Iterator[Blog]:
    """The other site, until the test is over."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = (
                f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Blog</title>'
                f'<meta name="viewport" content="width=device-width"></head><body><main><h1>Blog</h1>'
                f"<p>Words.</p>{site.body}</main></body></html>"
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", site.policy)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    site = Blog(server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()
