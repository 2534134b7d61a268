"""Other ways to the console: a browser, and keys of SSH. Nothing here knows a ticket; it lets people in by name."""
