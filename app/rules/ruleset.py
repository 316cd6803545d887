"""The rules in force for one policy, and what they say of a draft."""

import hashlib
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import Struct

from app.domain.context import Context
from app.domain.draft import Draft, Field
from app.domain.errors import UnknownPolicy
from app.domain.history import NOTHING_BEFORE, History
from app.domain.report import Finding, Question, Report, RulebookStamp, Severity
from app.rules import fixes
from app.rules.approach import approach
from app.rules.house import house_patterns, house_phrases, house_rules
from app.rules.limits import ChannelLimits, channel_limits
from app.rules.loader import Rulebook, load
from app.rules.making import making
from app.rules.matching import Match, Matcher, leftmost_longest
from app.rules.patterns import PatternMatcher
from app.rules.policy import Policy
from app.rules.reading import Reading
from app.rules.rule import Finder, Hit, Parameters, Rule
from app.rules.scoring import cost, score, verdict
from app.rules.waivers import NONE_WAIVED, Mark, Waivers, fingerprint

_POLICIES = Path(__file__).parent / "policies"


class Active(Struct, frozen=True):
    """A rule as the policy has it."""

    rule: Rule
    severity: Severity
    parameters: Parameters
    finder: Finder | None


class Ruleset:
    """The rules in force under one policy; the same for everybody who names it, and safe to share.

    Attributes:
        rulebook: all that we ship.
        policy: which of it counts, and what a house adds.
        active: the rules that count, by id.
        statements: the one line of every rule, by id.
        stamp: what a report says of all this.
        making: how rewrites are made under the policy.
        slow: whether a check takes so long that it belongs into a thread.

    """

    def __init__(self, rulebook: Rulebook, policy: Policy, shipped: Matcher | None = None) -> None:
        """Compile a policy; `shipped` is the automaton of the rulebook's phrases, where there is one to share."""
        self.rulebook = rulebook
        self.policy = policy
        self.making = making(policy)
        house = house_rules(policy)
        rules = (*rulebook.rules.values(), *house)
        self.statements = {rule.id: rule.statement for rule in rules}
        self.active = {
            rule.id: Active(
                rule,
                policy.severities.get(rule.id, rule.severity),
                _parameters(rule, policy),
                rulebook.finders.get(rule.id),
            )
            for rule in rules
            if rule.id not in policy.off
        }
        self.slow = "grammar" in self.active and self.active["grammar"].parameters["checker"] == "harper"
        self._finders = [(active, active.finder) for active in self.active.values() if active.finder]
        self._finders_for_any_language = [pair for pair in self._finders if pair[0].rule.languages == "any"]
        self._cues = frozenset(phrase.owner for phrase in rulebook.cues)
        self._matchers: list[Matcher | PatternMatcher] = [shipped or phrase_matcher(rulebook)]
        if house:
            self._matchers += [Matcher(house_phrases(house)), PatternMatcher(house_patterns(house))]
        digest = hashlib.sha256(rulebook.hash.encode() + msgspec.json.encode(policy, order="sorted")).hexdigest()
        self.stamp = RulebookStamp(rulebook.version, digest, policy.name, policy.version)

    def check(
        self, draft: Draft, context: Context, history: History = NOTHING_BEFORE, waivers: Waivers = NONE_WAIVED
    ) -> Report:
        """Return what the rules say of the draft: the same report for the same input."""
        reading = Reading(draft, context, history)
        hits = self._hits_of_words(reading) if reading.english else []
        for active, finder in self._finders if reading.english else self._finders_for_any_language:
            for hit in finder(reading, active.parameters):
                hits.append((active, hit))
        return self._report(reading, hits, waivers)

    def limits(self, draft: Draft, context: Context) -> ChannelLimits:
        """Return the hard limits, in code points, of the channel the draft is for."""
        tier = context.sender.account_tier if context.sender else None
        return channel_limits(draft.channel, tier, _parameters(self.rulebook.rules["over-limit"], self.policy))

    def _hits_of_words(self, reading: Reading) -> list[tuple[Active, Hit]]:
        hits: list[tuple[Active, Hit]] = []
        for field in reading.fields:
            found: dict[str, list[Match]] = {}
            for match in chain.from_iterable(matcher.find(field) for matcher in self._matchers):
                owner = match[0].owner
                if owner not in self._cues:
                    found.setdefault(owner, []).append(match)
                elif field is reading.body:
                    reading.cues.setdefault(owner, []).append(match[1:])
            for spans in reading.cues.values():
                spans.sort()
            for owner, matches in found.items():
                active = self.active.get(owner)
                if active is None or not active.rule.judges(field.name, reading.context):
                    continue
                free = [match for match in matches if not reading.is_protected(field, match[1], match[2])]
                hits += [(active, _hit(reading, match, field.name == "body")) for match in leftmost_longest(free)]
        return hits

    def _report(self, reading: Reading, hits: list[tuple[Active, Hit]], waivers: Waivers) -> Report:
        hits.sort(key=_order)
        if self.slow:
            hits = _apart(hits)
        marks = [_mark(reading, active.rule.id, hit) for active, hit in hits]
        passing = waivers.passing(marks)
        kept, waived = hits, [one for one in passing if one]
        if waived:
            kept = [pair for pair, passed in zip(hits, passing, strict=True) if not passed]
            marks = [mark for mark, passed in zip(marks, passing, strict=True) if not passed]
        repeats: dict[str, int] = {}
        findings = []
        for (active, hit), mark in zip(kept, marks, strict=True):
            seen = repeats[active.rule.id] = repeats.get(active.rule.id, -1) + 1
            findings.append(_finding(reading, active, hit, mark, seen))
        waits = [hit.send_after for _, hit in kept if hit.send_after]
        return Report(
            verdict=verdict(findings),
            score=score(findings),
            findings=tuple(findings),
            questions=_questions(kept),
            send_after=max(waits, default=None),
            approach=approach(reading),
            rulebook=self.stamp,
            waived=tuple(waived),
            unused_waivers=waivers.unused(waived),
        )

    def mend(
        self, draft: Draft, context: Context, history: History = NOTHING_BEFORE, waivers: Waivers = NONE_WAIVED
    ) -> Draft:
        """Return the draft with its safe fixes made, round by round: the best of all rounds.

        A round may bring a fault to light that the next one mends, so one that is worse isn't the end.
        """
        best, best_score = draft, -1
        for _ in range(_ROUNDS):
            report = self.check(draft, context, history, waivers)
            waivers = waivers.carrying(report.waived)
            if report.score > best_score:
                best, best_score = draft, report.score
            safe = [fix for finding in report.findings for fix in finding.fixes if fix.safe]
            text = fixes.apply(draft, fixes.choose(safe))
            if text == draft.text() or not text.body.strip():
                break
            draft = draft.reworded(text)
        return best


