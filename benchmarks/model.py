"""What a rewrite adds to a model call that takes no time, against the OpenAI SDK asking the same server directly."""

import asyncio
import http.client
import json
import os
import statistics
import tempfile
import time

import openai

from app.parts import PROMPTS
from app.prompting.released import load
from benchmarks.http import Server, cpu_seconds
from benchmarks.serving import CLUMSY

MODEL = "instant"
ROUNDS = 5
CALLS = 40  # of each kind in a round


class Direct:
    """The SDK on the model's server: one call after another, with a prompt as large as ours."""

    def __init__(self, port: int) -> None:
        prompt = load(PROMPTS["full"])
        self._messages = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
        self._schema = {"name": "rewrite", "strict": True, "schema": prompt.schema}
        self._sdk = openai.AsyncOpenAI(api_key="none", base_url=f"http://127.0.0.1:{port}/v1", max_retries=0)

    async def measure(self) -> tuple[list[float], float]:
        """Return each call's milliseconds, and CPU milliseconds a call."""
        cpu, taken = time.process_time(), []
        for _ in range(CALLS):
            start = time.perf_counter()
            answer = await self._sdk.chat.completions.create(
                model=MODEL,
                messages=self._messages,  # type: ignore[arg-type]
                response_format={"type": "json_schema", "json_schema": self._schema},  # type: ignore[arg-type]
            )
            taken.append((time.perf_counter() - start) * 1000)
            assert answer.choices[0].message.content
        return taken, (time.process_time() - cpu) / CALLS * 1000


class Ours:
    """`POST /v1/rewrites` of a service that asks the same server; each request is one of its own."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port)
        self._number = 0

    def measure(self) -> tuple[list[float], float]:
        """Return each rewrite's milliseconds, and CPU milliseconds of the service a rewrite."""
        cpu, taken = cpu_seconds(self._server.process.pid), []
        for _ in range(CALLS):
            start = time.perf_counter()
            answer = self._rewrite()
            taken.append((time.perf_counter() - start) * 1000)
            assert (answer["outcome"], answer["attempts"]) == ("rewritten", 1), answer
        return taken, (cpu_seconds(self._server.process.pid) - cpu) / CALLS * 1000

    def _rewrite(self) -> dict[str, object]:
        self._number += 1
        request = {
            "draft": {"channel": "message", "body": CLUMSY},
            "context": {"sender": {"headline": f"Engineer {self._number}"}},
        }
        self._connection.request("POST", "/v1/rewrites", json.dumps(request), {"Content-Type": "application/json"})
        answer: dict[str, object] = json.loads(self._connection.getresponse().read())
        return answer


def main() -> None:
    """Print both latencies, their difference and ratio, and the CPU time that each takes."""
    with tempfile.TemporaryDirectory() as folder:
        instant = Server("instant", folder)
        os.environ |= {"DECORUM_MODEL": MODEL, "OPENAI_BASE_URL": f"http://127.0.0.1:{instant.port}/v1"}
        full = Server("full", folder)
        try:
            direct, ours = asyncio.run(rounds(Direct(instant.port), Ours(full)))
        finally:
            full.stop()
            instant.stop()
    floor, whole = statistics.median(direct[0]), statistics.median(ours[0])
    print(
        f"model: {len(ours[0])} rewrites over a model that answers at once, and as many calls by the OpenAI SDK alone"
    )
    print(f"  OpenAI SDK alone   median {floor:5.1f} ms   p95 {p95(direct[0]):5.1f} ms   {direct[1]:4.1f} ms CPU each")
    print(f"  POST /v1/rewrites  median {whole:5.1f} ms   p95 {p95(ours[0]):5.1f} ms   {ours[1]:4.1f} ms CPU each")
    print(f"  added              median {whole - floor:5.1f} ms, {whole / floor:.1f} times the call alone")


async def rounds(direct: Direct, ours: Ours) -> tuple[tuple[list[float], float], tuple[list[float], float]]:
    """Measure both in turn; the first round warms up and doesn't count. CPU is the best round's."""
    results = [(await direct.measure(), await asyncio.to_thread(ours.measure)) for _ in range(ROUNDS + 1)][1:]
    alone, whole = [one[0] for one in results], [one[1] for one in results]
    return joined(alone), joined(whole)


def joined(results: list[tuple[list[float], float]]) -> tuple[list[float], float]:
    """Return all latencies, and the least CPU time."""
    return [taken for latencies, _ in results for taken in latencies], min(cpu for _, cpu in results)


def p95(latencies: list[float]) -> float:
    """Return what nineteen of twenty stay below."""
    return sorted(latencies)[len(latencies) * 95 // 100]
