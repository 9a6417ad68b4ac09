"""The made-up sixth measure, laid beside the shared files in a packs folder of its own."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIXTH = ROOT / "tests" / "packs" / "sixth-city"
EDITION = "sixth-city@2026"


def copy_to(folder: Path) -> Path:
    """A packs folder with this measure alone, with the real vocabulary, calendar and interpretation."""
    packs = folder / "packs"
    packs.mkdir()
    shutil.copytree(SIXTH, packs / "sixth-city")
    shutil.copytree(ROOT / "packs" / "calendars", packs / "calendars")
    for shared in ("vocabulary.yaml", "interpretation.yaml"):
        shutil.copy(ROOT / "packs" / shared, packs)
    return packs
