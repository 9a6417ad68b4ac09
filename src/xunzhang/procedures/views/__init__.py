"""The doors of procedures: each view reads the request, asks, and answers."""
