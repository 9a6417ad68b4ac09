"""The demonstration: invented projects whose lives are played from the data in `demo/`."""
