"""Clocks that explain themselves: what a ticket's events say of them, gathered and put into words."""
