"""Handover: what one shift passes on to the next, signed, read back and accepted."""
