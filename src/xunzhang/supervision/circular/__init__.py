"""通报: how the units of an area managed their projects in a period, by stated measures."""
