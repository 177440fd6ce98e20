"""How long a stop may take, in seconds."""

AFTER_REBUILD = 5.0
"""Beyond the rebuild under way at the first Ctrl-C."""

FORCED = 1.5
"""From the second Ctrl-C on."""

ORPHANED = 1.0
"""From the death of the main process until its last child is gone."""
