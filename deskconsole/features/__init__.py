"""What a desk does, one folder a subject."""
