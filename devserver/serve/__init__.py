"""What is seen: the server process, from a request to the page and from a change to the tab."""
