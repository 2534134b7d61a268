"""Screens: what can be seen and worked with at once."""
