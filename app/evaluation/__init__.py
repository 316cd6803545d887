"""Evaluation: a file of drafts through a model and a prompt, and what came of it in figures."""
