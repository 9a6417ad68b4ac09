"""The site as `make run` serves it: own folder, own port; for browser tests and pictures."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
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
def site(areas: Sequence[str] = (AREA,), **environment: str) -> Iterator[str]:
    """The address of a site that lives inside the `with` block; `environment` overrides its settings.

    With the demonstration of one area unless others are named: that of all, `areas` empty, takes minutes.
    """
    with (
        tempfile.TemporaryDirectory(prefix="xunzhang-site-") as folder,
        served(folder, areas, **environment) as address,
    ):
        yield address


@contextmanager
def served(folder: str, areas: Sequence[str] = (AREA,), **environment: str) -> Iterator[str]:
    """The same on a folder that stays, so that the site can be started again on another day."""
    port = free_port()
    log = Path(folder) / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, ROOT / "tools" / "serve.py", *(["--only", *areas] if areas else [])],
            env=_surroundings(folder, PORT=str(port), **environment),
            stdout=output,
            stderr=output,
        )
    try:
        await_port(server, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def prepare(folder: str, **environment: str) -> None:
    """Load the demonstration and do what is due in the background, before anybody looks."""
    for what in (["setup", "--demo", "--only", AREA], ["work", "--once"]):
        manage = [sys.executable, "-m", "xunzhang.site.manage", *what]
        own = _surroundings(folder, XUNZHANG_DEMO="1", **environment)
        subprocess.run(manage, env=own, check=True, capture_output=True)


def _surroundings(folder: str, **environment: str) -> dict[str, str]:
    own = {"DB": "", "XUNZHANG_VAR": folder, "DJANGO_SETTINGS_MODULE": "xunzhang.site.settings"}
    return {**os.environ, **own, **environment}
