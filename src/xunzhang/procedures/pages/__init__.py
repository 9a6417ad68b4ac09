"""What the pages of cases show: read here, written by templates."""
