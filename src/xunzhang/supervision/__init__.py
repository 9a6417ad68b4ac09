"""Findings, orders, rectification and measures."""
