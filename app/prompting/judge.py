"""The prompt that asks for a second opinion on a candidate, and what is read from the answer."""

from typing import Annotated

from msgspec import Meta, Struct

from app.domain.attempt import Completion, Objection, Prompt
from app.domain.context import Context
from app.domain.draft import Text
from app.prompting.answer import read_answer
from app.prompting.fence import fence_for
from app.prompting.material import material
from app.prompting.template import Template
from app.prompting.visible import visible

MOST_DOUBTS = 50

Short = Annotated[str, Meta(max_length=2_000)]


class Doubt(Struct, frozen=True, forbid_unknown_fields=True):
    """A fact that is said to be added or lost, and the words that say it, where they are said to stand."""

    fact: Short
    excerpt: Short


Doubts = Annotated[tuple[Doubt, ...], Meta(max_length=MOST_DOUBTS)]


class SecondOpinion(Struct, frozen=True, forbid_unknown_fields=True):
    """What a model finds when it compares a candidate with its draft."""

    added: Doubts
    lost: Doubts


def render_judge(template: Template, draft: Text, candidate: Text, context: Context, *, seed: str) -> Prompt:
    """Render the prompt that asks what a candidate adds to a draft, and what it loses.

    All text from outside stands in the user message between fences, the candidate, too: it is a model's.

    Args:
        template: a prompt of the family `judge`.
        draft: what the author wrote.
        candidate: what is to be judged.
        context: what the candidate may say besides.
        seed: what the fences' mark is derived from, see `fence_for`.

    Raises:
        InvalidPrompt: the template has variables of other names.

    """
    blocks = {
        "material": material(context),
        "subject": draft.subject or "",
        "body": draft.body,
        "rewrite_subject": candidate.subject or "",
        "rewrite_body": candidate.body,
    }
    blocks = {name: visible(text) for name, text in blocks.items()}
    fence = fence_for(seed, blocks.values())
    return template.render(
        {name: fence.around(name, text) if text else template.word("absent", name) for name, text in blocks.items()}
    )


def parse_opinion(completion: Completion, *, lenient: bool = False) -> SecondOpinion | None:
    """Read a second opinion out of an answer; None where it holds none. See `parse_candidate` for `lenient`."""
    answer = read_answer(completion, SecondOpinion, lenient=lenient)
    return None if isinstance(answer, Objection) else answer
