"""The sizes that keep the code readable. A limit is raised by a decision record, never around this test.

Complexity (at most 8) is held by ruff, see pyproject.toml.
"""

from tests.architecture.source import ROOT, SRC, functions, lines, python_files, shown

FILE, FUNCTION, VIEW, TEMPLATE = 400, 40, 15, 120
OURS = python_files(SRC, ROOT / "tests", ROOT / "tools", ROOT / "bench")


def test_no_file_is_too_long() -> None:
    assert [f"{shown(path)}: {lines(path)}" for path in OURS if lines(path) > FILE] == []


def test_no_function_is_too_long() -> None:
    found = (function for path in OURS for function in functions(path))
    assert [f"{name}: {length}" for name, length in found if length > FUNCTION] == []


def test_a_view_only_reads_the_request_and_answers() -> None:
    views = [path for path in python_files(SRC) if path.stem == "views" or path.parent.stem == "views"]
    found = (function for path in views for function in functions(path))
    assert [f"{name}: {length}" for name, length in found if length > VIEW] == []


def test_no_template_is_too_long() -> None:
    templates = sorted(SRC.glob("*/templates/**/*.*"))
    assert [f"{shown(path)}: {lines(path)}" for path in templates if lines(path) > TEMPLATE] == []
