"""Slips of spelling and grammar."""
