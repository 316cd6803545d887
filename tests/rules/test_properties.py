"""What holds for every text and every context."""

import datetime as dt
import itertools

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.context import Application, Context, Recipient, Sender, Thread
from app.domain.draft import CHANNELS, WITH_SUBJECT, Draft
from app.rules import check, mend, rulebook, ruleset
from app.rules import fixes as fixing
from app.rules.loader import Rulebook
from app.rules.ruleset import Ruleset

EXAMPLES = [example.text for rule in rulebook().rules.values() for example in (*rule.bad, *rule.good)]
BAD = [example for rule in rulebook().rules.values() for example in rule.bad]
PIECES = st.one_of(
    st.sampled_from(EXAMPLES), st.text(max_size=40), st.sampled_from(["\n\n", "!!", "?!", " 😀", "“", '"', "  "])
)
BODIES = st.lists(PIECES, min_size=1, max_size=4).map(lambda pieces: " ".join(pieces)[:20_000]).filter(str.strip)
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))

CONTEXTS = st.builds(
    Context,
    now=st.sampled_from([None, NOW]),
    sender=st.one_of(st.none(), st.builds(Sender, name=st.sampled_from([None, "Ida", "Bo Asap"]))),
    recipient=st.one_of(st.none(), st.builds(Recipient, name=st.sampled_from([None, "Priya Nair", "u"]))),
    relationship=st.sampled_from([None, "stranger", "acquaintance", "established", "close"]),
    application=st.one_of(st.none(), st.builds(Application, status=st.sampled_from(["none", "applied", "hired"]))),
    thread=st.one_of(
        st.none(),
        st.builds(
            Thread,
            sent=st.integers(0, 4),
            last_sent_at=st.sampled_from([None, NOW - dt.timedelta(days=2), NOW + dt.timedelta(days=2)]),
            replied=st.sampled_from([None, True, False]),
        ),
    ),
)


@st.composite
def drafts(draw):
    channel = draw(st.sampled_from(CHANNELS))
    subject = (
        draw(st.one_of(st.none(), st.text(max_size=60), st.sampled_from(EXAMPLES))) if channel in WITH_SUBJECT else None
    )
    return Draft(channel=channel, subject=subject, body=draw(BODIES))


@settings(max_examples=400)
@given(drafts(), CONTEXTS)
def test_findings_lie_inside_the_text_in_both_units(draft, context):
    report = check(draft, context)
    for finding in report.findings:
        if finding.field is None:
            assert (finding.start, finding.end, finding.start_utf16, finding.end_utf16, finding.excerpt) == (None,) * 5
            continue
        text = draft.field(finding.field)
        assert text is not None
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.excerpt
        units = text.encode("utf-16-le", "surrogatepass")[2 * finding.start_utf16 : 2 * finding.end_utf16]
        assert units.decode("utf-16-le", "surrogatepass") == finding.excerpt
    for fix in (fix for finding in report.findings for fix in finding.fixes):
        assert 0 <= fix.start <= fix.end <= len(draft.field(fix.field) or "")


@settings(max_examples=200)
@given(drafts(), CONTEXTS)
def test_score_and_verdict_follow_from_the_findings(draft, context):
    report = check(draft, context)
    assert report.score == max(0, 100 - sum(finding.cost for finding in report.findings))
    repairs = {finding.repair for finding in report.findings if finding.severity != "suggestion"}
    expected = "hold" if "hold" in repairs else "needs_input" if "ask" in repairs else "revise" if repairs else "ready"
    assert report.verdict == expected


@settings(max_examples=150)
@given(drafts(), CONTEXTS)
def test_same_input_same_report_whatever_the_order_of_rules(draft, context):
    book = rulebook()
    turned = Rulebook(
        dict(reversed(book.rules.items())),
        book.finders,
        tuple(reversed(book.phrases)),
        tuple(reversed(book.cues)),
        book.sources,
        book.version,
        book.hash,
    )
    assert Ruleset(turned, ruleset("default").policy).check(draft, context) == check(draft, context)


@settings(max_examples=250)
@given(drafts(), CONTEXTS)
def test_mending_never_makes_a_draft_worse_and_is_finished(draft, context):
    mended = draft.reworded(mend(draft, context))
    before, after = check(draft, context), check(mended, context)
    assert after.score >= before.score
    assert mend(mended, context) == mended.text()


@settings(max_examples=250)
@given(drafts(), CONTEXTS)
def test_chosen_fixes_never_overlap(draft, context):
    chosen = fixing.choose([fix for finding in check(draft, context).findings for fix in finding.fixes])
    for field in ("subject", "body"):
        spans = [(fix.start, fix.end) for fix in chosen if fix.field == field]
        assert all(end < start for (_, end), (start, _) in itertools.pairwise(spans))


def _alone(draft, finding):
    return draft.reworded(fixing.apply(draft, fixing.choose([fix for fix in finding.fixes if fix.safe])))


def _count(report, rule):
    return sum(finding.rule == rule for finding in report.findings)


@settings(max_examples=300)
@given(st.sampled_from(BAD), st.data())
def test_a_fix_alone_ends_its_finding_and_starts_no_other_of_its_group(example, data):
    draft = Draft(channel=example.channel, subject=example.subject, body=example.text)
    before = check(draft, example.context, history=example.history)
    fixable = [one for one in before.findings if any(fix.safe for fix in one.fixes)]
    assume(fixable)
    finding = data.draw(st.sampled_from(fixable))
    mended = _alone(draft, finding)
    after = check(mended, example.context, history=example.history)
    assert _count(after, finding.rule) < _count(before, finding.rule)
    group = {one.rule for one in after.findings if one.weighs and one.group == finding.group}
    assert group <= {one.rule for one in before.findings}
