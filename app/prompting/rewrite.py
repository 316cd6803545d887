"""The rewrite prompt for one draft: what was found, what may be used, and the draft."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from app.domain.attempt import Objection, Prompt
from app.domain.context import Context
from app.domain.draft import WITH_SUBJECT, Draft
from app.domain.errors import InvalidPrompt
from app.domain.report import Finding, Report
from app.domain.rewrite import Options
from app.prompting.changes import listed_changes
from app.prompting.fence import fence_for
from app.prompting.material import material, one_line, quoted
from app.prompting.template import Template
from app.prompting.visible import visible
from app.prompting.vocabulary import NO_VOCABULARY, Vocabulary

LONGEST_QUOTE = 160


class Limits(Protocol):
    """The most characters that a channel takes; None where it sets no limit."""

    @property
    def subject(self) -> int | None:
        """Of a subject."""

    @property
    def body(self) -> int | None:
        """Of a body."""


def render_rewrite(
    template: Template,
    *,
    draft: Draft,
    context: Context,
    options: Options,
    report: Report,
    statements: Mapping[str, str],
    limits: Limits,
    seed: str,
    keep: Iterable[str] = (),
    vocabulary: Vocabulary = NO_VOCABULARY,
    objections: tuple[Objection, ...] = (),
) -> Prompt:
    """Render the prompt that asks for a rewrite of `draft`.

    All text from outside stands in the user message between fences, with what nobody can see shown as escapes. With
    the same other arguments, the prompt with objections begins with the whole prompt without. A template gets those
    of the variables that it declares.

    Args:
        template: a prompt of the family `rewrite`, or of its variant for small models.
        draft: what to rewrite.
        context: what is known around it.
        options: how to rewrite.
        report: what the check says of the draft; findings that wording can mend go into the prompt.
        statements: each rule's statement by rule id; our own words, they stand outside fences.
        limits: the channel's.
        seed: what the fences' mark is derived from, see `fence_for`.
        keep: facts that must survive, besides `options.keep`.
        vocabulary: words that the policy prefers or bans.
        objections: why the candidate before was refused.

    Raises:
        InvalidPrompt: the template has variables of other names, or a broken rule has no statement.

    """
    findings = tuple(finding for finding in report.findings if finding.rewordable)
    rules = tuple(dict.fromkeys(finding.rule for finding in findings))
    blocks = {
        "tone": options.tone or "",
        "voice": options.voice_sample or "",
        "words": vocabulary.listed(f"{draft.subject}\n{draft.body}"),
        "passages": "\n".join(_passage(template, rules, finding) for finding in findings),
        "changes": listed_changes(draft, findings),
        "open": "\n".join(quoted(one.question) for one in report.questions),
        "keep": "\n".join(quoted(text) for text in dict.fromkeys((*options.keep, *keep))),
        "material": material(context),
        "subject": draft.subject or "",
        "body": draft.body,
    }
    blocks = {name: visible(text) for name, text in blocks.items() if name in template.variables}
    refused = visible("\n".join(f"- {objection.code}: {one_line(objection.detail)}" for objection in objections))
    fence = fence_for(seed, (*blocks.values(), refused))
    values = {
        "channel": template.word("channel", draft.channel),
        "level": template.word("level", options.level),
        "rules": _rules(rules, statements) or template.words["other"].get("nothing_to_mend", ""),
        "objections": f"{template.word('other', 'refused')}\n{fence.around('found', refused)}" if refused else "",
    }
    values |= _limits(template, draft, options, limits)
    for name, text in blocks.items():
        values[name] = fence.around(name, text) if text else template.word("absent", name)
    if named := template.words.get("tone", {}).get(options.tone or ""):
        values["tone"] = named
    return template.render({name: value for name, value in values.items() if name in template.variables})


def _limits(template: Template, draft: Draft, options: Options, limits: Limits) -> dict[str, str]:
    """Say the limits as numbers; the caller's own one is for the body."""
    body = [limit for limit in (limits.body, options.max_characters) if limit is not None]
    unlimited = template.word("limit", "none")
    subject = unlimited if limits.subject is None else str(limits.subject)
    return {
        "subject_limit": subject if draft.channel in WITH_SUBJECT else template.word("limit", "no_subject"),
        "body_limit": str(min(body)) if body else unlimited,
    }


def _rules(rules: tuple[str, ...], statements: Mapping[str, str]) -> str:
    """List each broken rule once, numbered."""
    if unstated := [rule for rule in rules if rule not in statements]:
        raise InvalidPrompt(f"No statement is given for {', '.join(unstated)}.")
    return "\n".join(f"{number}. {statements[rule]}" for number, rule in enumerate(rules, start=1))


def _passage(template: Template, rules: tuple[str, ...], finding: Finding) -> str:
    """Say which passage breaks which rule, on one line."""
    place = template.word("other", "whole_message")
    if finding.excerpt is not None:
        cut = finding.excerpt if len(finding.excerpt) <= LONGEST_QUOTE else finding.excerpt[: LONGEST_QUOTE - 1] + "…"
        place = f"{finding.field} {quoted(cut)}"
    return f"{rules.index(finding.rule) + 1}. {place}: {one_line(finding.message)}"
