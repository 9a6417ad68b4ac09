"""Make .venv from the locked, hash-pinned requirements. Standard library only, as nothing is there yet."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def ensure_venv_module() -> None:
    """Debian ships `ensurepip` in a package of its own: install it as root, else say which one."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        package = f"python3.{sys.version_info.minor}-venv"
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            sys.exit(f"缺少 Python 的 venv 模块，请先安装：apt-get install {package}")
        subprocess.run(["apt-get", "update", "-q"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-q", package], check=True)


def works() -> bool:
    """Whether an environment is there and its interpreter still is."""
    return PYTHON.exists() and not subprocess.run([PYTHON, "-m", "pip", "-V"], capture_output=True).returncode


def create() -> None:
    """An environment in which `src` is importable; the path is relative, so the folder may be moved."""
    if not works():
        ensure_venv_module()
        venv.create(VENV, with_pip=True, clear=True, symlinks=True)
    site_packages = next(VENV.glob("lib/python3*/site-packages"))
    (site_packages / "xunzhang.pth").write_text("../../../../src\n")


def install() -> None:
    """Exactly what the lock names, refused when a digest differs."""
    lock = ROOT / "requirements" / "dev.txt"
    options = ["--quiet", "--no-deps", "--require-hashes", "--disable-pip-version-check"]
    subprocess.run([PYTHON, "-m", "pip", "install", *options, "-r", lock], check=True)


def add_command() -> None:
    """`.venv/bin/xunzhang`, run by whatever interpreter stands beside it, so the folder may be moved."""
    command = PYTHON.parent / "xunzhang"
    command.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -m xunzhang.kernel.cli "$@"\n')
    command.chmod(0o755)


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        version = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"循章需要 Python ≥ 3.11，这里是 {version}。可用 make PYTHON=python3.12 指定。")
    create()
    install()
    add_command()
    (VENV / "stamp").touch()
