"""Budgets, contracts and payments."""
