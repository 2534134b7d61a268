"""Promises: what somebody said would be done, by when, and to whom."""
