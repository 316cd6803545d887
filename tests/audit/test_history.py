import datetime as dt

import pytest
from msgspec.structs import replace

from app.audit.listing import Filters, Page
from app.audit.records import Record
from app.domain.caller import LOCAL
from app.domain.context import Context, Recipient
from app.domain.errors import InvalidCursor, NotFound
from app.domain.rewrite import ExternalRef
from tests.audit.examples import NOON, TENANT, options, report, rewrite

pytestmark = pytest.mark.anyio

SECOND = dt.timedelta(seconds=1)
REFERENCE = ExternalRef(system="ats", type="candidate", id="7")


async def write(record: Record, number: int, *, tenant: str = TENANT, second: int | None = None) -> str:
    """Write one of a row of rewrites; even ones are slang for crm-2, every third comes from the ATS."""
    even = number % 2 == 0
    given = rewrite(
        f"rw_{number:03}",
        created_at=NOON + SECOND * (number if second is None else second),
        outcome="rewritten" if even else "held",
        before=report("slang") if even else report("emoji", "shouting"),
        external_ref=REFERENCE if number % 3 == 0 else None,
    )
    context = Context(recipient=Recipient(ref="crm-2" if even else None))
    caller = replace(LOCAL, tenant=tenant)
    await record.record_rewrite(caller, given, context=context, options=options(), judgements={})
    return given.id


def ids(page: Page) -> list[int]:
    return [int(found.id.removeprefix("rw_")) for found in page.rewrites]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), [6, 5, 4, 3, 2, 1]),
        (Filters(outcome="held"), [5, 3, 1]),
        (Filters(rule="slang"), [6, 4, 2]),
        (Filters(rule="shouting"), [5, 3, 1]),
        (Filters(rule="urgency"), []),
        (Filters(recipient_ref="crm-2"), [6, 4, 2]),
        (Filters(external_ref=REFERENCE), [6, 3]),
        (Filters(external_ref=ExternalRef(system="crm", type="candidate", id="7")), []),
        (Filters(created_after=NOON + 4 * SECOND), [6, 5]),
        (Filters(created_before=NOON + 3 * SECOND), [2, 1]),
        (Filters(rule="slang", external_ref=REFERENCE, created_after=NOON), [6]),
        (Filters(rule="emoji", outcome="held", created_before=NOON + 5 * SECOND), [3, 1]),
    ],
)
async def test_filters_select_and_newest_come_first(record: Record, filters: Filters, expected: list[int]):
    for number in range(1, 7):
        await write(record, number)
    await write(record, 9, tenant="another")
    assert ids(await record.list_rewrites(TENANT, filters, 10)) == expected


@pytest.mark.parametrize("filters", [Filters(), Filters(recipient_ref="crm-2"), Filters(rule="slang")])
async def test_pages_neither_repeat_nor_skip_while_others_are_written(record: Record, filters: Filters):
    for number in range(0, 20, 2):
        await write(record, number, second=number // 8)  # several in one instant
    seen, cursor, number = [], None, 100
    while True:
        page = await record.list_rewrites(TENANT, filters, 3, cursor)
        seen += ids(page)
        await write(record, number)
        number += 2
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
    assert seen == list(range(18, -1, -2))


async def test_a_full_last_page_has_no_next(record: Record):
    for number in range(4):
        await write(record, number)
    page = await record.list_rewrites(TENANT, Filters(), 4)
    assert (len(page.rewrites), page.next_cursor) == (4, None)


async def test_listed_rewrites_are_whole(record: Record):
    await write(record, 1)
    (listed,) = (await record.list_rewrites(TENANT, Filters(), 1)).rewrites
    assert listed == await record.find_rewrite(TENANT, "rw_001")


@pytest.mark.parametrize("cursor", ["", "nonsense", "é", "////", "MTIz", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkuYQ"])
async def test_a_cursor_of_no_page_is_refused(record: Record, cursor: str):
    with pytest.raises(InvalidCursor):
        await record.list_rewrites(TENANT, Filters(), 1, cursor)


async def test_what_no_column_can_hold_is_simply_not_found(record: Record):
    await write(record, 1)
    with pytest.raises(NotFound):
        await record.find_rewrite(TENANT, "rw_\0\ud800")
    for filters in (
        Filters(recipient_ref="\0"),
        Filters(rule="\0"),
        Filters(external_ref=ExternalRef(system="\0", type="\0", id="\0")),
    ):
        assert ids(await record.list_rewrites(TENANT, filters, 1, "MS4A")) == []
