"""The list of the library: what may be asked of it, how it is counted, sorted and paged."""
