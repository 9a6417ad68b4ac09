"""Why something is refused here."""


class NotPossible(Exception):
    """An act on an edition that its state forbids. The message is for the page."""
