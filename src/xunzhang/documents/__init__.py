"""Materials, their versions and digests, previews and official papers."""
