"""What changed: the stage that reports that files differ, and never what it means."""
