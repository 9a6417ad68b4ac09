"""Base page, components, forms, template tags and static files of every page. No models."""
