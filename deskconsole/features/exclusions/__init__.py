"""Spans that are not to count: asked for, approved by somebody else, agreed by the customer or internal (rule 18)."""
