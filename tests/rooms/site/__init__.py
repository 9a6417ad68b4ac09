"""Tests over the whole demonstration; a package, so that its fixture ends with the folder."""
