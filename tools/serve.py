"""Make the site ready with its demonstration and serve it until the process is stopped (`make run`)."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Set up, say where the site is, and become the server."""
    port = os.environ.get("PORT") or "8000"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xunzhang.site.settings")
    os.environ.setdefault("XUNZHANG_DEMO", "1")
    execute_from_command_line(["manage", "setup", "--demo"])
    print(f"\n循章正在 http://127.0.0.1:{port} 运行，按 Ctrl+C 停止。\n", flush=True)
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", port, "--workers", "2"]
    pace = ["--blocking-threads", "4", "--backpressure", "32", "--workers-kill-timeout", "5"]
    calm = ["--log-level", "warning", "--no-ws", *pace]
    command = [sys.executable, "-m", "granian", *options, *calm, "xunzhang.site.wsgi:application"]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
