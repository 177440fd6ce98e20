"""What a finished site is as plain files, and how it comes to its place."""
