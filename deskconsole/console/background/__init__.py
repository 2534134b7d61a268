"""What a console reads and does in threads of its own: no key waits for the store. Answers arrive as messages."""
