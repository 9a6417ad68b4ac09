"""The project library and the only door to a project."""
