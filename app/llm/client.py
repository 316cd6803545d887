"""What every model client can do."""

from typing import Any, Protocol

from app.domain.attempt import Completion, Prompt


class Client(Protocol):
    """A way to one model server. It asks once: retrying is `app.llm.retrying`'s."""

    @property
    def parameters(self) -> dict[str, Any]:
        """What is sent with every call besides model, messages and the answer's schema."""

    async def complete(self, prompt: Prompt, *, model: str, timeout: float) -> Completion:  # noqa: ASYNC109
        """Ask `model` and return its raw answer, usable or not.

        A refusal, a filtered, cut off or empty answer is a completion: the model was there. So is an answer of the
        server that no chat completion can be read from: it has no text, and the finish reason `malformed` or,
        over a megabyte, `oversized`.

        Args:
            prompt: the messages, and the schema that the answer must follow.
            model: the provider's name of the model.
            timeout: seconds for the whole call.

        Raises:
            ModelUnavailable: the model can't be had; the sentence names no key, address or message text.
            ModelTimeout: the time ran out.

        """
        ...

    async def close(self) -> None:
        """Give back connections; closing twice is harmless, asking afterwards is ModelUnavailable."""
        ...
