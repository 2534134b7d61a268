"""Planned maintenance: when it was announced, when it took place, and what of it is cut out of clocks (rule 17)."""
