"""The README's table of settings is what the code reads."""

import re
from pathlib import Path

from app.settings import VARIABLES, Settings

README = Path(__file__).parents[2] / "README.md"
ROW = re.compile(r"^\| `([A-Z_]+)` \| (none|`([^`]+)`) \| \S.* \|$", re.MULTILINE)


def test_the_table_names_every_setting_with_its_default() -> None:
    table = {row[1]: row[3] for row in ROW.finditer(README.read_text(encoding="utf-8"))}
    defaults = Settings()
    expected = {variable: getattr(defaults, name) for name, variable in VARIABLES.items()}
    assert table == {variable: shown(value) for variable, value in expected.items()}


def shown(default: object) -> str | None:
    return f"{default:g}" if isinstance(default, float) else None if default in (None, ()) else str(default)
