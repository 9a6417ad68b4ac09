"""The machine's Chromium: find it, install it where that is possible, start it.

`python -m tests.support.chromium` installs it, with a Chinese font, when it is missing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")
MISSING = "没有找到 Chromium：浏览器测试全部跳过。请安装 chromium 与 fonts-noto-cjk 后再运行。"
# No sandbox, since it cannot start as root; the rest keeps the browser from calling its maker.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """The path of a Chromium on this machine."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Install it by apt-get when this process may; never fails, since the other tests can do without."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        print("Installing", *PACKAGES, "for the browser tests …", flush=True)
        for arguments in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
            subprocess.run(
                ["apt-get", "-q", *arguments], env=environment, stdout=subprocess.DEVNULL, check=False
            )


@contextmanager
def browser() -> Iterator[Browser]:
    """A running headless browser. Raises RuntimeError when there is none on this machine."""
    path = find()
    if not path:
        raise RuntimeError(MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


if __name__ == "__main__":
    if not find():
        install()
    if not find():
        line = "!" * 100
        print(line, MISSING, line, sep="\n", file=sys.stderr, flush=True)
