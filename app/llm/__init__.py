"""Asking a model: the client protocol, its implementations, and retries."""
