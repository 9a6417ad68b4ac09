"""Installed editions and the reading room; the only reader of packs."""
