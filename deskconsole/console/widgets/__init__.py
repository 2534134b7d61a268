"""Widgets: what a screen is put together from."""
