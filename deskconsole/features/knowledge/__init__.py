"""What the desk knows: articles and procedures, found by a ticket's words, counted where they helped."""
