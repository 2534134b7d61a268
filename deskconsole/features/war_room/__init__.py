"""War rooms: many promises at risk at once, and one place where people work on what they have in common."""
