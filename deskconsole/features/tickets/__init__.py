"""Tickets: what is asked of the desk, and what became of it."""
