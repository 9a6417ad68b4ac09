"""A small made-up measure with one of every construct, copied to a folder of the test's own."""

import shutil
from pathlib import Path

from xunzhang.kernel.pack.edition import Edition
from xunzhang.kernel.pack.load import load_edition, load_vocabulary

HERE = Path(__file__).parent / "tiny_packs"
REAL = Path(__file__).resolve().parents[2] / "packs"
EDITION = "sample@2030"


def copy_to(folder: Path) -> Path:
    """A packs folder with the made-up measure, and the calendar and interpretation keys of the real one."""
    packs = folder / "packs"
    shutil.copytree(HERE, packs)
    shutil.copytree(REAL / "calendars", packs / "calendars")
    shutil.copy(REAL / "interpretation.yaml", packs)
    return packs


def load(packs: Path) -> Edition:
    """The made-up edition. Raises PackError."""
    return load_edition(packs / "sample" / "2030", load_vocabulary(packs / "vocabulary.yaml"))
