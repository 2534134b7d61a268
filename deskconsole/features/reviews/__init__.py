"""What a war room leaves behind: a review that is due in time, and the actions that come of it."""
