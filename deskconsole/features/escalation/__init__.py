"""Escalation: who is told, in which order, when a promise is about to be broken."""
