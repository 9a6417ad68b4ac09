"""No code knows a place: regulations, places and figures are packs, demonstrations are data outside src."""

import re

from tests.architecture.source import SRC, shown

PLACES = re.compile("jining|anqiu|taizhou|zhanhe|zhengzhou|济宁|安丘|泰州|高港|湛河|郑州", re.IGNORECASE)
TEXTS = {".py", ".html", ".txt", ".js", ".css", ".yaml", ".md", ".typ"}


def test_the_source_names_no_place() -> None:
    files = sorted(path for path in SRC.rglob("*") if path.suffix in TEXTS and "vendor" not in path.parts)
    found = [f"{shown(path)}: {place}" for path in files for place in PLACES.findall(path.read_text())]
    assert found == []
