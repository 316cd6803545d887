"""Write the generated files, or check that those committed are current."""

import json
import sys
from pathlib import Path

from app.api.description import document
from app.asgi import create_app
from app.settings import Settings

ROOT = Path(__file__).parent.parent


def openapi() -> str:
    """Return the OpenAPI document; nothing is opened for it."""
    framework = create_app(Settings()).openapi_schema.to_schema()
    return json.dumps(document(framework), indent=2, ensure_ascii=False) + "\n"


GENERATED = {"openapi.json": openapi}


def main() -> int:
    """Write every generated file; with --check only compare."""
    drifted = [name for name, make in GENERATED.items() if _differs(ROOT / name, make())]
    for name in drifted:
        if "--check" in sys.argv:
            sys.stderr.write(f"{name} is out of date: run `make generated` and commit it\n")
        else:
            (ROOT / name).write_text(GENERATED[name](), encoding="utf-8")
    return 1 if drifted and "--check" in sys.argv else 0


def _differs(path: Path, content: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != content


if __name__ == "__main__":
    sys.exit(main())
