"""The append-only audit journal with its hash chain."""
