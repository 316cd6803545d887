import datetime as dt
from typing import Any

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.audit.records import Record
from app.db.engine import for_writing
from app.domain.attempt import Attempt, Completion, Judgement, Mend, Objection
from app.domain.caller import LOCAL
from app.domain.context import Context, Recipient
from app.domain.draft import Draft
from app.domain.errors import NotFound, RecordUnavailable
from app.domain.rewrite import Change, Degraded, Faithfulness, Rewrite
from tests.audit.examples import CONTEXT, TENANT, attempt, failed, fixed, options, rewrite

pytestmark = pytest.mark.anyio


async def write(record: Record, given: Rewrite, **changes: Any) -> Rewrite:
    judgements = changes.pop("judgements", {})
    context = changes.pop("context", CONTEXT)
    return await record.record_rewrite(LOCAL, given, context=context, options=options(**changes), judgements=judgements)


@pytest.mark.parametrize(
    "given",
    [
        rewrite(),
        fixed(),
        rewrite(outcome="held", rewrite=None, after=None, changes=(), model=None, prompt=None, metadata={}),
        fixed(faithfulness=Faithfulness(accepted=False, added=("1 May",), lost=("Zoë",))),
    ],
    ids=["rewritten", "fixed", "held", "unfaithful"],
)
async def test_a_rewrite_comes_back_as_it_was_given(record: Record, given: Rewrite):
    written = await write(record, given)
    assert msgspec.structs.replace(written, audit=None, updated_at=None) == given
    found = await record.find_rewrite(TENANT, given.id)
    assert found == written
    assert found.before.send_after.utcoffset() == given.before.send_after.utcoffset()
    assert found.audit.sequence == 1
    assert len(found.audit.hash) == 64


async def test_attempts_come_back_in_order_with_the_objections_to_them(record: Record):
    given = rewrite()
    first, second = attempt(given.id, 1), failed(given.id, 2)
    for call in (second, first):
        await record.record_attempt(LOCAL, call, context=CONTEXT, store="full")
    assert await record.attempts_of(TENANT, given.id) == [first, second]
    objections = (Objection("new-finding", "It says “gonna” again."),)
    mends = (Mend("fixed", Change("body", 0, 3, "hey", "Hi", ("slang",))),)
    await write(record, given, judgements={1: Judgement(decision="chosen", objections=objections, mends=mends)})
    assert await record.attempts_of(TENANT, given.id) == [
        msgspec.structs.replace(first, objections=objections, mends=mends, decision="chosen"),
        second,
    ]


async def test_what_a_provider_smuggles_in_is_recorded_as_unicode(record: Record):
    given = rewrite()
    completion = Completion(text="half \ud83d, whole \ud83d\ude00", model="m\0del", finish_reason="\udc00")
    await record.record_attempt(LOCAL, attempt(given.id, completion=completion), context=CONTEXT, store="full")
    (found,) = await record.attempts_of(TENANT, given.id)
    expected = Completion(text="half \ufffd, whole 😀", model="m\ufffddel", finish_reason="\ufffd")
    assert found.completion == expected


async def test_a_rewrite_without_attempts_has_none(record: Record):
    given = await write(record, fixed(attempts=0))
    assert await record.attempts_of(TENANT, given.id) == []


@pytest.mark.parametrize("tenant", [TENANT, "another"])
async def test_an_unknown_id_and_another_tenants_look_the_same(record: Record, tenant: str):
    given = await write(record, rewrite())
    id_ = "rw_none" if tenant == TENANT else given.id
    with pytest.raises(NotFound, match="no such rewrite"):
        await record.find_rewrite(tenant, id_)
    with pytest.raises(NotFound, match="no such rewrite"):
        await record.attempts_of(tenant, id_)


