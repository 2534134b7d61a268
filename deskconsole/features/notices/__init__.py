"""What a contract or a law has us tell somebody in time: the customer, or an authority; with evidence of sending."""
