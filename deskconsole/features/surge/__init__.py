"""More hands for a war room: who could come, who was called and has answered, and what that does to the load."""
