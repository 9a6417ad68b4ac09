"""循章 (follow the articles): government IT projects, led step by step along the measure that binds them."""
