"""Example requests for the OpenAPI document."""

from typing import Any

DRAFT = {
    "channel": "message",
    "body": "Hey Priya!! I'm gonna be in Leeds next week, wanna grab a coffee ASAP?",
}
CONTEXT = {
    "relationship": "stranger",
    "recipient": {"ref": "crm-4711", "name": "Priya Nair", "company": "Northwind"},
    "purpose": "networking",
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "checkDraft": {
        "draft": {"summary": "Only a draft", "value": {"draft": DRAFT}},
        "context": {"summary": "With what is known", "value": {"draft": DRAFT, "context": CONTEXT, "policy": "strict"}},
    },
    "rewriteDraft": {
        "draft": {"summary": "Only a draft", "value": {"draft": DRAFT}},
        "rules": {
            "summary": "Safe fixes only, no model",
            "value": {
                "draft": DRAFT,
                "context": CONTEXT,
                "options": {
                    "engine": "rules",
                    "keep": ["next week"],
                    "external_ref": {"system": "crm", "type": "contact", "id": "4711"},
                },
            },
        },
    },
    "createBatch": {
        "check": {
            "summary": "Two drafts to check",
            "value": {
                "mode": "check",
                "items": [{"id": "row-1", "draft": DRAFT}, {"id": "row-2", "draft": DRAFT, "context": CONTEXT}],
            },
        },
    },
    "recordOutreach": {
        "sent": {
            "summary": "A message that went out",
            "value": {
                "recipient": CONTEXT["recipient"],
                "event": "sent",
                "at": "2026-11-23T09:00:00+01:00",
                "channel": "message",
                "body": "Hi Priya, I heard your talk in Leeds and tested the pump since. May I send you the results?",
            },
        },
        "declined": {
            "summary": "A no, with nothing kept but hashes",
            "value": {
                "recipient": {"ref": "crm-4711"},
                "event": "declined",
                "at": "2026-11-24T16:30:00Z",
                "channel": "message",
                "keep_ref": False,
            },
        },
    },
}
