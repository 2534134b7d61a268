"""Triage: how urgent a ticket is, and whose it is."""
