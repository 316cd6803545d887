"""Whether the message was written for this reader."""
