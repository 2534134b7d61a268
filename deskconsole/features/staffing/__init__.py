"""People at work: who is here, what they can do, what they have, and how a ticket comes to them."""
