"""`POST /v1/checks` against a bare Litestar route that decodes the same body and answers as many bytes."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from app.domain.draft import Draft
from benchmarks.drafts import drafts

CONNECTIONS = 16
REQUESTS = 6_000
ROUNDS = 3


class Load(asyncio.Protocol):
    """One keep-alive connection that sends requests one after another and counts the answers."""

    def __init__(self, requests: list[bytes], done: asyncio.Future[None]) -> None:
        self.requests, self.done, self.buffer = requests, done, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._send()

    def _send(self) -> None:
        if self.requests:
            self.transport.write(self.requests.pop())  # type: ignore[attr-defined]
        else:
            self.transport.close()
            self.done.set_result(None)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if found and len(rest) >= int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]):
            assert head.startswith(b"HTTP/1.1 200"), head
            self.buffer = b""
            self._send()


def request(draft: Draft, path: str) -> bytes:
    """Return one whole HTTP request."""
    body = msgspec.json.encode({"draft": draft})
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def drive(port: int, requests: list[bytes]) -> None:
    """Send all requests over some connections and wait for the last answer."""
    loop = asyncio.get_running_loop()
    shares = [requests[start::CONNECTIONS] for start in range(CONNECTIONS)]
    finished = [loop.create_future() for _ in shares]
    for share, done in zip(shares, finished, strict=True):
        await loop.create_connection(lambda share=share, done=done: Load(share, done), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*finished)


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Server:
    """A server in a process of its own on a free port."""

    def __init__(self, target: str, folder: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "benchmarks.serving", target, str(self.port)]
        environment = os.environ | {"DECORUM_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/bench.db"}
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        self._wait()

    def _wait(self) -> None:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def measure(self, requests: list[bytes]) -> tuple[float, float]:
        """Return requests a second and CPU microseconds a request."""
        cpu, start = cpu_seconds(self.process.pid), time.perf_counter()
        asyncio.run(drive(self.port, list(requests)))
        elapsed = time.perf_counter() - start
        return len(requests) / elapsed, (cpu_seconds(self.process.pid) - cpu) / len(requests) * 1e6

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def main() -> None:
    """Print both servers' figures and their ratio, best of some rounds in turn."""
    material = drafts(REQUESTS, seed=2)
    with tempfile.TemporaryDirectory() as folder:
        bare, full = Server("bare", folder), Server("full", folder)
        try:
            floors, ours = [], []
            for _ in range(ROUNDS):
                floors.append(bare.measure([request(draft, "/bare") for draft in material]))
                ours.append(full.measure([request(draft, "/v1/checks") for draft in material]))
        finally:
            bare.stop()
            full.stop()
    floor, our = max(floors), max(ours)
    print(f"http: {REQUESTS} requests over {CONNECTIONS} connections, one server process, access log on")
    print(f"  bare Litestar route  {floor[0]:6.0f} requests/s  {floor[1]:5.0f} us CPU each")
    print(f"  POST /v1/checks      {our[0]:6.0f} requests/s  {our[1]:5.0f} us CPU each")
    print(f"  ratio                {our[0] / floor[0]:.2f} of the bare route's throughput")
