"""What the message says and asks for."""
