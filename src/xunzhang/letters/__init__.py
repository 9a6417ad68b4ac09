"""Letters: what leaves the house, by e-mail and to other systems."""
