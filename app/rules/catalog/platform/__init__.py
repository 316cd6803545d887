"""What the channel allows."""
