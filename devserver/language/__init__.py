"""What an editor may ask about a site: where things are, what could be written, what follows."""
