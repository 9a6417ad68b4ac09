"""Tables whose rows never change are emptied after a committing test, so the tests must know them all."""

from tests.architecture.source import SRC
from tests.conftest import FIXED


def test_the_tests_know_every_table_that_never_changes() -> None:
    migrations = (path for path in SRC.glob("*/migrations/0*.py") if "append_only(" in path.read_text())
    found = {f"xunzhang.{path.parent.parent.name}.migrations.{path.stem}" for path in migrations}
    assert found == set(FIXED)
