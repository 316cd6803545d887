"""What the caller says around a draft, as lines for a prompt: one fact a line, quoted so that it stays one."""

import json

from app.domain.context import Context, Recipient, Sender


def material(context: Context) -> str:
    """List what a rewrite may use; what is unknown isn't mentioned."""
    lines = [
        *_person("author", context.sender),
        *_person("recipient", context.recipient),
        *_listed("they know each other", [context.relationship]),
        *_listed("purpose", [context.purpose]),
        *_listed("mutual connection", context.mutual_connections or ()),
        *_listed("in common", context.shared or ()),
        *_listed("fact", context.facts or ()),
    ]
    return "\n".join(lines)


def _person(role: str, person: Sender | Recipient | None) -> list[str]:
    if person is None:
        return []
    return [
        *_listed(f"{role}'s name", [person.name]),
        *_listed(f"{role}'s company", [person.company]),
        *_listed(f"{role}'s headline", [person.headline]),
    ]


def _listed(label: str, values: tuple[str, ...] | list[str | None]) -> list[str]:
    return [f"{label}: {quoted(value)}" for value in values if value]


def quoted(text: str) -> str:
    """Quote a text as JSON does: line breaks and control characters become escapes."""
    return json.dumps(text, ensure_ascii=False)


def one_line(text: str) -> str:
    """Join the lines of a text."""
    return " ".join(text.split())
