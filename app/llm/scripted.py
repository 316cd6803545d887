"""A client that answers from a script: for tests, and for demonstrations without a model."""

from collections.abc import Callable, Iterable
from typing import Any

from app.domain.attempt import Completion, Prompt
from app.domain.errors import ModelError, ModelUnavailable

Answer = str | Completion | ModelError
Scripted = Answer | Callable[[Prompt], Answer]


class ScriptedClient:
    """Answers with one item of the script after the other.

    A text becomes a completion, an error is raised, and a function is asked with the prompt for one of these.

    Attributes:
        prompts: the prompts it was asked with, oldest first.

    """

    def __init__(self, answers: Iterable[Scripted], parameters: dict[str, Any] | None = None) -> None:
        self.parameters = parameters or {}
        self.prompts: list[Prompt] = []
        self._answers = iter(answers)
        self._closed = False

    async def complete(self, prompt: Prompt, *, model: str, timeout: float) -> Completion:  # noqa: ARG002, ASYNC109
        """Give the script's next answer.

        Raises:
            ModelError: the script says so, has ended, or the client is closed.

        """
        answer = self._next(prompt)
        if isinstance(answer, ModelError):
            raise answer
        if isinstance(answer, str):
            return Completion(text=answer, finish_reason="stop", model=model)
        return answer

    async def close(self) -> None:
        """Answer no more."""
        self._closed = True

    def _next(self, prompt: Prompt) -> Answer:
        if self._closed:
            return ModelUnavailable("The model client is closed.")
        self.prompts.append(prompt)
        answer = next(self._answers, None)
        if answer is None:
            return ModelUnavailable("The script has no more answers.")
        return answer(prompt) if callable(answer) else answer
