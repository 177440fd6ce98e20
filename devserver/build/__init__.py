"""Only what is needed: from a snapshot to the pages somebody wants."""
