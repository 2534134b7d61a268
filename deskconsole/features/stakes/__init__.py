"""What is at stake in a war room: how far it goes, whom it hits, its cost, and what each order of work gives up."""
