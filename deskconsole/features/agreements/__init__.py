"""Agreements, their calendars, and the clocks that run under them."""
