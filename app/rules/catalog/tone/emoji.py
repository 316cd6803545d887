"""Emojis: a few are fine, more are not."""

from collections.abc import Iterator

from app.rules import fixes
from app.rules.lazy import regex
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameter, Parameters, Rule
from app.rules.text import FieldText

RULE = Rule(
    id="emoji",
    kind="code",
    group="tone",
    severity="warning",
    repair="fix",
    needs="text",
    statement="Use emojis sparingly: at most one, better none.",
    why="An emoji can add warmth, but several make a first message look careless, and many readers want none at all.",
    message="{excerpt} is one emoji too many for a first message.",
    sources=("001", "002"),
    parameters={
        "max": Parameter(
            value=1,
            unit="emojis in a message",
            evidence="article",
            source="One article asks for none, another allows a few; one is our middle way",
            as_of="2024",
            disputed=True,
        )
    },
    bad=(
        Example(
            text="Hi Maya 👋 Your talk on soil sensors was a highlight for me 🌱 Could I ask you two questions about it?",
            excerpt="🌱",
            fixed="Hi Maya 👋 Your talk on soil sensors was a highlight for me. Could I ask you two questions about it?",
        ),
        Example(
            text="Hello Tom,\n\nThank you for the reference list! 🙏🙏🙏 I'll read it this weekend.",
            excerpt="🙏🙏🙏",
            fixed="Hello Tom,\n\nThank you for the reference list! I'll read it this weekend.",
        ),
        Example(
            text="Hi Ines, we have an opening for a nurse 🏥 in Porto 🇵🇹. Would you like to hear more?",
            excerpt="🇵🇹",
            fixed="Hi Ines, we have an opening for a nurse 🏥 in Porto. Would you like to hear more?",
        ),
        Example(
            text="Hi Noor 😊\n\nI work on rail timetables too. Coffee ☕ next week?",
            excerpt="☕",
            fixed="Hi Noor 😊\n\nI work on rail timetables too. Coffee next week?",
        ),
        Example(
            text="Congratulations on the launch 🎉 🚀\n\nMay I ask how you tested it?",
            excerpt="🚀",
            fixed="Congratulations on the launch 🎉\n\nMay I ask how you tested it?",
        ),
        Example(
            text="Hi Bea 👩‍🔬, your paper on lichens was a joy 📄 to read. Might I cite figure 2?",
            excerpt="📄",
            fixed="Hi Bea 👩‍🔬, your paper on lichens was a joy to read. Might I cite figure 2?",
        ),
        Example(
            text="Hello Sam, we cover 1️⃣ rent and 2️⃣ travel. May I send you the contract?",
            excerpt="2️⃣",
            fixed="Hello Sam, we cover 1️⃣ rent and travel. May I send you the contract?",
        ),
        Example(
            text="Hi Ola ✔️ the forms are in ➡️ the shared folder. Could you check page 2?",
            excerpt="➡️",
            fixed="Hi Ola ✔️ the forms are in the shared folder. Could you check page 2?",
        ),
        Example(text="Nice meeting you in Turin 👋 I enjoyed the panel ✨", excerpt="✨"),
        Example(text="Hi Lou, great post 👍🏽 Could we talk about it next week? 📅", excerpt="📅"),
    ),
    good=(
        Example(
            text="Hello Maya, your talk on soil sensors was a highlight for me. Could I ask two questions about it?"
        ),
        Example(text="Hi Tom, I wrote the part on ®egistered marks and the © notice; could you check section 3?"),
        Example(text="Hi Noor, the route is Utrecht → Zwolle, about 60 km ± 2. Is that the one you timed?"),
        Example(text="Hi Ines, our shop closes at 18:00 :) Would Thursday suit you?"),
        Example(text="Dear Dr Okafor,\n\n• two samples\n• one control\n\nWould you look at the plan?"),
        Example(text="Hi Bea, the file is named final_v2 ✓ and stands in the shared folder. Could you open it?"),
        Example(text="Hej Åsa, tack för sist! Could you send me the slides, if it is no trouble?"),
        Example(text="Hi Lou, in the manual “press ▶ to start” is on page 4. Is that still right?"),
    ),
)

_ONE = (
    "(?:(?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001faff\U0001f7e0-\U0001f7eb"
    "\u2600-\u2604\u260e\u2614\u2615\u2618\u261d\u2620\u2639-\u263a\u2648-\u2653\u2665-\u2666\u267f\u2693\u26a1\u26bd"
    "\u26be\u26c4\u26c5\u26d4\u26ea\u26f2-\u26f5\u26fa\u26fd\u2705\u270a-\u270d\u2728\u274c\u274e\u2753-\u2755\u2757"
    "\u2763-\u2764\u2795-\u2797\u2b50\u2b55\u231a-\u231b\u23e9-\u23f3]|[\u231a-\u2bff](?=\ufe0f)|[0-9#*](?=\ufe0f?\u20e3))"
    "[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*(?:\u200d[\U0001f300-\U0001faff\u2640\u2642\u2695\u2696\u2764\ufe0f]"
    "[\ufe0f\U0001f3fb-\U0001f3ff]*)*)"
)
_EMOJIS = regex(f"{_ONE}+")
_EMOJI = regex(_ONE)
# One cheap look for any symbol, so that only texts that have one pay for the exact pattern.
_SYMBOL = regex("[\u231a-\U0001faff]|[0-9#*]\ufe0f?\u20e3")


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield each run of emojis: a suggestion while no more than `max` have come, a warning after."""
    seen = 0
    for field in reading.fields:
        for start, end in _runs(field):
            if reading.is_protected(field, start, end):
                continue
            seen += len(_EMOJI.findall(field.text, start, end))
            if seen > parameters["max"]:
                yield Hit(field.name, start, end, fixes.remove(field, start, end))
            else:
                fix = fixes.remove(field, start, end, safe=False)
                yield Hit(field.name, start, end, fix, "suggestion", "{excerpt} is fine for some readers, not for all.")


def _runs(field: FieldText) -> Iterator[tuple[int, int]]:
    end = 0
    for symbol in _SYMBOL.finditer(field.text) if field.exotic else ():
        if symbol.start() >= end and (run := _EMOJIS.match(field.text, symbol.start())):
            end = run.end()
            yield run.span()
