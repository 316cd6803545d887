"""Brevity."""

from collections.abc import Iterator

from app.rules import targets
from app.rules.reading import Reading
from app.rules.rule import Evidence, Example, Hit, Parameter, Parameters, Rule


def _parameter(value: int, unit: str, evidence: Evidence, source: str, as_of: str) -> Parameter:
    return Parameter(value=value, unit=unit, evidence=evidence, source=source, as_of=as_of)


_INMAIL = "Against the mean, InMails under 400 characters got 22 % more answers, over 800 6 % and over 1,200 11 % fewer"
_EMAIL = "In a study of 40 million mails over half of those with 50 to 125 words were answered"
_OURS = "Weak evidence: what a phone shows on one screen, and twice that"
_MILL = (
    "Our mill has stood on the river since 1911 and my family has run it for four generations, first with stones and "
    "a wheel, then with steel rollers, and since 2004 with a line that we built ourselves with an engineer from Graz. "
)
_FARM = (
    "We grow rye, spelt and two old kinds of barley on ninety hectares, and every bag carries the name of the field. "
)
_TALE = _MILL + _FARM

RULE = Rule(
    id="too-long",
    kind="code",
    group="structure",
    severity="warning",
    repair="rewrite",
    needs="text",
    languages="any",
    statement="Keep the message brief: two or three short paragraphs.",
    why="A first message is read in a few seconds; the longer it is, the fewer answer.",
    message="The message is longer than most readers will read.",
    sources=("001", "002", "E:inmail-length", "E:email-length"),
    parameters={
        "inmail_target": _parameter(
            targets.LENGTHS["inmail"][0], "characters", "platform-statistic", _INMAIL, "2021-05 to 2022-04"
        ),
        "inmail_most": _parameter(
            targets.LENGTHS["inmail"][1], "characters", "platform-statistic", _INMAIL, "2021-05 to 2022-04"
        ),
        "inmail_strong": _parameter(1200, "characters", "platform-statistic", _INMAIL, "2021-05 to 2022-04"),
        "message_target": _parameter(targets.LENGTHS["message"][0], "characters", "ours", _OURS, "2026"),
        "message_most": _parameter(targets.LENGTHS["message"][1], "characters", "ours", _OURS, "2026"),
        "email_target": _parameter(targets.LENGTHS["email"][0], "words", "study", _EMAIL, "2016"),
        "email_most": _parameter(targets.LENGTHS["email"][1], "words", "study", _EMAIL, "2016"),
        "paragraphs": _parameter(
            targets.PARAGRAPHS, "paragraphs of eight words or more", "article", "Two to three short ones", "2024"
        ),
    },
    bad=(
        Example(text="Hi Rosa, " + _TALE * 4 + "Could we meet?"),
        Example(channel="inmail", subject="Flour", text="Hi Rosa, " + _TALE * 3 + "Could we meet?"),
        Example(channel="inmail", subject="Flour", text="Hi Rosa,\n\n" + _TALE + "\n\n" + _TALE * 3 + "\n\nShall we?"),
        Example(channel="email", subject="Flour", text="Dear Rosa,\n\n" + "\n\n".join([_TALE] * 6) + "\n\nEwa"),
        Example(channel="email", subject="Rye from the Mur", text=_MILL * 9),
        Example(text="\n\n".join([_MILL] * 5)),
        Example(channel="inmail", subject="Spelt", text=_FARM * 9),
        Example(text="Good morning, Kofi. " + _FARM * 10 + "Would you like a bag?"),
    ),
    good=(
        Example(text="Hi Rosa, " + _MILL + "Could we meet?"),
        Example(channel="inmail", subject="Flour", text="Hi Rosa, " + _FARM + "Could we meet?"),
        Example(channel="email", subject="Flour", text="Dear Rosa,\n\n" + _TALE + "\n\nCould we meet?\n\nEwa"),
        Example(
            channel="email",
            subject="Re: flour",
            text="Dear Rosa, Friday suits us.\n\nEwa\n\nOn Mon, 3 March 2025, Rosa wrote:\n> " + _TALE * 6,
        ),
        Example(channel="connection_note", text="Hi Rosa, we met at the bakers' fair in Graz. Good to stay in touch."),
        Example(text="Hi Rosa,\n\nFlour as promised:\n\n- rye\n- spelt\n- barley\n\nEwa"),
        Example(text="Hi Rosa,\n\n" + _FARM + "\n\nWould you like a bag to try?\n\nAll the best,\nEwa"),
        Example(channel="inmail", subject="Barley", text=_FARM * 3),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a warning over the length that costs answers, a suggestion over the one that gets most of them."""
    channel, text = reading.draft.channel, reading.body.text
    if channel in targets.LENGTHS:
        size = targets.length(channel, text[: reading.own_end])
        unit = "words" if channel == "email" else "characters"
        strong = parameters["inmail_strong"] if channel == "inmail" else None
        if size > parameters[f"{channel}_most"]:
            answers = ": that costs many answers" if strong and size > strong else ", which costs answers"
            yield Hit(message=f"The message has {size} {unit}{answers}; aim at {parameters[f'{channel}_target']}.")
            return
        if size > parameters[f"{channel}_target"]:
            message = f"The message has {size} {unit}; up to {parameters[f'{channel}_target']} get the most answers."
            yield Hit(severity="suggestion", message=message)
            return
    if text.count("\n\n") >= parameters["paragraphs"] and (count := _paragraphs(reading)) > parameters["paragraphs"]:
        yield Hit(severity="suggestion", message=f"The message has {count} paragraphs; three short ones are plenty.")


def _paragraphs(reading: Reading) -> int:
    start, end = reading.content
    blocks = reading.body.text[start:end].split("\n\n")
    return sum(len(block.split()) >= targets.PARAGRAPH_WORDS for block in blocks)
