"""Existing MkDocs projects as they stand: built by MkDocs and by us, and compared page by page."""
