"""HTTP errors of a model server as domain errors. The sentences are ours: a provider's may echo the prompt."""

from app.domain.errors import ModelUnavailable

RETRYABLE = frozenset({408, 409, 429})
SENTENCES = {
    401: "The model's server refused the key",
    402: "The account at the model's provider can't pay for the call",
    403: "The model's server refused access",
    404: "The model's server knows no such model or path",
    408: "The model's server waited too long for the request",
    413: "The prompt is too large for the model's server",
    429: "The model's provider limits the rate of calls",
}


def unavailable(status: int, code: str | None, retry_after: float | None) -> ModelUnavailable:
    """Return the error for an HTTP status and the provider's error code; `retry_after` is in seconds."""
    # Waiting brings no credit back, although the status is that of a rate limit.
    broke = status == 429 and code == "insufficient_quota"
    sentence = SENTENCES[402] if broke else SENTENCES.get(status) or _other(status)
    return ModelUnavailable(
        f"{sentence} (HTTP {status}).",
        status=status,
        retryable=not broke and (status in RETRYABLE or status >= 500),
        retry_after=retry_after,
    )


def _other(status: int) -> str:
    return "The model's server failed" if status >= 500 else "The model's server refused the request"
