"""GET /v1/rules: what we judge by, and on what ground."""

from collections.abc import Mapping

import msgspec
from litestar import get
from litestar.params import FromPath
from msgspec import Struct

from app.api.access import PUBLIC
from app.api.problems import documented
from app.domain.draft import Field
from app.domain.errors import NotFound
from app.domain.report import Group, Repair, Severity
from app.rules import rulebook
from app.rules.rule import Example, Needs, Parameter


class RuleSummary(Struct, frozen=True, kw_only=True):
    """A rule without its examples. `sources` are keys into the list's `sources`."""

    id: str
    group: Group
    severity: Severity
    repair: Repair
    needs: Needs
    statement: str
    why: str
    sources: tuple[str, ...]
    parameters: Mapping[str, Parameter]


class RuleDetail(RuleSummary, frozen=True, kw_only=True):
    """A rule with its examples: `bad` messages break it, `good` ones keep it."""

    question: str | None
    scope: tuple[Field, ...]
    bad: tuple[Example, ...]
    good: tuple[Example, ...]


class RulebookEdition(Struct, frozen=True):
    """Which rulebook this is; the hash covers every file of it."""

    version: str
    hash: str


class RuleList(Struct, frozen=True):
    """The whole rulebook, with the titles of its sources by key."""

    data: tuple[RuleSummary, ...]
    sources: Mapping[str, str]
    rulebook: RulebookEdition


@get(
    "/v1/rules",
    security=PUBLIC,
    responses=documented(),
    tags=["rules"],
    operation_id="listRules",
    summary="List the rules",
    sync_to_thread=False,
)
def list_rules() -> RuleList:
    """List every rule that we ship, with its reason and sources."""
    book = rulebook()
    rules = msgspec.convert([*book.rules.values()], tuple[RuleSummary, ...], from_attributes=True)
    return RuleList(rules, book.sources, RulebookEdition(book.version, book.hash))


@get(
    "/v1/rules/{rule_id:str}",
    security=PUBLIC,
    responses=documented(404),
    tags=["rules"],
    operation_id="readRule",
    summary="Read one rule",
    sync_to_thread=False,
)
def read_rule(rule_id: FromPath[str]) -> RuleDetail:
    """Read one rule, with messages that break it and messages that keep it."""
    rule = rulebook().rules.get(rule_id)
    if rule is None:
        raise NotFound("There is no rule of this id.")
    return msgspec.convert(rule, RuleDetail, from_attributes=True)
