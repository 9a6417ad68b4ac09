"""What administration refuses."""


class NotPossible(Exception):
    """An act that the state of things forbids. The message is for the page."""
