"""What a file holds, whoever it belongs to: names, uploads, PDF, words. No law, no rooms, no database."""
