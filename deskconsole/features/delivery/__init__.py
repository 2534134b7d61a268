"""Delivery: who is told what, by which channels, and what came of it."""
