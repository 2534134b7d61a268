"""A handover as people meet it: read from the store, told in words, sent."""
