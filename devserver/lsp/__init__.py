"""Speaks the Language Server Protocol with an editor, for the ``watch`` of each of its roots."""
