"""The desk behind a console: what it is asked, and what a store answers. Every call may block."""
