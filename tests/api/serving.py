"""`decorum serve` as a child process on a free port, ended by its own handle."""

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

PROGRAM = [sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())", "serve", "--port", "0"]
ADDRESS = re.compile(r"http://[\d.]+:(\d+)")
PATIENCE = 120


class Serving:
    """A service in a process of its own, with its database in `folder`.

    Attributes:
        address: where it listens.
        lines: what it wrote to stderr, each line decoded from JSON.

    """

    def __init__(self, folder: Path, host: str = "127.0.0.1", **environment: str) -> None:
        self._program = [*PROGRAM, "--host", host]
        self._environment = environment_of(folder, environment)
        self._more = threading.Condition()
        self.lines: list[dict[str, Any]] = []
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

    def line(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the first line of a kind, as soon as it is there."""
        with self._more:
            assert self._more.wait_for(lambda: any(map(wanted, self.lines)), PATIENCE), self.lines
            return next(filter(wanted, self.lines))

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            with self._more:
                self.lines.append(json.loads(line))
                self._more.notify_all()


def environment_of(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment without its own settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DECORUM_", "OPENAI_"))}
    return {**inherited, "DECORUM_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/decorum.db", **more}
