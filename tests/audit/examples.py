"""Records to write: real shapes, odd texts."""

import datetime as dt
import secrets
from decimal import Decimal
from typing import Any

from app.domain.attempt import Attempt, CallError, Completion, Message, Prompt
from app.domain.context import Context, Recipient, Sender, Thread
from app.domain.decision import Decision
from app.domain.draft import Draft, Text
from app.domain.history import Outreach
from app.domain.policy import Release
from app.domain.price import Price
from app.domain.report import Finding, Fix, Question, Report, RulebookStamp
from app.domain.rewrite import Change, Degraded, ExternalRef, Options, PromptRef, Rewrite, Usage

TENANT = "local"
NOON = dt.datetime(2026, 11, 22, 12, 0, 0, 123_456, tzinfo=dt.UTC)
ODD = "Hi \0 Zoë 👩🏽‍💻 \u2028 “gonna” \x7f 𝒳\ufffd"
REF = PromptRef("rewrite", "001", "ab" * 32)
CONTEXT = Context(
    now=NOON,
    sender=Sender(name="Zoë Quist"),
    recipient=Recipient(ref="crm-7", name="Ann Lee"),
    mutual_connections=("Bo Ek",),
    thread=Thread(sent=1, last_sent_at=NOON),
    facts=("We met at PyCon.",),
)


def finding(rule: str = "slang", excerpt: str = "gonna", **changes: Any) -> Finding:
    values: dict[str, Any] = {
        "rule": rule,
        "group": "tone",
        "severity": "error",
        "field": "body",
        "start": 3,
        "end": 3 + len(excerpt),
        "start_utf16": 3,
        "end_utf16": 3 + len(excerpt),
        "excerpt": excerpt,
        "message": f"“{excerpt}” is slang.",
        "fixes": (Fix("body", 3, 3 + len(excerpt), "going to", True),),
        "repair": "fix",
        "cost": 4,
        "source": ("somebody, 2020",),
    }
    return Finding(**{**values, **changes})


def report(*rules: str) -> Report:
    return Report(
        verdict="revise" if rules else "ready",
        score=100 - 4 * len(rules),
        findings=tuple(finding(rule) for rule in rules),
        questions=(Question("no-common-ground", "What do you share?"),),
        send_after=dt.datetime(2026, 12, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=2))),
        approach=None,
        rulebook=RulebookStamp("1.0.0", "cd" * 32, "default", 1),
    )


def rewrite(id_: str | None = None, **changes: Any) -> Rewrite:
    values: dict[str, Any] = {
        "id": id_ or f"rw_{secrets.token_hex(8)}",
        "created_at": NOON,
        "outcome": "rewritten",
        "draft": Draft(channel="email", subject="Hey 👋", body=ODD),
        "rewrite": Text("Hello", "I am going to write."),
        "before": report("slang", "emoji"),
        "after": report(),
        "changes": (Change("body", 3, 8, "gonna", "going to", ("slang",)),),
        "engine": "llm",
        "model": "model-a",
        "prompt": REF,
        "attempts": 2,
        "usage": Usage(10, 20, "0.000123"),
        "metadata": {"campaign": "spring 🌱", "ﬀ": "1", "𝒳": "2"},
        "external_ref": ExternalRef(system="ats", type="candidate", id="42"),
    }
    return Rewrite(**{**values, **changes})


def fixed(id_: str | None = None, **changes: Any) -> Rewrite:
    """A rewrite that no model made."""
    bare: dict[str, Any] = {
        "outcome": "fixed",
        "degraded": Degraded("model_unavailable", "The model's server refused the key."),
        "engine": "rules",
        "model": None,
        "prompt": None,
        "usage": Usage(),
        "external_ref": None,
    }
    return rewrite(id_, **{**bare, **changes})


def attempt(rewrite_id: str, number: int = 1, **changes: Any) -> Attempt:
    values: dict[str, Any] = {
        "id": f"at_{secrets.token_hex(8)}",
        "rewrite_id": rewrite_id,
        "number": number,
        "created_at": NOON,
        "model": "model-a",
        "prompt": Prompt(
            ref=REF,
            messages=(Message("system", "Be kind."), Message("user", f"Draft: {ODD}")),
            schema={"type": "object", "multipleOf": 0.1},
        ),
        "parameters": {"temperature": 0.2, "max_tokens": 800},
        "completion": Completion(
            text=f'{{"body": "{ODD}"}}',
            finish_reason="stop",
            model="model-a-2026",
            response_id="resp_1",
            input_tokens=5,
            output_tokens=10,
            cached_tokens=3,
        ),
        "latency_ms": 321,
        "price": Price(input=Decimal("0.40"), output=Decimal(2), source="our contract", date=NOON.date()),
        "cost_usd": "0.000022",
    }
    return Attempt(**{**values, **changes})


def failed(rewrite_id: str, number: int = 1) -> Attempt:
    """An attempt that brought no completion."""
    error = CallError("rate_limit_exceeded", "The provider asks to wait.", 429)
    return attempt(rewrite_id, number, completion=None, error=error)


def decision(id_: str, rewrite_id: str, **changes: Any) -> Decision:
    values: dict[str, Any] = {
        "number": 1,
        "at": NOON,
        "decision": "edited",
        "by": "Bo Ek",
        "reason": "Too stiff.",
        "final": Text("Hello", "I am going to write soon."),
        "distance": 5,
        "report": report(),
    }
    return Decision(id=id_, rewrite_id=rewrite_id, **{**values, **changes})


def outreach(id_: str, **changes: Any) -> Outreach:
    values: dict[str, Any] = {
        "recipient": Recipient(ref="crm-7", company="Northwind"),
        "event": "sent",
        "at": NOON,
        "channel": "message",
    }
    return Outreach(id=id_, **{**values, **changes})


def release(**changes: Any) -> Release:
    values: dict[str, Any] = {
        "name": "house",
        "version": 1,
        "shipped": False,
        "inherits_version": 1,
        "created_at": NOON,
        "parameters": {"mass-message": {"share": 0.25}},
        "preferred": {"café": "coffee-house"},
    }
    return Release(**{**values, **changes})


def options(**changes: Any) -> Options:
    return Options(**{"tone": "warm", "keep": ("PyCon",), **changes})
