"""The gate for a tenant's policy: what its choices make of the policy they inherit, or why they can't."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from app.domain.errors import InvalidPolicy, InvalidRule
from app.domain.policy import HOUSE_RULES, HOUSE_RULES_SIZE, Choices, Refusal, Value
from app.rules import harper
from app.rules.house import SOURCE, fold, house_phrases, house_rules, read_house_rule, rule_of_words
from app.rules.loader import Rulebook
from app.rules.making import MAKING
from app.rules.matching import Matcher
from app.rules.policy import Policy
from app.rules.proving import disproof
from app.rules.rule import Parameter, Rule
from app.rules.ruleset import Ruleset, in_force
from app.rules.text import FieldText


def settle(name: str, version: int, choices: Choices, parent: Policy, rulebook: Rulebook) -> Ruleset:
    """Return the ruleset of the policy that choices make of the one they inherit.

    Raises:
        InvalidPolicy: some can't be followed; each is named.

    """
    own = [_read(number, text, rulebook) for number, text in enumerate(choices.rules)]
    policy = _merged(name, version, choices, parent)
    refuse(_too_much(policy))
    try:
        ruleset = in_force(policy)
        rules = {**rulebook.rules, **{rule.id: rule for rule in house_rules(policy)}}
    except InvalidRule as error:
        raise InvalidPolicy(Refusal(("rules",), error.code, _sentence(error))) from None
    if ruleset.slow and not harper.installed():
        detail = "Harper isn't installed here: that is the extra `decorum[grammar]`."
        raise InvalidPolicy(Refusal(("parameters", "grammar", "checker"), "not_installed", detail))
    refuse((*_taken(own, parent), *_unknown(choices, rules), *_misfits(choices, rules), *_circles(choices, policy)))
    refuse(_disproved(own, in_force(msgspec.structs.replace(policy, off=()))))
    return ruleset


def refuse(refusals: Iterable[Refusal]) -> None:
    """Raise what speaks against the choices, if anything does."""
    if found := tuple(refusals):
        raise InvalidPolicy(*found)


def _read(number: int, text: str, rulebook: Rulebook) -> Rule:
    try:
        rule = read_house_rule(text)
    except InvalidRule as error:
        raise InvalidPolicy(Refusal(("rules", str(number)), error.code, _sentence(error))) from None
    if unknown := [key for key in rule.sources if key != SOURCE and key not in rulebook.sources]:
        detail = f"{rule.id}: {unknown[0]!r} is no source of ours: leave `sources` out."
        raise InvalidPolicy(Refusal(("rules", str(number)), InvalidRule.code, detail))
    return rule


def _sentence(error: InvalidRule) -> str:
    return f"{str(error).rstrip('.')}."


def _merged(name: str, version: int, choices: Choices, parent: Policy) -> Policy:
    rules = {*parent.parameters, *choices.parameters}
    return Policy(
        name=name,
        version=version,
        title=choices.title or parent.title,
        off=tuple(sorted({*parent.off, *choices.off} - {*choices.on})),
        severities={**parent.severities, **choices.severities},
        parameters={
            rule: {**parent.parameters.get(rule, {}), **choices.parameters.get(rule, {})} for rule in sorted(rules)
        },
        preferred={**parent.preferred, **{fold(words): by for words, by in choices.preferred.items()}},
        banned=tuple(dict.fromkeys((*parent.banned, *map(fold, choices.banned)))),
        rules=(*parent.rules, *choices.rules),
    )


def _too_much(policy: Policy) -> Iterator[Refusal]:
    """Refuse more house rules than there may be, the inherited ones counted."""
    size = sum(len(text.encode()) for text in policy.rules)
    if len(policy.rules) > HOUSE_RULES or size > HOUSE_RULES_SIZE:
        limits = f"at most {HOUSE_RULES} house rules in {HOUSE_RULES_SIZE:,} bytes"
        yield Refusal(("rules",), "too_long", f"A policy holds {limits}, inherited ones counted.")


def _taken(own: Iterable[Rule], parent: Policy) -> Iterator[Refusal]:
    taken = {rule.id for rule in house_rules(parent)}
    for number, rule in enumerate(own):
        if rule.id in taken:
            yield Refusal(("rules", str(number), "id"), "taken", f"The id {rule.id!r} is taken.")
        taken.add(rule.id)


def _unknown(choices: Choices, rules: Mapping[str, Rule]) -> Iterator[Refusal]:
    """Refuse names of rules that there aren't, and rules both on and off."""
    named = (
        *((("off", str(number)), rule) for number, rule in enumerate(choices.off)),
        *((("on", str(number)), rule) for number, rule in enumerate(choices.on)),
        *((("severities", rule), rule) for rule in choices.severities),
        *((("parameters", rule), rule) for rule in choices.parameters),
    )
    for steps, rule in named:
        if steps[0] == "parameters" and rule in MAKING:
            continue
        if rule not in rules:
            yield Refusal(steps, "unknown_rule", f"There is no rule {rule[:100]!r}.")
        elif steps[0] == "on" and rule in choices.off:
            yield Refusal(steps, "contradiction", f"The rule {rule!r} is switched off here, too.")


