"""The servers that are measured: `python -m benchmarks.serving bare|full|instant PORT`."""

import json
import sys
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar, post
from litestar.params import JSONBody
from litestar.types import ASGIApp, Receive, Scope, Send

from app.api.logs import configure
from app.asgi import create_app
from app.settings import Settings

ANSWER = {"findings": ["x" * 200] * 12}


@post("/bare", status_code=200, sync_to_thread=False)
def bare(data: JSONBody[dict[str, Any]]) -> dict[str, list[str]]:  # noqa: ARG001 - decoding it is the point
    """Decode the body and answer about as many bytes as a check does."""
    return ANSWER


CLUMSY = "Hi Priya, I'm gonna be in Leeds next week. Could we meet for twenty minutes? Thank you for your time."
COMPLETION = msgspec.json.encode(
    {
        "id": "c",
        "object": "chat.completion",
        "created": 0,
        "model": "instant",
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {
                    "role": "assistant",
                    "content": json.dumps({"subject": None, "body": CLUMSY.replace("gonna", "going to")}),
                },
            }
        ],
        "usage": {"prompt_tokens": 1500, "completion_tokens": 40, "total_tokens": 1540},
    }
)


async def instant(_scope: Scope, receive: Receive, send: Send) -> None:
    """Answer every chat completion at once with the same good rewrite."""
    while (await receive()).get("more_body"):
        pass
    length = str(len(COMPLETION)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", length)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": COMPLETION, "more_body": False})


def target(name: str) -> ASGIApp:
    """Return the application of a name."""
    if name == "instant":
        return instant
    return Litestar([bare]) if name == "bare" else create_app(Settings.from_environment())


if __name__ == "__main__":
    configure()
    lifespan = "off" if sys.argv[1] == "instant" else "on"
    uvicorn.run(
        target(sys.argv[1]),
        host="127.0.0.1",
        port=int(sys.argv[2]),
        access_log=False,
        log_level="warning",
        lifespan=lifespan,
    )
