"""What the message is made of, and how long it is."""
