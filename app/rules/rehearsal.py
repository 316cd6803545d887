"""A rehearsal of the rules, so that no author waits for what is worked out when it is first met."""

from collections.abc import Callable

from app.domain.draft import Draft
from app.rules.ruleset import Ruleset


def rehearse(rules: Ruleset, go_on: Callable[[], bool]) -> None:
    """Check every rule's examples once, as long as `go_on` says so: a second or two of work.

    Regexes are compiled and phrases told apart when a text first needs them; a message that meets many of them for the
    first time would take a tenth of a second.
    """
    for rule in rules.rulebook.rules.values():
        for example in (*rule.bad, *rule.good):
            if not go_on():
                return
            draft = Draft(channel=example.channel, subject=example.subject, body=example.text)
            rules.check(draft, example.context, example.history)
