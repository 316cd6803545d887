"""What is to be rewritten, and on which terms."""

from msgspec import Struct

from app.domain.context import Context
from app.domain.draft import Draft
from app.domain.history import NOTHING_BEFORE, History
from app.domain.report import Report
from app.domain.rewrite import Options
from app.rules import Ruleset
from app.rules.waivers import NONE_WAIVED, Waivers


class Assignment(Struct, frozen=True, kw_only=True):
    """One draft to rewrite; `before` is the report on it by `rules`, `history` what outreach says about it.

    What `waivers` let pass in the draft passes in its rewrite, too.
    """

    draft: Draft
    context: Context
    options: Options
    rules: Ruleset
    before: Report
    history: History = NOTHING_BEFORE
    waivers: Waivers = NONE_WAIVED

    @property
    def candidates(self) -> int:
        """How many answers to ask a model for at a time."""
        return self.options.candidates or self.rules.making.candidates

    @property
    def needs_words(self) -> bool:
        """Whether there is anything to reword: a fault that wording can mend, an answer to put in, a body too long.

        A message whose very words mustn't be sent, such as a flirt or a chain letter, isn't polished.
        """
        if any(finding.weighs and finding.repair == "hold" and finding.field for finding in self.before.findings):
            return False
        wanted = self.options.max_characters
        too_long = wanted is not None and len(self.draft.body) > wanted
        return self.before.mendable or too_long or self._answered

    @property
    def _answered(self) -> bool:
        """Whether the report asks something, and the caller told what may answer it; rules alone can't put it in."""
        told = self.context.facts or self.context.shared
        asked = any(finding.weighs and finding.repair == "ask" for finding in self.before.findings)
        return bool(told) and asked and self.options.engine != "rules"
