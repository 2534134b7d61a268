"""Changes: what is planned when, how risky it is, what the board decided, and which tickets it has to do with."""
