"""Notices: what an office must know without looking for it."""
