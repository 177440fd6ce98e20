"""Pages that are converted again and again: only what changed is converted anew."""
