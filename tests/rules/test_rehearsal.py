from app.rules import ruleset
from app.rules.rehearsal import rehearse


def test_a_rehearsal_goes_through_all_examples_and_ends_when_told():
    turns: list[int] = []
    rehearse(ruleset("default"), lambda: not turns.append(1))
    examples = sum(len(rule.bad) + len(rule.good) for rule in ruleset("default").rulebook.rules.values())
    assert len(turns) == examples
    asked: list[int] = []
    rehearse(ruleset("default"), lambda: not asked.append(1) and len(asked) < 3)
    assert len(asked) == 3
