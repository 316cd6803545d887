"""Prompts as released files: load, check, render, and read the answer."""
