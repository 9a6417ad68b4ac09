"""The packs are compared with the same PostgreSQL as the predicates."""

from tests.kernel.agreement import postgres_url

__all__ = ["postgres_url"]
