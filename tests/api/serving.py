"""The service on a free port: as `decorum serve` in a process of its own, or in a thread of this one."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import structlog
import uvicorn
from structlog.typing import EventDict

from app.asgi import create_app
from app.settings import Settings

PROGRAM = [sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())", "serve", "--port", "0"]
ADDRESS = re.compile(r"http://[\d.]+:(\d+)")
PATIENCE = 120


class Lines:
    """What a service logs, each line as soon as it is there.

    Attributes:
        lines: all lines so far.

    """

    def __init__(self) -> None:
        self._more = threading.Condition()
        self.lines: list[dict[str, Any]] = []

    def add(self, line: dict[str, Any]) -> None:
        with self._more:
            self.lines.append(line)
            self._more.notify_all()

    def line(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the first line of a kind, as soon as it is there."""
        with self._more:
            assert self._more.wait_for(lambda: any(map(wanted, self.lines)), PATIENCE), self.lines
            return next(filter(wanted, self.lines))


class Threaded(Lines):
    """A service in a thread of this process, on a real socket: the same to its callers, and there at once.

    Attributes:
        address: where it listens.

    """

    def __init__(self, folder: Path, **environment: str) -> None:
        super().__init__()
        settings = Settings.from_environment(environment_of(folder, environment))
        config = uvicorn.Config(
            create_app(settings), port=0, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=5
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)

    def __enter__(self) -> Self:
        self._before = structlog.get_config()
        structlog.configure(processors=[structlog.stdlib.add_log_level, self._note])
        self._thread.start()
        self.line(lambda line: line["event"] == "started")
        while not self._server.started:
            assert self._thread.is_alive()
        self.address = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        structlog.configure(**self._before)

    def _note(self, _logger: object, _method: str, event: EventDict) -> EventDict:
        self.add(dict(event))
        raise structlog.DropEvent


class Serving(Lines):
    """A service in a process of its own, with its database in `folder`.

    Attributes:
        address: where it listens.

    """

    def __init__(self, folder: Path, host: str = "127.0.0.1", **environment: str) -> None:
        super().__init__()
        self._program = [*PROGRAM, "--host", host]
        self._environment = environment_of(folder, environment)
        self.address = ""

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            self._program, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        try:
            (port,) = ADDRESS.findall(self.line(lambda line: ADDRESS.search(line["event"]) is not None)["event"])
        except BaseException:
            self.stop()
            raise
        self.address = f"http://127.0.0.1:{port}"
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> int:
        """End it as a supervisor would, and wait until it is gone."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE)
        self._reader.join()
        assert self.process.stderr
        self.process.stderr.close()
        return code

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.add(json.loads(line))


def environment_of(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment without its own settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DECORUM_", "OPENAI_"))}
    return {**inherited, "DECORUM_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/decorum.db", **more}
