"""POST /v1/rewrites, and the history of rewrites."""

import re
from functools import partial
from typing import Annotated

from litestar import Response, get, post
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from app.api.access import needs
from app.api.answers import PATH, REPLAYED, Answer, Pending, again, later, pending, stepwise, whole
from app.api.bodies import StrictJSON
from app.api.faults import Fault
from app.api.parameters import next_link, read_query, reference, unusable
from app.api.problems import AnyRequest, documented
from app.api.turns import Turns
from app.api.wishes import EVENTS, read_wishes
from app.audit.indexing import words_of
from app.audit.listing import Filters
from app.audit.records import Record
from app.domain.attempt import Attempt
from app.domain.caller import Caller
from app.domain.context import Instant, Line
from app.domain.decision import Choice
from app.domain.errors import NotFound, NotMade
from app.domain.progress import Progress, Run
from app.domain.request import RewriteRequest
from app.domain.rewrite import Outcome, Rewrite
from app.jobs.claims import Claim, Claims, in_flight
from app.jobs.items import Items
from app.jobs.worker import Worker
from app.rewriting.desk import Desk
from app.rewriting.replaying import Replays
from app.tenants.reads import Reads

ID = re.compile(r"[A-Za-z0-9_-]{1,100}")


class RewriteQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which rewrites to list, and how many to a page."""

    limit: Annotated[int, Meta(ge=1, le=100, description="How many to a page")] = 20
    cursor: Annotated[Line | None, Meta(description="The next_cursor of the page before")] = None
    outcome: Outcome | None = None
    rule: Annotated[Line | None, Meta(description="A rule that the draft broke")] = None
    recipient_ref: Line | None = None
    external_ref: Annotated[Line | None, Meta(description="system:type:id")] = None
    created_after: Annotated[Instant | None, Meta(description="Later than this")] = None
    created_before: Annotated[Instant | None, Meta(description="Earlier than this")] = None
    updated_after: Annotated[
        Instant | None, Meta(description="Made, decided about or erased later than this; then the oldest change first")
    ] = None
    decision: Annotated[Choice | None, Meta(description="What was decided last")] = None
    q: Annotated[Line | None, Meta(description="Words that stand in the draft or in the rewrite, all of them")] = None

    def filters(self) -> Filters:
        """Return the filters as the record takes them."""
        return Filters(
            outcome=self.outcome,
            rule=self.rule,
            recipient_ref=self.recipient_ref,
            external_ref=reference(self.external_ref),
            created_after=self.created_after,
            created_before=self.created_before,
            updated_after=self.updated_after,
            decision=self.decision,
            words=searched(self.q),
        )


def searched(text: str | None) -> frozenset[str]:
    """Return the words to search for.

    Raises:
        Unusable: there is none.

    """
    words = words_of(text) if text is not None else frozenset()
    if text is not None and not words:
        raise unusable(Fault("/q", "invalid_value", "Must hold a word: letters or digits."))
    return words


class RewriteList(Struct, frozen=True):
    """A page of rewrites, newest first; `next_cursor` asks for the page after it."""

    data: tuple[Rewrite, ...]
    next_cursor: str | None
    has_more: bool


class AttemptList(Struct, frozen=True):
    """The model calls for one rewrite, in order."""

    data: tuple[Attempt, ...]


LOCATION = ResponseHeader(name="Location", description="Where the rewrite is on record", documentation_only=True)
AGAIN = ResponseHeader(
    name=REPLAYED, description="`true`: the answer to an earlier request under this key", documentation_only=True
)
APPLIED = ResponseHeader(name="Preference-Applied", description="`respond-async`, with 202", documentation_only=True)
PUT_OFF = ResponseSpec(
    data_container=Pending,
    generate_examples=False,
    description="The rewrite isn't there yet: ask for it at its address, after the seconds of Retry-After",
)
TOLD = ResponseSpec(
    data_container=str,
    media_type=EVENTS,
    generate_examples=False,
    description="Where the caller accepts `text/event-stream`: the events `checked`, `attempt`, `candidate`, and at "
    "last `done` with the rewrite, or `error` with a problem. A caller that goes away ends the work.",
)


@post(
    PATH,
    dto=StrictJSON[RewriteRequest],
    return_dto=None,
    security=needs("rewrite"),
    responses={**documented(400, 409, 413, 415, 422, 503), 200: TOLD, 202: PUT_OFF},
    response_headers=[LOCATION, AGAIN, APPLIED],
    tags=["rewrites"],
    operation_id="rewriteDraft",
    summary="Rewrite a draft",
    response_description="The rewrite, as it is on record",
)
async def rewrite_draft(
    data: JSONBody[RewriteRequest],
    request: AnyRequest,
    desk: NamedDependency[Desk],
    claims: NamedDependency[Claims],
    record: NamedDependency[Record],
    turns: NamedDependency[Turns],
    worker: NamedDependency[Worker],
) -> Answer:
    """Check a draft, have it reworded where wording can mend it, verify what comes back, and record it all.

    A caller that goes away ends the work: the model call is cancelled, and stays on record as that. Under an
    Idempotency-Key, the same request gets the same answer for 24 hours, as far as its texts were kept.

    With `Prefer: respond-async` the answer is 202 at once, and the rewrite is made whether or not the caller stays;
    where `store` keeps no full text, there is nothing to make it from later, and the preference isn't applied.
    """
    caller, wishes = request.user, read_wishes(request)
    claim = await claims.take(caller.tenant, wishes.key, data)
    if wishes.later and await desk.keeps_all(caller.tenant, data):
        return await put_off(worker, caller, claims, claim, data)
    if claim.waiting:
        raise in_flight()
    if claim.answered:
        return again(await record.find_rewrite(caller.tenant, claim.rewrite_id), events=wishes.events)

    async def work(progress: Progress) -> Rewrite:
        run = Run(claim.rewrite_id, resumed=claim.resumed, progress=progress)
        return await claims.held(claim, partial(turns.taken, partial(desk.rewrite, caller, data, run)))

    return await (stepwise if wishes.events else whole)(request, work)


@get(
    PATH,
    security=needs("history:read"),
    responses=documented(400, 503),
    response_headers=[ResponseHeader(name="Link", description='The next page, as rel="next"', documentation_only=True)],
    tags=["rewrites"],
    operation_id="listRewrites",
    summary="List rewrites",
)
async def list_rewrites(
    request: AnyRequest, record: NamedDependency[Record], reads: NamedDependency[Reads]
) -> Response[RewriteList]:
    """List rewrites, newest first. Pages neither repeat nor skip while others are written.

    `q` finds whole words, in any case and with or without accents, in texts that are stored.

    With `updated_after`, what changed first comes first, and what changes meanwhile comes at the end, once more: keep
    the newest `updated_at`, and ask from there next time.
    """
    query = read_query(request, RewriteQuery)
    page = await record.list_rewrites(request.user.tenant, query.filters(), query.limit, query.cursor)
    await reads.note(request.user, [rewrite.id for rewrite in page.rewrites])
    content = RewriteList(page.rewrites, page.next_cursor, page.next_cursor is not None)
    return Response(content, headers=next_link(request, page.next_cursor))


@get(
    f"{PATH}/{{rewrite_id:str}}",
    security=needs("history:read"),
    responses={**documented(404, 410, 503), 202: PUT_OFF},
    tags=["rewrites"],
    operation_id="readRewrite",
    summary="Read a rewrite",
)
async def read_rewrite(
    rewrite_id: FromPath[str],
    request: AnyRequest,
    items: NamedDependency[Items],
    record: NamedDependency[Record],
    replays: NamedDependency[Replays],
    reads: NamedDependency[Reads],
) -> Response[Rewrite] | Response[Pending]:
    """Read a rewrite from the record. Texts that weren't kept are null; a replay stands beside what it replays.

    One that was put off with `Prefer: respond-async` is a 202 until it is there, and a 410 if nothing came of it.
    """
    tenant, id_ = request.user.tenant, known_form(rewrite_id)
    standing = await items.standing(tenant, id_)  # first: it goes when the rewrite is on record
    if standing is None:
        rewrite = await replays.compared(tenant, await record.find_rewrite(tenant, id_))
        await reads.note(request.user, [id_])
        return Response(rewrite)
    if standing.failure:
        raise NotMade(f"Nothing came of this rewrite ({standing.failure.code}): {standing.failure.detail}")
    return pending(id_, standing.state)


@get(
    f"{PATH}/{{rewrite_id:str}}/attempts",
    security=needs("history:read"),
    responses=documented(404, 503),
    tags=["rewrites"],
    operation_id="listAttempts",
    summary="List the model calls for a rewrite",
)
async def list_attempts(
    rewrite_id: FromPath[str], request: AnyRequest, record: NamedDependency[Record], reads: NamedDependency[Reads]
) -> AttemptList:
    """List each model call: the prompt as sent, the raw answer, what it took, and what was objected to."""
    attempts = await record.attempts_of(request.user.tenant, known_form(rewrite_id))
    await reads.note(request.user, [rewrite_id], "attempts")
    return AttemptList(tuple(attempts))


async def put_off(
    worker: Worker, caller: Caller, claims: Claims, claim: Claim, request: RewriteRequest
) -> Response[Pending]:
    """Have a rewrite made later, and say where it is going to be."""
    if claim.answered:
        return later(claim.rewrite_id, "completed", replayed=True)
    if not claim.waiting:
        await claims.held(claim, partial(worker.accept, caller, claim.rewrite_id, request))
    return later(claim.rewrite_id, "queued", replayed=claim.waiting)


def known_form(rewrite_id: str) -> str:
    """Let through what may be an id; a database needn't be asked, and may choke on, the rest."""
    if not ID.fullmatch(rewrite_id):
        raise NotFound("There is no such rewrite.")
    return rewrite_id
