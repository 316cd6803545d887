"""Whether this is the right way to reach the person."""
