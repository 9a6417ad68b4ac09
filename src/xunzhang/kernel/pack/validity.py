"""From when an edition may apply, and what forbids it."""

from __future__ import annotations

from datetime import date

from xunzhang.kernel.pack.model import Regulation


def applies_from(regulation: Regulation, resolved: date | None) -> date | None:
    """The first day of the edition: the day of the text, or the recorded reading of a defective one.

    None for a draft, and for a defective date that nobody has resolved: software does not choose.
    """
    if regulation.state == "draft":
        return None
    return regulation.effective.date or resolved


def may_activate(regulation: Regulation, since: date, resolved: date | None) -> bool:
    """Whether the edition may be put in force from `since` on."""
    begins = applies_from(regulation, resolved)
    expiry = regulation.expiry.date
    return begins is not None and begins <= since and (expiry is None or since <= expiry)
