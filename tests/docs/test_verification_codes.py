"""The table of objections names every code that the service gives, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = (*(ROOT / "app" / "rewriting").glob("*.py"), ROOT / "app" / "prompting" / "answer.py")


def test_every_code_stands_in_the_table():
    source = "\n".join(place.read_text("utf-8") for place in PLACES)
    given = set(re.findall(r"Objection\(\s*\"([a-z_]+)\"", source))
    given |= set(re.findall(r"^    \"[a-z]+\": \(\"([a-z_]+)\", \"", source, re.MULTILINE))
    page = (ROOT / "docs" / "verification.md").read_text("utf-8")
    table = {
        code
        for line in page.splitlines()
        if line.startswith("| `")
        for code in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert given == table
