"""`decorum audit verify`: is an export what was exported? Needs the file alone: no service, no database."""

import argparse
import sys
from pathlib import Path

from app.audit.exported import BadExport
from app.audit.notes import InvalidNote, VerifierKey
from app.audit.offline import Verified, verify_export

BAD = 1
UNREADABLE = 2
UNTRUSTED = "The key was taken from the export itself: give --public-key with one that you have from elsewhere."


def run(options: argparse.Namespace) -> int:
    """Verify an export: 0 where it is whole, 1 where it isn't, 2 where a file can't be used."""
    try:
        keys = [VerifierKey.parse(line) for line in text(options.public_key).splitlines() if line.strip()]
        checkpoint = text(options.checkpoint)
        with Path(options.file).open("rb") as file:
            verified = verify_export(file, checkpoint or None, keys)
    except BadExport as error:
        sys.stdout.write(f"NOT OK: {error}\n")
        return BAD
    except (OSError, UnicodeDecodeError, InvalidNote) as error:
        sys.stderr.write(f"decorum: {error}\n")
        return UNREADABLE
    sys.stdout.write("\n".join(summary(verified, trusted=bool(keys), held=checkpoint != "")) + "\n")
    return 0


def text(path: str | None) -> str:
    """Read a small file; none is empty."""
    return Path(path).read_text("utf-8") if path else ""


def summary(verified: Verified, *, trusted: bool, held: bool) -> list[str]:
    """Say what was verified, and by whose word."""
    head = verified.checkpoint
    count = verified.last - verified.first + 1
    which = f"entries {verified.first:,} to {verified.last:,}" if count else "no entries"
    lines = [
        f"OK: {which}, {verified.rows:,} rows and {verified.texts:,} texts are what was written.",
        f"{verified.absent:,} texts are not there any more, or were never kept.",
        f"Under the checkpoint of {head.size:,} entries of {head.at:%Y-%m-%d %H:%M:%S} UTC, {head.origin}.",
    ]
    if held:
        lines.append("The checkpoint that you kept fits.")
    return lines if trusted else [*lines, UNTRUSTED]
