"""A terminal console for service desks."""

__version__ = "0.6.0"
