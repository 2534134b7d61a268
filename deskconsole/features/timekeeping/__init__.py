"""What people say about the clock of the machine."""
