"""What needs somebody now, over all tickets: read for a wall in a room, and for who leads a shift."""
