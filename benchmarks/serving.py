"""The two servers that `benchmarks.http` compares: `python -m benchmarks.serving bare|full PORT`."""

import sys
from typing import Any

import uvicorn
from litestar import Litestar, post
from litestar.params import JSONBody

from app.api.logs import configure
from app.asgi import create_app
from app.settings import Settings

ANSWER = {"findings": ["x" * 200] * 12}


@post("/bare", status_code=200, sync_to_thread=False)
def bare(data: JSONBody[dict[str, Any]]) -> dict[str, list[str]]:  # noqa: ARG001 - decoding it is the point
    """Decode the body and answer about as many bytes as a check does."""
    return ANSWER


if __name__ == "__main__":
    configure()
    target = Litestar([bare]) if sys.argv[1] == "bare" else create_app(Settings.from_environment())
    uvicorn.run(target, host="127.0.0.1", port=int(sys.argv[2]), access_log=False, log_level="warning")
