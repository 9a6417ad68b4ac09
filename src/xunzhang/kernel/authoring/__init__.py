"""What authors of packs work with: lint, cases, coverage, comparison and scaffolds, on values alone."""
