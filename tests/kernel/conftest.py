"""What several tests of the kernel share."""

from tests.kernel.agreement import postgres_url

__all__ = ["postgres_url"]
