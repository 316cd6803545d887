"""From settings and profiles to the models that are asked: over real HTTP, as the service is wired."""

from pathlib import Path

import pytest

from app.domain.errors import InvalidProfile, ModelUnavailable
from app.parts import configured_models
from app.rewriting.calling import Model
from app.settings import Settings
from tests.llm import server
from tests.llm.asking import KEY, PROMPT
from tests.llm.server import Request, ScriptedServer

pytestmark = pytest.mark.anyio


def models(**settings: object) -> list[Model]:
    given = {"openai_api_key": KEY, "openai_base_url": "http://127.0.0.1:1/v1", **settings}
    return list(configured_models(Settings(**given), None, None))


async def asked(scripted: ScriptedServer, model: Model) -> Request:
    await model.client.complete(PROMPT, model=model.name, timeout=10)
    await model.client.close()
    return scripted.requests[-1]


def test_models_stand_in_the_order_of_the_settings():
    found = models(model="gpt-5.4-mini", fallback_models=("my-model", "qwen2.5:1.5b"))
    assert [(model.name, model.profile.id) for model in found] == [
        ("gpt-5.4-mini", "openai-reasoning"),
        ("my-model", "default"),
        ("qwen2.5:1.5b", "small"),
    ]
    assert [model.price is not None for model in found] == [True, False, False]


def test_without_a_name_or_a_server_there_is_no_model():
    assert models() == []
    assert models(model="m", openai_api_key=None, openai_base_url=None) == []


def test_a_name_that_tells_nothing_can_be_given_its_profile():
    (model, other) = models(model="our-deployment", model_profile="openai-reasoning", fallback_models=("m",))
    assert (model.profile.id, other.profile.id) == ("openai-reasoning", "default")


@pytest.mark.parametrize("settings", [{"model_profile": "nobody"}, {"profiles": Path("/nowhere/profiles.toml")}])
def test_what_is_not_there_stops_the_start(settings):
    with pytest.raises(InvalidProfile):
        models(model="m", **settings)


async def test_a_model_may_have_a_server_and_a_key_of_its_own(tmp_path, monkeypatch):
    with ScriptedServer(server.ok("Hi")) as near, ScriptedServer(server.ok("Hi")) as far:
        profiles = tmp_path / "profiles.toml"
        profiles.write_text(
            f'[near]\nmodels = ["near"]\nbase_url = "{near.base_url}"\nkey_variable = "NEAR_KEY"\n'
            f'[open]\nmodels = ["open"]\nbase_url = "{near.base_url}"\n'
        )
        monkeypatch.setenv("NEAR_KEY", "sk-near")
        ours, theirs, keyless = models(
            model="far", fallback_models=("near", "open"), profiles=profiles, openai_base_url=far.base_url
        )
        assert (await asked(far, ours)).headers["authorization"] == f"Bearer {KEY}"
        assert (await asked(near, theirs)).headers["authorization"] == "Bearer sk-near"
        assert KEY not in str((await asked(near, keyless)).headers)


async def test_a_model_with_a_server_of_its_own_needs_no_other(tmp_path):
    profiles = tmp_path / "profiles.toml"
    profiles.write_text('[near]\nmodels = ["near"]\nbase_url = "http://127.0.0.1:1/v1"\n')
    found = models(model="near", profiles=profiles, openai_api_key=None, openai_base_url=None)
    assert [model.name for model in found] == ["near"]
    for model in found:
        await model.client.close()


async def test_azure_is_asked_by_deployment_with_its_own_header():
    with ScriptedServer(server.ok("Hi")) as scripted:
        (model,) = models(
            model="our-deployment",
            openai_base_url=scripted.base_url.removesuffix("/v1"),
            azure_api_version="2024-10-21",
        )
        request = await asked(scripted, model)
    assert request.path == "/openai/deployments/our-deployment/chat/completions?api-version=2024-10-21"
    assert request.headers["api-key"] == KEY


async def test_each_model_is_spared_on_its_own():
    with ScriptedServer(server.status(503)) as scripted:
        failing, other = models(model="a", fallback_models=("b",), openai_base_url=scripted.base_url)
        for _ in range(10):
            with pytest.raises(ModelUnavailable, match="HTTP 503"):
                await failing.client.complete(PROMPT, model="a", timeout=10)
        with pytest.raises(ModelUnavailable, match="circuit open"):
            await failing.client.complete(PROMPT, model="a", timeout=10)
        with pytest.raises(ModelUnavailable, match="HTTP 503"):
            await other.client.complete(PROMPT, model="b", timeout=10)
        await failing.client.close()
        await other.client.close()