_ROUNDS = 6


def phrase_matcher(rulebook: Rulebook) -> Matcher:
    """Return the automaton of all phrases that we ship; those of a rule that is off are found in vain."""
    return Matcher((*rulebook.cues, *rulebook.phrases))


def _parameters(rule: Rule, policy: Policy) -> Parameters:
    shipped = {name: parameter.value for name, parameter in rule.parameters.items()}
    return shipped | dict(policy.parameters.get(rule.id, {}))


def _hit(reading: Reading, match: Match, in_body: bool) -> Hit:
    phrase, start, end = match
    field = reading.body if in_body else reading.fields[0]
    return Hit(
        field.name,
        start,
        end,
        fixes.for_phrase(reading, field, phrase, start, end),
        phrase.data.severity,
        phrase.data.message,
    )


def _apart(hits: list[tuple[Active, Hit]]) -> list[tuple[Active, Hit]]:
    """Leave out what overlaps an earlier hit of the same rule: what two checkers find is told once."""
    ends: dict[tuple[str, Field | None], int] = {}
    kept = []
    for active, hit in hits:
        place = active.rule.id, hit.field
        if hit.field is None or hit.start >= ends.get(place, 0):
            ends[place] = hit.end
            kept.append((active, hit))
    return kept


def _order(pair: tuple[Active, Hit]) -> tuple[int, int, int, str]:
    active, hit = pair
    return _FIELD_ORDER[hit.field], hit.start, hit.end, active.rule.id


_FIELD_ORDER = {"subject": 0, "body": 1, None: 2}


def _mark(reading: Reading, rule: str, hit: Hit) -> Mark:
    if hit.field is None:
        return Mark(rule, None, fingerprint(rule))
    text = reading.field(hit.field).text
    return Mark(rule, text[hit.start : hit.end], fingerprint(rule, text, hit.start, hit.end))


def _finding(reading: Reading, active: Active, hit: Hit, mark: Mark, repeats: int) -> Finding:
    rule = active.rule
    severity = hit.severity or active.severity
    message = hit.message or rule.message
    start = end = start_utf16 = end_utf16 = None
    if hit.field and mark.excerpt is not None:
        field, start, end = reading.field(hit.field), hit.start, hit.end
        start_utf16, end_utf16 = field.utf16(start), field.utf16(end)
        message = message.replace("{excerpt}", mark.excerpt)
    return Finding(
        rule=rule.id,
        group=rule.group,
        severity=severity,
        field=hit.field,
        start=start,
        end=end,
        start_utf16=start_utf16,
        end_utf16=end_utf16,
        excerpt=mark.excerpt,
        message=message,
        fixes=hit.fixes,
        repair=rule.repair,
        cost=cost(severity, repeats),
        source=rule.sources,
        fingerprint=mark.fingerprint,
    )


def _questions(hits: list[tuple[Active, Hit]]) -> tuple[Question, ...]:
    asked: dict[tuple[str, str], Question] = {}
    for active, hit in hits:
        question = hit.question or active.rule.question
        if active.rule.repair == "ask" and question:
            asked.setdefault((active.rule.id, question), Question(active.rule.id, question))
    return tuple(asked.values())


@cache
def rulebook() -> Rulebook:
    """Return the rulebook, read once."""
    return load()


@cache
def _shipped_matcher() -> Matcher:
    return phrase_matcher(rulebook())


def in_force(policy: Policy) -> Ruleset:
    """Return the rules in force under any policy; they share the automaton of what we ship.

    Raises:
        InvalidRule: a house rule is refused.

    """
    return Ruleset(rulebook(), policy, _shipped_matcher())


@cache
def shipped() -> tuple[str, ...]:
    """Return the names of the policies that we ship, `default` first."""
    return tuple(sorted((path.stem for path in _POLICIES.glob("*.toml")), key=lambda name: (name != "default", name)))


@cache
def ruleset(policy: str) -> Ruleset:
    """Return the rules in force under a policy of ours.

    Raises:
        UnknownPolicy: there is none of this name.

    """
    if policy not in shipped():
        raise UnknownPolicy(f"There is no policy named {policy!r}.")
    content = (_POLICIES / f"{policy}.toml").read_text("utf-8")
    return in_force(msgspec.convert(tomllib.loads(content), Policy))
