"""Words that leave somebody out."""
