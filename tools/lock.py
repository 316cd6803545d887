"""Write the hash-pinned lock files, or check that they still fit pyproject.toml.

The locks name no index: whoever installs brings their own. `requirements.lock` holds what the service needs,
`requirements-dev.lock` that and what the checks need, `requirements-local.lock` a small model and its server.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = {
    "requirements.lock": ["pyproject.toml"],
    "requirements-dev.lock": ["pyproject.toml", "--group", "check"],
    # What these need besides is for other uses of theirs.
    "requirements-local.lock": ["--group", "pyproject.toml:local", "--no-deps"],
}


def compile_lock(target: Path, options: list[str]) -> None:
    """Resolve pyproject.toml into `target`, keeping the versions that stand there where they still fit."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--universal", "--quiet"]
    command += ["--generate-hashes", "--python-version", "3.11", "--no-emit-index-url", "--no-header"]
    subprocess.run([*command, *options, "-o", str(target)], cwd=ROOT, check=True)  # noqa: S603


def stale(name: str, options: list[str], folder: Path) -> bool:
    """Say whether resolving again, starting from the committed pins, would change the lock."""
    copy = folder / name
    copy.write_bytes((ROOT / name).read_bytes())
    compile_lock(copy, options)
    return pins(copy) != pins(ROOT / name)


def pins(lock: Path) -> list[str]:
    """Return the requirement lines of a lock, without the comments that name the way there."""
    return [line for line in lock.read_text().splitlines() if line and not line.lstrip().startswith("#")]


def main() -> int:
    """Renew both locks; with --check only compare."""
    if "--check" not in sys.argv:
        for name, options in LOCKS.items():
            (ROOT / name).unlink(missing_ok=True)
            compile_lock(ROOT / name, options)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        outdated = [name for name, options in LOCKS.items() if stale(name, options, Path(folder))]
    for name in outdated:
        sys.stderr.write(f"{name} does not fit pyproject.toml: run `make lock` and commit it\n")
    return 1 if outdated else 0


if __name__ == "__main__":
    sys.exit(main())
