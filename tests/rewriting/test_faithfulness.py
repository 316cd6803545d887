import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.context import Context, Recipient, Sender
from app.domain.draft import Draft, Text
from app.domain.report import Finding
from app.domain.rewrite import Options
from app.rewriting.faithfulness import faithfulness

PAIRS = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text("utf-8"))["pair"]


def flag(body, group, repair, excerpt):
    start = body.index(excerpt)
    return Finding(
        rule="slang",
        group=group,
        severity="warning",
        field="body",
        start=start,
        end=start + len(excerpt),
        start_utf16=start,
        end_utf16=start + len(excerpt),
        excerpt=excerpt,
        message="",
        fixes=(),
        repair=repair,
        cost=4,
        source=(),
    )


def compare(pair, rewrite):
    context = Context(
        sender=Sender(name=pair.get("sender")),
        recipient=Recipient(name=pair.get("recipient")),
        mutual_connections=tuple(pair.get("mutual", ())),
        facts=tuple(pair.get("known", ())),
    )
    draft = Draft(channel="message", body=pair["draft"])
    flagged = [flag(pair["draft"], *one) for one in pair.get("flagged", ())]
    return faithfulness(draft, Text(None, rewrite), context, Options(), flagged)


def cases(kind):
    return [pytest.param(pair, id=pair["draft"][:30]) for pair in PAIRS if pair[kind] != "KEEP"]


@pytest.mark.parametrize("pair", cases("faithful"))
def test_a_faithful_rewrite_is_accepted(pair):
    result = compare(pair, pair["faithful"])
    assert result.accepted, result


@pytest.mark.parametrize("pair", cases("invented"))
def test_an_invention_is_refused_and_named(pair):
    result = compare(pair, pair["invented"])
    assert not result.accepted
    assert result.added


@pytest.mark.parametrize("pair", cases("lossy"))
def test_a_loss_is_refused_and_named(pair):
    result = compare(pair, pair["lossy"])
    assert not result.accepted
    assert result.lost
