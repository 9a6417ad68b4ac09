"""Runs of procedures: start, act on a step, file, join opinions."""
