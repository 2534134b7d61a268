"""The figure: what a month came to, counted, listed, frozen, restated (rules 32–35)."""
