"""Saved views: a filter with its columns, its order and its colours, under a name; for one person or for all."""
