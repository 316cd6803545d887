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
}
