"""Templates and macros: what is written often, and the steps that often follow it."""
