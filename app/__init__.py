"""Decorum: etiquette checks, verified rewrites and a record of both."""

__version__ = "0.1.0"
