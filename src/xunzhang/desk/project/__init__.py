"""The project page: one sheet of everything known, told in parts."""
