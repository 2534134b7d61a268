"""Alarms as people see them: what was told to somebody and not looked at, and escalations that are under way."""