def _misfits(choices: Choices, rules: Mapping[str, Rule]) -> Iterator[Refusal]:
    """Refuse parameters that there aren't, and values that don't fit."""
    known_of = {**{rule.id: rule.parameters for rule in rules.values()}, **MAKING}
    for rule, values in choices.parameters.items():
        known = known_of.get(rule, {})
        for name, value in values.items() if rule in known_of else ():
            steps = ("parameters", rule, name)
            if name not in known:
                yield Refusal(steps, "unknown_parameter", f"{rule!r} has no parameter {name[:100]!r}.")
            elif misfit := _misfit(known[name], value):
                yield Refusal(steps, *misfit)


def _misfit(parameter: Parameter, value: Value) -> tuple[str, str] | None:
    """Return code and sentence where a value isn't of the default's type, or is beyond all reason."""
    if isinstance(parameter.value, str) or isinstance(value, str):
        kind = "text" if isinstance(parameter.value, str) else "a number"
        if parameter.choices and value not in parameter.choices:
            return "invalid_value", f"Must be one of {', '.join(parameter.choices)}."
        return None if type(value) is type(parameter.value) else ("wrong_type", f"Must be {kind}: {parameter.unit}.")
    if isinstance(parameter.value, int) and isinstance(value, float):
        return "wrong_type", f"Must be a whole number: {parameter.unit}."
    if value < parameter.least:
        return "too_small", f"Must be at least {parameter.least:,}."
    return ("too_large", f"Must be at most {parameter.most:,}.") if value > parameter.most else None


def _circles(choices: Choices, policy: Policy) -> Iterator[Refusal]:
    """Refuse words to be written in place of others that must themselves be mended."""
    rule = rule_of_words(policy)
    matcher = Matcher(house_phrases([rule])) if rule else None
    own = {fold(words): words for words in choices.preferred}
    for words, by in policy.preferred.items() if matcher else ():
        if matcher and (found := matcher.find(FieldText("body", by))):
            start, end = found[0][1:]
            steps = ("preferred", own[words]) if words in own else ("inherits",)
            yield Refusal(steps, "contradiction", f"{by!r} holds {by[start:end]!r}, which isn't to be written.")


def _disproved(own: Iterable[Rule], ruleset: Ruleset) -> Iterator[Refusal]:
    """Refuse house rules whose examples don't hold."""
    for number, rule in enumerate(own):
        for kind, examples in (("bad", rule.bad), ("good", rule.good)):
            for place, example in enumerate(examples):
                if wrong := disproof(rule, example, ruleset, breaks=kind == "bad"):
                    steps = ("rules", str(number), kind, str(place))
                    yield Refusal(steps, "example_fails", f"{rule.id}: {wrong}")
