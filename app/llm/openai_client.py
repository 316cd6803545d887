"""Any OpenAI-compatible server, through the OpenAI SDK.

The only module that imports openai. Import it where a client is built and not before: the SDK costs a second.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator
from typing import Any, cast

import httpx2
import msgspec
import openai

from app.domain.attempt import Completion, Prompt
from app.domain.errors import ModelTimeout, ModelUnavailable
from app.llm import chat_completion
from app.llm.estimate import largest_size
from app.llm.failures import unavailable
from app.llm.profiles import PLAIN, Profile
from app.llm.retry_after import retry_after

OPENAI = "https://api.openai.com/v1"

# At lower levels these two write the messages and the server's address, which may hold a password.
for _name in ("openai", "httpx2"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class OpenAIClient:
    """One server, one key, and one way of asking. Connections are kept between calls.

    Args:
        api_key: the key; None for servers that need none.
        base_url: the server's address up to its version, such as `http://localhost:11434/v1`; None is OpenAI itself.
        profile: how to ask.
        azure_version: the `api-version` of an Azure resource whose address `base_url` is; a model is a deployment then.

    """

    def __init__(
        self,
        *,
        api_key: str | None,
        base_url: str | None = None,
        profile: Profile = PLAIN,
        azure_version: str | None = None,
    ) -> None:
        self.parameters = profile.sent()
        self._profile = profile
        http = openai.DefaultAsyncHttpxClient(
            event_hooks={"response": [_bound]},
            follow_redirects=False,  # a key goes to the configured server only
            headers={"Accept-Encoding": "identity"},
        )
        address, key = base_url or OPENAI, api_key or "none"
        # No time limit of the SDK's: complete() bounds the whole call, slow drips too.
        self._sdk = (
            openai.AsyncAzureOpenAI(
                api_key=key,
                azure_endpoint=address,
                api_version=azure_version,
                max_retries=0,
                timeout=None,
                http_client=http,
            )
            if azure_version
            else openai.AsyncOpenAI(api_key=key, base_url=address, max_retries=0, timeout=None, http_client=http)
        )

    async def complete(self, prompt: Prompt, *, model: str, timeout: float) -> Completion:  # noqa: ASYNC109
        """Ask `model` once; see `Client.complete`.

        Raises:
            ModelUnavailable: the model can't be had.
            ModelTimeout: no whole answer came within `timeout` seconds.

        """
        if largest_size(prompt) + self._profile.max_output_tokens > self._profile.context_tokens:
            raise ModelUnavailable("The prompt is too large for the model.")
        # The SDK's errors are left out of the chain: they hold the request, and words of the provider.
        try:
            async with asyncio.timeout(timeout):
                body = await self._post(prompt, model)
        except TimeoutError:
            raise ModelTimeout(f"The model gave no answer within {timeout:g} seconds.", retryable=True) from None
        except openai.APIStatusError as error:
            return _refused(error, model)
        except (openai.OpenAIError, httpx2.HTTPError):
            raise ModelUnavailable("The connection to the model's server failed.", retryable=True) from None
        except (ValueError, RuntimeError):
            # A key that fits in no header, an address that is none, a closed client.
            raise ModelUnavailable("The model's server can't be called with these settings.") from None
        if status := chat_completion.failure(body):
            raise unavailable(status, None, None)
        return chat_completion.read(body, model)

    async def close(self) -> None:
        """Close all connections."""
        await self._sdk.close()

    async def _post(self, prompt: Prompt, model: str) -> bytes:
        body = dict(self.parameters)
        if self._profile.answer == "json_schema":
            schema = {"name": prompt.ref.id, "strict": True, "schema": prompt.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        # The raw body, streamed or not: what comes back is read by us, since the SDK's models take any shape for good,
        # and nothing of an answer may leave before the whole is verified.
        response = await self._sdk.chat.completions.with_raw_response.create(
            model=model, messages=cast(Any, msgspec.to_builtins(prompt.messages)), extra_body=body
        )
        answer: bytes = response.content
        return answer


def _refused(error: openai.APIStatusError, model: str) -> Completion:
    # Azure answers 400 where its filter stops the prompt: the model was there.
    if error.code == "content_filter":
        return chat_completion.unusable("content_filter", model)
    code = "insufficient_quota" if error.type == "insufficient_quota" else error.code
    wait = retry_after(error.response.headers, dt.datetime.now(dt.UTC))
    raise unavailable(error.status_code, code, wait) from None


async def _bound(response: httpx2.Response) -> None:
    # Unpacked, a small answer may fill the memory. None was asked for, so it is read as it comes.
    response.headers.pop("content-encoding", None)
    response.stream = _Bounded(cast(httpx2.AsyncByteStream, response.stream))


class _Bounded(httpx2.AsyncByteStream):
    """Ends a body soon after the largest one that is read at all."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._stream:
            yield chunk
            size += len(chunk)
            if size > chat_completion.LARGEST:
                return

    async def aclose(self) -> None:
        await self._stream.aclose()
