"""A pytest plugin for the full run: two workers side by side, one on SQLite, one on a real PostgreSQL.

`pytest -p tests.support.databases -n 2 --dist each` gives every worker all tests; each keeps its own share:
SQLite everything but the browser, PostgreSQL what uses the database, and the browser. Tests that ran on
PostgreSQL carry its name in the report, and one closing line counts both.
"""

import os
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.postgres import postgres

TESTS = Path(__file__).resolve().parents[1]
ON_POSTGRESQL = ("rooms", "journeys", "browser")
NOT_ON_SQLITE = ("browser",)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


@pytest.hookimpl(tryfirst=True, wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """The database must be named before Django reads its settings."""
    if WORKER == "gw1":
        stack = ExitStack()
        os.environ["DB"] = stack.enter_context(postgres())
        early_config.add_cleanup(stack.close)
    elif WORKER:
        os.environ.pop("DB", None)
    return (yield)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep this worker's share of the tests."""
    if not WORKER:
        return
    mine = [item for item in items if belongs(item.path.relative_to(TESTS).parts[0])]
    config.hook.pytest_deselected(items=[item for item in items if item not in mine])
    items[:] = mine


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """In the process that gathers the reports: say which results come from PostgreSQL."""
    node = getattr(report, "node", None)
    if node is not None and node.gateway.id == "gw1":
        report.nodeid += " (PostgreSQL)"


def belongs(folder: str) -> bool:
    """Whether the tests of this folder run on this worker's database."""
    return folder in ON_POSTGRESQL if WORKER == "gw1" else folder not in NOT_ON_SQLITE
