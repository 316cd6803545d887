"""Any OpenAI-compatible server, through the OpenAI SDK.

The only module that imports openai. Import it where a client is built and not before: the SDK costs a second.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any, cast

import httpx2
import msgspec
import openai

from app.domain.attempt import Completion, Prompt
from app.domain.errors import ModelTimeout, ModelUnavailable
from app.llm import chat_completion
from app.llm.failures import unavailable
from app.llm.retry_after import retry_after

OPENAI = "https://api.openai.com/v1"
MAX_OUTPUT_TOKENS = 4096

# At lower levels these two write the messages and the server's address, which may hold a password.
for _name in ("openai", "httpx2"):
    logging.getLogger(_name).setLevel(logging.WARNING)


def default_parameters(base_url: str | None) -> dict[str, Any]:
    """Return what is sent where nothing else is said.

    OpenAI's newer models refuse `temperature` and `max_tokens`; many compatible servers know only these.
    """
    if base_url is None:
        return {"max_completion_tokens": MAX_OUTPUT_TOKENS}
    return {"temperature": 0.2, "max_tokens": MAX_OUTPUT_TOKENS}


class OpenAIClient:
    """One server and one key. Connections are kept between calls.

    Args:
        api_key: the key; None for servers that need none.
        base_url: the server's address up to its version, such as `http://localhost:11434/v1`; None is OpenAI itself.
        parameters: what to send with every call; None takes the defaults.

    """

    def __init__(
        self,
        *,
        api_key: str | None,
        base_url: str | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        self.parameters = default_parameters(base_url) if parameters is None else dict(parameters)
        self._sdk = openai.AsyncOpenAI(
            api_key=api_key or "none",
            base_url=base_url or OPENAI,
            max_retries=0,
            timeout=None,  # complete() bounds the whole call, slow drips too
            http_client=openai.DefaultAsyncHttpxClient(
                event_hooks={"response": [_bound]},
                follow_redirects=False,  # a key goes to the configured server only
                headers={"Accept-Encoding": "identity"},
            ),
        )

    async def complete(self, prompt: Prompt, *, model: str, timeout: float) -> Completion:  # noqa: ASYNC109
        """Ask `model` once; see `Client.complete`.

        Raises:
            ModelUnavailable: the model can't be had.
            ModelTimeout: no whole answer came within `timeout` seconds.

        """
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
        return chat_completion.read(body, model)

    async def close(self) -> None:
        """Close all connections."""
        await self._sdk.close()

    async def _post(self, prompt: Prompt, model: str) -> bytes:
        schema = {"name": prompt.ref.id, "strict": True, "schema": prompt.schema}
        # The raw body: what comes back is read by us, since the SDK's models take any shape for good.
        response = await self._sdk.chat.completions.with_raw_response.create(
            model=model,
            messages=cast(Any, msgspec.to_builtins(prompt.messages)),
            response_format=cast(Any, {"type": "json_schema", "json_schema": schema}),
            **self.parameters,
        )
        body: bytes = response.content
        return body


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
