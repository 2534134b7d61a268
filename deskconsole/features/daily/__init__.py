"""What a day brought, took and broke, by priority; and what is the oldest."""
