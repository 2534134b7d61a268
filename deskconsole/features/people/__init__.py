"""The people who ask the desk for something: who they are, how they are reached, and what is held of them."""
