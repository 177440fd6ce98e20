"""What people write beyond Python-Markdown and its extensions, one noun a module."""
