"""Procedures as BPMN 2.0: what happens (graph), where it is drawn (layout), and the file (document)."""
