"""Settings: what the environment says, or a sentence that names the variable."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.settings import InvalidSetting, Settings

KEY = "sk-SECRET"


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings.from_environment({"DECORUM_MODEL": " "}) == Settings()
    assert Settings().database_url == "sqlite+aiosqlite:///decorum.db"


def test_every_variable_is_read() -> None:
    environment = {
        "DECORUM_DATABASE_URL": "postgresql+psycopg://me:SECRET@localhost/decorum",
        "DECORUM_MODEL": "model-1",
        "DECORUM_MODEL_TIMEOUT": "2.5",
        "DECORUM_DEADLINE": "10",
        "DECORUM_BUDGET": "0.05",
        "DECORUM_CONCURRENCY": "4",
        "DECORUM_WORKERS": "2",
        "DECORUM_FALLBACK_MODELS": "model-2, model-3,",
        "DECORUM_MODEL_PROFILE": "small",
        "DECORUM_PROFILES": "/etc/decorum/profiles.toml",
        "DECORUM_AZURE_API_VERSION": "2024-10-21",
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": "http://me:SECRET@localhost:9000/v1",
    }
    settings = Settings.from_environment(environment)
    assert settings == Settings(
        database_url="postgresql+psycopg://me:SECRET@localhost/decorum",
        model="model-1",
        model_timeout=2.5,
        deadline=10.0,
        budget=Decimal("0.05"),
        concurrency=4,
        workers=2,
        fallback_models=("model-2", "model-3"),
        model_profile="small",
        profiles=Path("/etc/decorum/profiles.toml"),
        azure_api_version="2024-10-21",
        openai_api_key=KEY,
        openai_base_url="http://me:SECRET@localhost:9000/v1",
    )
    assert "SECRET" not in repr(settings)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DECORUM_MODEL_TIMEOUT", "soon"),
        ("DECORUM_MODEL_TIMEOUT", "0"),
        ("DECORUM_DEADLINE", "-1"),
        ("DECORUM_BUDGET", "cheap"),
        ("DECORUM_BUDGET", "0"),
        ("DECORUM_BUDGET", "-1"),
        ("DECORUM_BUDGET", "inf"),
        ("DECORUM_DEADLINE", "inf"),
        ("DECORUM_DEADLINE", "nan"),
        ("DECORUM_CONCURRENCY", "0"),
        ("DECORUM_CONCURRENCY", "1.5"),
        ("DECORUM_DATABASE_URL", "mysql://SECRET@localhost/decorum"),
        ("DECORUM_DATABASE_URL", "decorum.db"),
        ("OPENAI_BASE_URL", "SECRET.example.com/v1"),
        ("OPENAI_BASE_URL", "ftp://SECRET/"),
        ("OPENAI_BASE_URL", "http://[SECRET"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(variable: str, value: str) -> None:
    with pytest.raises(InvalidSetting, match=variable) as refused:
        Settings.from_environment({variable: value})
    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize(
    ("key", "base_url", "there"),
    [(KEY, None, True), (None, "http://localhost:9000/v1", True), (None, None, False)],
)
def test_a_server_is_known_by_a_key_or_an_address(key: str | None, base_url: str | None, *, there: bool) -> None:
    assert Settings(openai_api_key=key, openai_base_url=base_url).has_server is there
