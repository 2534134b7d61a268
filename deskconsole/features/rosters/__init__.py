"""Rosters: who is on when, who stands in for whom, who is called, and who holds the desk."""
