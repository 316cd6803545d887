"""The record: what was suggested and why, in a chain of hashes that shows whether anybody changed it since."""
