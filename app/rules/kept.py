"""What is made from the rule files is kept beside Python's byte code, so that a command needn't make it anew.

It goes by the rules of byte code: its name holds the hash of the files that it was made from, it is made anew where it
is missing or can't be read, and where Python writes no byte code none is written either.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")
FOLDER = Path(__file__).parent / "__pycache__"


def kept(name: str, source: str, kind: type[T], make: Callable[[], T], folder: Path = FOLDER) -> T:
    """Return what was made before from files with the hash `source`, else make and keep it."""
    path = folder / f"{name}.{source[:16]}.json"
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(path.read_bytes(), type=kind)
    made = make()
    if not sys.dont_write_bytecode:
        with suppress(OSError):  # somebody else's folder, or a full disk: then the next start takes as long
            _write(path, name, msgspec.json.encode(made))
    return made


def digest(root: Path, files: Iterable[Path]) -> str:
    """Return the hash of some files below `root`, names and contents."""
    said = hashlib.sha256()
    for path in sorted(files):
        said.update(f"{path.relative_to(root).as_posix()}\n".encode() + path.read_bytes())
    return said.hexdigest()


def _write(path: Path, name: str, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    whole = path.with_suffix(f".{os.getpid()}")
    whole.write_bytes(content)
    for older in path.parent.glob(f"{name}.*.json"):
        older.unlink()
    whole.replace(path)  # at once: another process never reads half of it
