"""What the caller says around a draft, as lines for a prompt: one fact a line, quoted so that it stays one."""

import json

from app.domain.context import Context, Recipient, Sender, Thread
from app.prompting.visible import visible


def material(context: Context) -> str:
    """List what a rewrite may use; what is unknown isn't mentioned."""
    lines = [
        *_person("author", context.sender),
        *_person("recipient", context.recipient),
        *_chosen("how they know each other", context.relationship),
        *_chosen("purpose", context.purpose),
        *_chosen("the author's application", context.application.status if context.application else None),
        *_earlier(context.thread),
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


def _chosen(label: str, value: str | None) -> list[str]:
    return [f"{label}: {value.replace('_', ' ')}"] if value else []


def _earlier(thread: Thread | None) -> list[str]:
    """Say what went before between the two."""
    if thread is None or thread.sent is None:
        return []
    answered = {True: ", answered", False: ", not answered", None: ""}[thread.replied]
    return [f"earlier messages to the recipient: {thread.sent}{answered if thread.sent else ''}"]


def quoted(text: str) -> str:
    """Quote a text as JSON does; line breaks, control characters and invisible ones become escapes."""
    return visible(json.dumps(text, ensure_ascii=False))


def one_line(text: str) -> str:
    """Join the lines of a text."""
    return " ".join(text.split())
