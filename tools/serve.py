"""Make the site ready with its demonstration and serve it, a worker beside it, until stopped (`make run`)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from django.core.management import execute_from_command_line

PAUSE_SECONDS = 0.5


def main() -> int:
    """Set up, say where the site is, and keep server and worker going together."""
    port = os.environ.get("PORT") or "8000"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xunzhang.site.settings")
    os.environ.setdefault("XUNZHANG_DEMO", "1")
    execute_from_command_line(["manage", "setup", "--demo", *sys.argv[1:]])
    print(f"\n循章正在 http://127.0.0.1:{port} 运行，按 Ctrl+C 停止。\n", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return together([_server(port), [sys.executable, "-m", "xunzhang.site.manage", "work"]])


def _server(port: str) -> list[str]:
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", port, "--workers", "2"]
    pace = ["--blocking-threads", "4", "--backpressure", "32", "--workers-kill-timeout", "5"]
    calm = ["--log-level", "warning", "--no-ws", *pace]
    return [sys.executable, "-m", "granian", *options, *calm, "xunzhang.site.wsgi:application"]


def together(commands: list[list[str]]) -> int:
    """Run commands side by side; when one ends or somebody interrupts, end the others too."""
    running = [subprocess.Popen(command) for command in commands]
    try:
        while all(process.poll() is None for process in running):
            time.sleep(PAUSE_SECONDS)
    except KeyboardInterrupt:
        pass
    finally:
        for process in running:
            process.terminate()
        codes = [process.wait() for process in running]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
