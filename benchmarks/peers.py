"""The engine against the linters that people know, on the same unseen drafts; each in a process of its own.

The peers are no part of the product: the first run installs them into `.benchmark/`. One that can't be had is left out.
They do other and less work: write-good and proselint know style, Harper knows grammar and spelling.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from app.domain.context import Context
from app.rules import ruleset
from benchmarks.drafts import drafts

DRAFTS = 150
FOLDER = Path(".benchmark")
PYTHON = FOLDER / "venv" / "bin" / "python"
PACKAGES = ("proselint==0.16.0", "harper-py==0.2.0")

# Each reads a JSON list of texts and prints the CPU milliseconds a text, once everything is loaded.
PROSELINT = """
import json, sys, time
from proselint.checks import __register__
from proselint.registry import CheckRegistry
from proselint.tools import LintFile
CheckRegistry().register_many(__register__)
texts = json.load(sys.stdin)
LintFile("warm", texts[0]).lint()
start = time.process_time()
for text in texts: LintFile("draft", text).lint()
print((time.process_time() - start) / len(texts) * 1000)
"""
HARPER = """
import json, sys, time
from harper import Linter
texts = json.load(sys.stdin)
linter = Linter()
linter.lint(texts[0])
start = time.process_time()
for text in texts: linter.lint(text)
print((time.process_time() - start) / len(texts) * 1000)
"""
WRITE_GOOD = """
const writeGood = require("write-good");
const texts = JSON.parse(require("fs").readFileSync(0));
writeGood(texts[0]);
const before = process.cpuUsage();
for (const text of texts) writeGood(text);
const used = process.cpuUsage(before);
console.log((used.user + used.system) / 1000 / texts.length);
"""


def peers() -> dict[str, list[str]]:
    """Install what can be had and return the command of each."""
    commands = {"write-good": ["node", "-e", WRITE_GOOD]}
    if not (FOLDER / "node_modules" / "write-good").exists():
        try:
            run(["npm", "install", "--silent", "--prefix", str(FOLDER), "write-good@1.0.8"])
        except (OSError, subprocess.CalledProcessError):
            del commands["write-good"]
    try:
        if not PYTHON.exists():
            run([sys.executable, "-m", "venv", str(PYTHON.parent.parent)])
            run([str(PYTHON), "-m", "pip", "install", "--quiet", *PACKAGES])
    except subprocess.CalledProcessError:
        return commands
    python = str(PYTHON.absolute())
    return commands | {"proselint": [python, "-c", PROSELINT], "harper-py": [python, "-c", HARPER]}


def run(command: list[str], stdin: str = "", folder: Path | None = None) -> str:
    """Run a command to its end and return what it prints."""
    result = subprocess.run(command, input=stdin, capture_output=True, text=True, check=True, cwd=folder, timeout=600)
    return result.stdout


def main() -> None:
    """Print CPU milliseconds a draft and the ratio to ours."""
    material = drafts(DRAFTS, seed=3)
    rules, nothing = ruleset("default"), Context()
    for draft in drafts(DRAFTS, seed=4):  # as the peers, warm; the drafts themselves stay unseen
        rules.check(draft, nothing)
    start = time.process_time()
    for draft in material:
        rules.check(draft, nothing)
    ours = (time.process_time() - start) / DRAFTS * 1000
    print(f"peers: CPU milliseconds a draft, {DRAFTS} unseen drafts, each checker warm")
    print(f"  decorum     {ours:8.2f}")
    FOLDER.mkdir(exist_ok=True)
    texts = json.dumps([draft.body for draft in material])
    for name, command in peers().items():
        *_, last = run(command, texts, FOLDER).split()
        print(f"  {name:11} {float(last):8.2f}   {float(last) / ours:.1f} times ours")


if __name__ == "__main__":
    main()
