"""The workbench: what waits for a person, and the figures of what the person may see."""
