"""Lock requirements/*.in again: every pin with its digests, no address of any index."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "requirements"
OPTIONS = ["--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]

if __name__ == "__main__":
    for name in ("run", "dev"):
        target = [f"{name}.in", "--output-file", f"{name}.txt"]
        command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *sys.argv[1:], *target]
        subprocess.run(command, cwd=FOLDER, check=True)
