"""The one clock of the site. Views and commands read it and hand `now` or `today` on as arguments."""

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment in Asia/Shanghai.

    The environment variable XUNZHANG_NOW (ISO 8601; without an offset it is Shanghai time) fixes it, for
    tests and demonstrations only. Raises ValueError when that text is not a date and time.
    """
    fixed = os.environ.get("XUNZHANG_NOW")
    if not fixed:
        return datetime.now(SHANGHAI)
    moment = datetime.fromisoformat(fixed)
    return moment.astimezone(SHANGHAI) if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def today() -> date:
    """The present day in Asia/Shanghai."""
    return now().date()
