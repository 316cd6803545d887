"""From a flagged draft to a rewrite that stands: the loop, the verification of candidates, the changes."""
