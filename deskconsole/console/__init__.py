"""The terminal: screens, widgets, keys, themes."""
