"""The calendar: duties of a person, of an office or of everything one may see, by month and as a list."""
