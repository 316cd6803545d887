"""What the model tests ask with: one prompt, and a client on a scripted server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.domain.attempt import Message, Prompt
from app.domain.rewrite import PromptRef
from app.llm.openai_client import OpenAIClient

KEY = "sk-very-secret-key"
DRAFT = "Hi Maria, a private sentence."
SCHEMA = {
    "type": "object",
    "properties": {"subject": {"type": ["string", "null"]}, "body": {"type": ["string", "null"]}},
    "required": ["subject", "body"],
    "additionalProperties": False,
}
PROMPT = Prompt(
    ref=PromptRef(id="rewrite", version="001", hash="0" * 64),
    messages=(Message("system", "Mend the message."), Message("user", DRAFT)),
    schema=SCHEMA,
)


@asynccontextmanager
async def openai_client(base_url: str) -> AsyncIterator[OpenAIClient]:
    client = OpenAIClient(api_key=KEY, base_url=base_url)
    try:
        yield client
    finally:
        await client.close()
