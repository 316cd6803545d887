"""Write the generated files, or check that those committed are current."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from app.api.description import document
from app.asgi import create_app
from app.rules import rulebook
from app.rules.docs import pages
from app.settings import Settings
from tests.corpus.snapshot import SNAPSHOT, snapshot
from tests.prompting.cases import golden

ROOT = Path(__file__).parent.parent
RULES = ROOT / "docs" / "rules"


def openapi() -> str:
    """Return the OpenAPI document; nothing is opened for it."""
    framework = create_app(Settings()).openapi_schema.to_schema()
    return json.dumps(document(framework), indent=2, ensure_ascii=False) + "\n"


def generated() -> Iterator[tuple[Path, str]]:
    """Yield every generated file with its content."""
    yield ROOT / "openapi.json", openapi()
    for name, page in pages(rulebook()):
        yield RULES / name, page
    yield from golden().items()
    yield SNAPSHOT, snapshot()


def main() -> int:
    """Write every generated file; with --check only compare."""
    files = dict(generated())
    drifted = [path for path, content in files.items() if _differs(path, content)]
    orphans = [path for path in RULES.glob("*.md") if path not in files]
    if "--check" not in sys.argv:
        for path in orphans:
            path.unlink()
        for path in drifted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8")
        return 0
    for path in (*drifted, *orphans):
        sys.stderr.write(f"{path.relative_to(ROOT)} is out of date: run `make generated` and commit it\n")
    return 1 if drifted or orphans else 0


def _differs(path: Path, content: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != content


if __name__ == "__main__":
    sys.exit(main())
