"""What tickets are about: a tree of categories, and the fields that a type of ticket must have."""
