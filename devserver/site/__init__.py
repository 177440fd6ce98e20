"""What a site is: pure functions from sources to pages."""
