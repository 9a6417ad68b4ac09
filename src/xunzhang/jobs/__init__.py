"""Work in the background, with the database as the queue."""
