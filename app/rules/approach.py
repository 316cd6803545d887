"""The ladder of approaches, from best to bad, and the better next step."""

import re

from msgspec import Struct

from app.domain.report import Approach
from app.rules.lazy import regex
from app.rules.reading import Reading


class _Words(Struct, frozen=True):
    """A pattern, behind stems one of which stands in whatever it matches: the search for these is far cheaper."""

    stems: tuple[bytes, ...]
    pattern: re.Pattern[str]

    def stand_in(self, reading: Reading) -> bool:
        flat = reading.body.flat
        return any(stem in flat for stem in self.stems) and self.pattern.search(reading.body.plain) is not None


_FOR_ME = _Words(
    (b"recommend", b"refer", b"endorse", b"vouch", b" word ", b" put ", b"forward my", b"pass on"),
    regex(
        r"\b(?:recommend|refer|endorse|vouch for) me\b|\b(?:give|write|provide|leave|get) (?:me )?(?:a |your |an )?"
        r"(?:\w+ )?(?:referral|recommendation|reference|endorsement)\b|\b(?:refer|recommend|forward|pass on|"
        r"put forward) my (?:profile|cv|resume|résumé|application|name)\b|\bput in a (?:good )?word\b"
        r"|\bput (?:my name|me) forward\b|\b(?:your|a) referral\b|\byour (?:recommendation|endorsement)\b",
        re.IGNORECASE,
    ),
)
_HIRE_ME = _Words(
    (b"hire me ", b"employ me ", b"recruit me ", b" give me ", b" get me ", b" find me ", b" offer me "),
    regex(
        r"\b(?:hire|employ|recruit) me\b|\b(?:give|get|find|offer) me (?:a|an|any|some) "
        r"(?:\w+ )?(?:job|position|role|work|internship|interview)\b",
        re.IGNORECASE,
    ),
)
_EVERYBODY = _Words(
    (b" everyone ", b" everybody ", b" anyone ", b" all ", b" many ", b" several "),
    regex(
        r"\b(?:writing|written|wrote|reaching out|reached out|messag(?:ing|ed)|contact(?:ing|ed)|sending this|"
        r"sent this|e-?mail(?:ing|ed))(?: \w+){0,2} (?:everyone|everybody|anyone|(?:all|many|several) (?:of )?"
        r"(?:the |your )?(?:people|colleagues|employees|staff|managers|engineers|recruiters|team|contacts)) "
        r"(?:at|in|from|who|on|with)\b",
        re.IGNORECASE,
    ),
)
_INTRODUCE = _Words(
    (b" introduc", b" touch ", b" connect me ", b" intro "),
    regex(
        r"\b(?:introduc(?:e|ing) (?:me|us)|an introduction|put me in touch|connect me (?:with|to)|intro to)\b",
        re.IGNORECASE,
    ),
)


def approach(reading: Reading) -> Approach | None:
    """Say where this way of reaching the person stands; None while nothing is known of how far apart the two are."""
    context = reading.context
    if context.degree is None and context.relationship is None:
        return None
    if _EVERYBODY.stand_in(reading):
        return Approach("bad", "Choose the one person whose work is closest to yours and write to that person alone.")
    close = reading.known or context.degree == 1
    wants_backing = context.relationship not in ("established", "close") and _FOR_ME.stand_in(reading)
    if close and not wants_backing:
        return _close(reading)
    return _distant(reading, wants_backing=wants_backing)


def _close(reading: Reading) -> Approach:
    if reading.context.purpose == "introduction_request" or _INTRODUCE.stand_in(reading):
        return Approach("good", "Say in a sentence what the introduction is for, so that it can be passed on as it is.")
    return Approach("best", "You know each other: ask your questions, and leave the judgement to them.")


def _distant(reading: Reading, *, wants_backing: bool) -> Approach:
    context = reading.context
    hire_me = _HIRE_ME.stand_in(reading)
    if hire_me and reading.draft.channel == "connection_note":
        return Approach("bad", "Leave the job out of the invitation: ask one question about their work instead.")
    if wants_backing or hire_me:
        return Approach("not_good", _instead(reading, "Ask for their view of your work, not for their backing."))
    if context.degree == 3 and not reading.shared and not context.mutual_connections:
        return Approach("not_good", "Find somebody who knows you both, or an event or a group that you share, first.")
    if context.relationship == "acquaintance":
        return Approach("good", "Remind them where you met, then ask for one small thing.")
    return Approach("ok", _instead(reading, "See whether somebody you know can introduce you."))


def _instead(reading: Reading, otherwise: str) -> str:
    mutual = reading.context.mutual_connections
    return f"Ask {mutual[0]} to introduce you." if mutual else otherwise
