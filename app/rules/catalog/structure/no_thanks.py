"""Thanks for the reader's time."""

from collections.abc import Iterator

from app.rules import courtesies, fixes
from app.rules.reading import Reading
from app.rules.rule import Example, Hit, Parameters, Rule

RULE = Rule(
    id="no-thanks",
    kind="code",
    group="structure",
    severity="suggestion",
    repair="fix",
    needs="text",
    statement="Thank the reader for their time and consideration.",
    why="The reader owes you nothing; a word of thanks shows that you know. Thanks in advance presumes the answer.",
    message="There is no word of thanks for the reader's time.",
    sources=("001", "E:thanks"),
    bad=(
        Example(
            text="Hi Maya,\n\nCould you tell me which sensor you used in the field trial?",
            fixed="Hi Maya,\n\nCould you tell me which sensor you used in the field trial?\n\nThank you for your time.",
        ),
        Example(
            text="Hello Tom,\n\nWould you read two pages of my draft?\n\nBest,\nIda",
            fixed="Hello Tom,\n\nWould you read two pages of my draft?\n\nThank you for your time.\n\nBest,\nIda",
        ),
        Example(text="Could I ask you about the Leeds office? I'm thinking of moving there."),
        Example(
            text="Hi Ines, I saw the nurse opening in Porto. Is it still free?",
            fixed="Hi Ines, I saw the nurse opening in Porto. Is it still free? Thank you for reading.",
        ),
        Example(
            text="Thanks in advance for your help, Noor. Could you look at the timetable by the end of the month?",
            excerpt="Thanks in advance",
            fixed="Thanks for your help, Noor. Could you look at the timetable by the end of the month?",
        ),
        Example(text="Hi Bea, may I cite figure 2 of your lichen paper in my thesis?"),
        Example(
            text="Hi Lou,\n\nI run a small archive in Ghent. Would you talk to our volunteers in May?\n\nRegards,\nJan"
        ),
        Example(
            text="Dear Dr Okafor, could you spare ten minutes for a question about dosage? Thank you in advance.",
            excerpt="Thank you in advance",
            fixed="Dear Dr Okafor, could you spare ten minutes for a question about dosage? Thank you.",
        ),
    ),
    good=(
        Example(text="Hi Maya, thank you for the talk. Which sensor did you use?"),
        Example(text="Hello Tom, would you read two pages of my draft? I'd be grateful."),
        Example(text="Hi Ines, is the nurse opening in Porto still free? Thanks, Rui"),
        Example(text="Hi Noor, could you look at the timetable? I really appreciate it."),
        Example(text="Hi Bea, many thanks for letting me cite figure 2."),
        Example(text="Dear Dr Okafor, ten minutes of your time would be much appreciated."),
        Example(text="Hi Lou, would you talk to our volunteers? We would be very grateful."),
        Example(text="Hello Jan, our group meets on Friday in the small hall at six."),
        Example(channel="connection_note", text="Hi Jan, we met at the fair in Ghent. I'd be glad to stay in touch."),
        Example(text="Cheers for the slides, Åsa! Which tool did you draw them with?"),
    ),
)


def find(reading: Reading, parameters: Parameters) -> Iterator[Hit]:
    """Yield a hit where something is asked without thanks, or where they come in advance."""
    presumed = [span for span in reading.cues.get("thanks_in_advance", ()) if span[0] < reading.own_end]
    for start, end in presumed:
        if not reading.is_protected(reading.body, start, end):
            fix = fixes.replace(reading.body, start, end, reading.body.text[start:end][: -len(" in advance")])
            yield Hit("body", start, end, fix, message="“{excerpt}” takes the answer for granted; thank without it.")
    invites = reading.draft.channel == "connection_note" and not reading.questions
    if reading.asks and not invites and not presumed and not reading.says("thanks"):
        yield Hit(fixes=courtesies.closing(reading, *courtesies.thanks(reading)))
