"""Keys over HTTP: made, shown once, listed, rotated, revoked; and what each may do."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from app.asgi import create_app
from app.domain.caller import SCOPES
from app.settings import Settings
from tests.api.conftest import Client, local
from tests.api.keyed import made, shown
from tests.api.test_problems import JSON, MESSAGE, problem

DRAFT = {"draft": MESSAGE}
FORM = re.compile(r"(dk_[0-9a-f]{16})_[0-9a-f]{64}")


@pytest.fixture
def fresh(database: str) -> Iterator[Client]:
    with local(create_app(Settings(database_url=database))) as client:
        yield client


@pytest.fixture
def root(fresh: Client) -> str:
    """The first key, which may do anything."""
    key: str = made(fresh, "operator", *(scope for scope in SCOPES if scope != "operator"))["key"]
    return key


def check(client: Client, key: str | None = None, **headers: str) -> int:
    return client.post("/v1/checks", json=DRAFT, headers={**shown(key), **headers}).status_code


def test_the_first_key_closes_the_service(fresh: Client) -> None:
    assert check(fresh) == 200
    key = made(fresh, "check")
    assert set(key) >= {"id", "key", "name", "tenant", "scopes", "created_at", "expires_at"}
    assert (key["tenant"], key["scopes"], key["expires_at"]) == ("local", ["check"], None)
    match = FORM.fullmatch(key["key"])
    assert match
    assert match[1] == key["id"]
    refused = fresh.post("/v1/checks", json=DRAFT)
    problem(refused, 401, "no_key")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer ")
    assert check(fresh, key["key"]) == 200


def test_what_everybody_may_read_needs_no_key(fresh: Client, root: str) -> None:  # noqa: ARG001
    for path in ("/v1/rules", "/v1/rules/slang", "/health/live", "/health/ready", "/openapi.json"):
        assert fresh.get(path).status_code == 200, path


@pytest.mark.parametrize(
    "value",
    ["", "Bearer", "Bearer ", "Bearer dk_", "Bearer dk_0123456789abcdef", f"Bearer dk_{'0' * 16}_{'0' * 64}", "Bearer ä",
     "Basic ZGs6ZGs=", f"Bearer DK_{'0' * 16}_{'0' * 64}", "Bearer " + "a" * 5_000],
)  # fmt: skip
def test_what_is_no_key_is_refused(fresh: Client, root: str, value: str) -> None:
    headers = {"Authorization": value.encode("latin-1")}
    assert fresh.post("/v1/checks", json=DRAFT, headers=headers).status_code == 401  # type: ignore[arg-type]
    forged = root[:-1] + ("0" if root[-1] != "0" else "1")
    problem(fresh.post("/v1/checks", json=DRAFT, headers=shown(forged)), 401, "key_refused")
    assert check(fresh, root) == 200


def test_the_word_bearer_is_read_in_any_case(fresh: Client, root: str) -> None:
    assert check(fresh, Authorization=f"bearer {root}") == 200
    assert check(fresh, Authorization=f"BEARER  {root} ") == 200


def test_a_key_that_is_none_is_refused_before_there_is_any(fresh: Client) -> None:
    problem(fresh.post("/v1/checks", json=DRAFT, headers=shown(f"dk_{'0' * 16}_{'0' * 64}")), 401, "key_refused")
    assert check(fresh) == 200


def test_with_keys_any_host_origin_and_proxy_will_do(fresh: Client, root: str) -> None:
    proxied = {"Host": "decorum.example.com", "Origin": "https://ats.example.com", "X-Forwarded-For": "192.0.2.7"}
    assert check(fresh, root, **proxied) == 200
    assert fresh.get("/health/live", headers=proxied).status_code == 200
    problem(fresh.post("/v1/checks", json=DRAFT, headers=proxied), 401, "no_key")


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Real-IP"])
def test_without_keys_nothing_that_a_proxy_passes_on_comes_in(fresh: Client, header: str) -> None:
    problem(fresh.post("/v1/keys", json={}, headers={header: "192.0.2.7"}), 403, "forwarded")


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        ("check", "POST", "/v1/checks"),
        ("rewrite", "POST", "/v1/rewrites"),
        ("rewrite", "POST", "/v1/outreach"),
        ("history:read", "GET", "/v1/rewrites"),
        ("history:read", "GET", "/v1/outreach"),
        ("audit:read", "GET", "/v1/audit/verification"),
        ("policy:write", "PUT", "/v1/policies/house"),
        ("admin", "GET", "/v1/keys"),
    ],
)
def test_each_scope_opens_its_routes_and_no_other_does(
    fresh: Client, root: str, scope: str, method: str, path: str
) -> None:
    own = made(fresh, scope, key=root)["key"]
    every_other = [other for other in SCOPES if other not in {scope, "operator"}]
    others = made(fresh, *every_other, key=root)["key"]
    refused = problem(fresh.request(method, path, json={}, headers=shown(others)), 403, "scope_missing")
    assert scope in refused["detail"]
    assert fresh.request(method, path, json={}, headers=shown(own)).status_code in {200, 201, 400}


def test_any_key_reads_policies_and_only_one_for_it_writes_them(fresh: Client, root: str) -> None:
    audit = shown(made(fresh, "audit:read", key=root)["key"])
    assert fresh.get("/v1/policies", headers=audit).status_code == 200
    assert fresh.get("/v1/policies/default", headers=audit).status_code == 200
    problem(fresh.delete("/v1/policies/house", headers=audit), 403, "scope_missing")


def test_the_list_shows_every_key_and_no_secret(fresh: Client, root: str) -> None:
    key = made(fresh, "check", "rewrite", key=root, name="CRM", expires_at="2099-01-01T00:00:00+01:00")
    response = fresh.get("/v1/keys", headers=shown(root))
    first, second = response.json()["data"]
    assert second == {name: value for name, value in key.items() if name != "key"}
    assert second["expires_at"] == "2098-12-31T23:00:00Z"
    assert first["id"] == root[:19]
    assert root[20:] not in response.text
    assert key["key"][20:] not in response.text


def test_a_revoked_key_ends_at_once_and_for_good(fresh: Client, root: str) -> None:
    key = made(fresh, "check", key=root)
    assert check(fresh, key["key"]) == 200
    for _ in range(2):
        assert fresh.delete(f"/v1/keys/{key['id']}", headers=shown(root)).status_code == 204
    refused = fresh.post("/v1/checks", json=DRAFT, headers=shown(key["key"]))
    assert "revoked" in problem(refused, 401, "key_refused")["detail"]
    assert fresh.get("/v1/keys", headers=shown(root)).json()["data"][1]["revoked_at"]
    problem(fresh.post(f"/v1/keys/{key['id']}/rotation", json={}, headers=shown(root)), 409, "key_ended")


def test_a_service_whose_keys_all_ended_stays_closed(fresh: Client) -> None:
    key = made(fresh, "admin")
    fresh.delete(f"/v1/keys/{key['id']}", headers=shown(key["key"]))
    problem(fresh.post("/v1/checks", json=DRAFT), 401, "no_key")


def test_rotation_makes_a_like_key_and_the_old_one_ends_after_the_overlap(fresh: Client, root: str) -> None:
    old = made(fresh, "check", key=root, name="CRM", expires_at="2099-01-01T00:00:00Z")
    path = f"/v1/keys/{old['id']}/rotation"
    response = fresh.post(path, json={"overlap": 3600}, headers=shown(root))
    assert response.status_code == 201
    new = response.json()
    assert (new["name"], new["scopes"], new["tenant"], new["replaces"]) == ("CRM", ["check"], "local", old["id"])
    assert span(new) == span(old)
    assert check(fresh, old["key"]) == check(fresh, new["key"]) == 200
    listed = {key["id"]: key for key in fresh.get("/v1/keys", headers=shown(root)).json()["data"]}
    assert time(listed[old["id"]]["expires_at"]) == time(new["created_at"]) + dt.timedelta(hours=1)
    problem(fresh.post(path, json={}, headers=shown(root)), 409, "key_ended")


def test_rotation_without_overlap_ends_the_old_key_at_once(fresh: Client, root: str) -> None:
    old = made(fresh, "check", key=root)
    assert check(fresh, old["key"]) == 200
    new = fresh.post(f"/v1/keys/{old['id']}/rotation", json={"overlap": 0}, headers=shown(root)).json()
    refused = fresh.post("/v1/checks", json=DRAFT, headers=shown(old["key"]))
    assert "expired" in problem(refused, 401, "key_refused")["detail"]
    assert check(fresh, new["key"]) == 200


def time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def span(key: dict[str, str]) -> dt.timedelta:
    return time(key["expires_at"]) - time(key["created_at"])


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"scopes": []}, "/scopes", "too_short"),
        ({"scopes": ["everything"]}, "/scopes/0", "invalid_value"),
        ({"name": ""}, "/name", "too_short"),
        ({"name": "a\nb"}, "/name", "control_character"),
        ({"tenant": "Mine!"}, "/tenant", "no_tenant"),
        ({"tenant": ""}, "/tenant", "no_tenant"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "/expires_at", "invalid_value"),
        ({"expires_at": "9999-12-31T23:59:59-12:00"}, "/expires_at", "invalid_value"),
        ({"expires_at": "2099-01-01T00:00:00"}, "/expires_at", "naive_time"),
        ({"key": "mine"}, "/key", "unknown_field"),
    ],
)
def test_fields_that_make_no_key_are_named(fresh: Client, fields: dict[str, object], pointer: str, code: str) -> None:
    response = fresh.post("/v1/keys", json={"name": "CRM", "scopes": ["check"], **fields})
    (found,) = problem(response, 400, "invalid_request")["errors"]
    assert (found["pointer"], found["code"]) == (pointer, code)
    assert check(fresh) == 200


@pytest.mark.parametrize("id_", ["nothing", "%00", "dk_0123456789abcdef", "x" * 5_000])
def test_keys_that_are_not_there_are_404(fresh: Client, root: str, id_: str) -> None:
    problem(fresh.delete(f"/v1/keys/{id_}", headers=shown(root)), 404, "not_found")
    problem(fresh.post(f"/v1/keys/{id_}/rotation", json={}, headers=shown(root)), 404, "not_found")


def test_an_admin_keeps_to_its_own_tenant_and_makes_no_operator(fresh: Client, root: str) -> None:
    admin = made(fresh, "admin", key=root, tenant="north")
    mate = made(fresh, "check", key=admin["key"])
    assert mate["tenant"] == "north"
    assert made(fresh, "check", key=admin["key"], tenant="north")["tenant"] == "north"
    for fields in ({"tenant": "south", "scopes": ["check"]}, {"scopes": ["operator"]}):
        response = fresh.post("/v1/keys", json={"name": "x", **fields}, headers=shown(admin["key"]))
        assert "operator" in problem(response, 403, "scope_missing")["detail"]
    problem(fresh.get("/v1/keys?tenant=local", headers=shown(admin["key"])), 403, "scope_missing")
    problem(fresh.delete(f"/v1/keys/{root[:19]}", headers=shown(admin["key"])), 404, "not_found")
    problem(fresh.post(f"/v1/keys/{root[:19]}/rotation", json={}, headers=shown(admin["key"])), 404, "not_found")
    listed = fresh.get("/v1/keys", headers=shown(admin["key"])).json()["data"]
    assert [key["id"] for key in listed] == [admin["id"], mate["id"], listed[2]["id"]]


def test_an_admin_cannot_come_by_an_operators_key_in_its_own_tenant(fresh: Client, root: str) -> None:
    admin = made(fresh, "admin", key=root)
    response = fresh.post(f"/v1/keys/{root[:19]}/rotation", json={}, headers=shown(admin["key"]))
    problem(response, 403, "scope_missing")


def test_an_operator_looks_after_the_keys_of_every_tenant(fresh: Client, root: str) -> None:
    operator = shown(made(fresh, "operator", key=root)["key"])
    theirs = fresh.post("/v1/keys", json={"name": "x", "scopes": ["check"], "tenant": "south"}, headers=operator).json()
    assert [key["id"] for key in fresh.get("/v1/keys?tenant=south", headers=operator).json()["data"]] == [theirs["id"]]
    assert fresh.get("/v1/keys?tenant=nobody", headers=operator).json()["data"] == []
    assert fresh.delete(f"/v1/keys/{theirs['id']}", headers=operator).status_code == 204
    problem(fresh.post("/v1/checks", json=DRAFT, headers=operator), 403, "scope_missing")


def test_what_happens_to_keys_is_on_record_with_who_did_it(fresh: Client, root: str) -> None:
    key = made(fresh, "rewrite", "history:read", key=root)
    assert fresh.post("/v1/rewrites", json=DRAFT, headers=shown(key["key"])).status_code == 201
    fresh.post(f"/v1/keys/{key['id']}/rotation", json={}, headers=shown(root))
    fresh.delete(f"/v1/keys/{key['id']}", headers=shown(root))
    verification = fresh.get("/v1/audit/verification", headers=shown(root)).json()
    assert (verification["ok"], verification["entries"]) == (True, 7)  # two say what answers and who signs


def test_a_limit_counts_each_key_by_itself(database: str) -> None:
    with local(create_app(Settings(database_url=database, rate_limit=3))) as client:
        assert [check(client) for _ in range(4)] == [200, 200, 200, 429]
        assert client.get("/v1/rules").status_code == 200
        refused = client.post("/v1/keys", content=b"{}", headers=JSON)
        problem(refused, 429, "rate_exceeded")
        assert 0 < int(refused.headers["Retry-After"]) <= 20
