"""The site as `make run` serves it: own folder, own port; for browser tests and pictures."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
AREA = "jining-hitech"


def await_port(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the server answers. Raises RuntimeError with its log when it ends."""
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the site did not start:\n{log.read_text()}")


@contextmanager
def site(**environment: str) -> Iterator[str]:
    """The address of a site that lives inside the `with` block; `environment` overrides its settings.

    With the demonstration of one area: that of all takes minutes to load.
    """
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="xunzhang-site-") as folder:
        log = Path(folder) / "log"
        surroundings = {"DB": "", "XUNZHANG_VAR": folder, "PORT": str(port), **environment}
        surroundings["DJANGO_SETTINGS_MODULE"] = "xunzhang.site.settings"
        with log.open("wb") as output:
            server = subprocess.Popen(
                [sys.executable, ROOT / "tools" / "serve.py", "--only", AREA],
                env={**os.environ, **surroundings},
                stdout=output,
                stderr=output,
            )
        try:
            await_port(server, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)
