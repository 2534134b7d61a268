"""What is said from a war room: messages to each audience in time, who was told what, the sentence for the phone."""
