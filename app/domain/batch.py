"""Checks or rewrites that are asked for together."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from app.domain.report import Report
from app.domain.rewrite import Rewrite

Mode = Literal["check", "rewrite"]
BatchStatus = Literal["queued", "running", "completed", "cancelled"]
Ending = Literal["done", "failed", "cancelled"]


class Batch(Struct, frozen=True, kw_only=True):
    """How a batch stands; `total` = `done` + `failed` + `cancelled` + `waiting`. `eta` is when the rest may be done."""

    id: str
    mode: Mode
    status: BatchStatus
    total: int
    done: int
    failed: int
    cancelled: int
    waiting: int
    created_at: dt.datetime
    finished_at: dt.datetime | None
    eta: dt.datetime | None


class Failure(Struct, frozen=True):
    """Why nothing came of an item: a stable code, and a sentence fit to show."""

    code: str
    detail: str


class ItemResult(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of one item; `id` is the caller's, `index` counts from 0 in the order in which they were sent."""

    id: str
    index: int
    status: Ending
    result: Report | Rewrite | None = None
    error: Failure | None = None