async def everything_stored(engine: AsyncEngine) -> str:
    """All of the database's text, bodies decoded."""
    found = []
    async with engine.connect() as connection:
        for table in ("rewrites", "rewrite_rules", "attempts", "contents", "entries"):
            for row in await connection.execute(text(f"SELECT * FROM {table}")):  # noqa: S608 -- our own names
                found += [value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in row]
    return "\n".join(found)


async def write_with_attempt(record: Record, store: str) -> tuple[Rewrite, Attempt]:
    given = rewrite(
        draft=Draft(channel="email", subject="For Ann", body="Dear Ann Lee, call +1 555 123 4567 or ann@example.com."),
        degraded=Degraded("candidates_refused", "It dropped “Ann”."),
    )
    call = attempt(given.id)
    await record.record_attempt(LOCAL, call, context=CONTEXT, store=store)
    judgements = {1: Judgement(objections=(Objection("lost", "“Ann Lee” is gone."),))}
    await write(record, given, store=store, judgements=judgements)
    return await record.find_rewrite(TENANT, given.id), (await record.attempts_of(TENANT, given.id))[0]


async def test_hash_only_keeps_the_proof_and_no_text(record: Record, engine: AsyncEngine):
    found, call = await write_with_attempt(record, "hash_only")
    assert (found.draft, found.rewrite, found.before, found.after) == (None, None, None, None)
    assert (found.changes, found.metadata, found.degraded) == ((), {}, Degraded("candidates_refused", ""))
    assert found.usage.cost_usd == "0.000123"
    assert found.audit.sequence == 2
    assert (call.prompt.messages, call.completion.text, call.objections) == ((), None, ())
    assert call.completion.response_id == "resp_1"
    stored = await everything_stored(engine)
    assert not any(word in stored for word in ("Ann Lee", "gonna", "PyCon", "Be kind", "warm", "spring"))


async def test_redacted_keeps_the_text_without_its_persons(record: Record, engine: AsyncEngine):
    found, call = await write_with_attempt(record, "redacted")
    assert found.draft == Draft(channel="email", subject="For [name]", body="Dear [name], call [phone] or [email].")
    assert found.degraded == Degraded("candidates_refused", "It dropped “[name]”.")
    assert call.objections == (Objection("lost", "“[name]” is gone."),)
    assert call.decision == "refused"
    stored = await everything_stored(engine)
    assert not any(word in stored for word in ("For Ann", "Ann Lee", "Zoë", "555 123", "ann@"))
    assert "gonna" in stored


async def test_a_person_called_like_one_of_our_codes_breaks_no_record(record: Record):
    context = Context(recipient=Recipient(name="Error Fix Body Revise Email Tone Slang Ready System Default"))
    given = rewrite()
    await record.record_attempt(LOCAL, attempt(given.id), context=context, store="redacted")
    await write(record, given, store="redacted", context=context)
    found = await record.find_rewrite(TENANT, given.id)
    assert (found.before.verdict, found.before.rulebook) == (given.before.verdict, given.before.rulebook)
    (call,) = await record.attempts_of(TENANT, given.id)
    assert call.prompt.messages[0].role == "system"


async def test_a_rewrite_without_its_draft_is_refused(record: Record):
    with pytest.raises(ValueError, match="draft and the report"):
        await write(record, rewrite(draft=None))


async def test_a_damaged_text_is_told_as_such(record: Record, engine: AsyncEngine):
    given = await write(record, rewrite())
    async with for_writing(engine).begin() as connection:
        await connection.execute(text("UPDATE contents SET body = :body WHERE kind = 'answer'"), {"body": b'{"rew'})
    with pytest.raises(RecordUnavailable, match="damaged"):
        await record.find_rewrite(TENANT, given.id)


async def test_instants_keep_their_microseconds_in_any_offset(record: Record):
    east = dt.timezone(dt.timedelta(hours=5, minutes=45))
    moment = dt.datetime(2026, 3, 1, 4, 5, 6, 7, tzinfo=east)
    given = await write(record, rewrite(created_at=moment))
    assert (await record.find_rewrite(TENANT, given.id)).created_at == moment
