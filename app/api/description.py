"""The OpenAPI document: served at /openapi.json, with nothing that loads from elsewhere."""

from copy import deepcopy
from typing import Any

import msgspec
from litestar import Response, Router
from litestar.enums import MediaType
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import Components, License, Tag
from msgspec import Struct

from app import __version__
from app.api.access import KEY, PUBLIC, SCHEME
from app.api.answers import Pending
from app.api.audit import ConsistencyQuery, EntryList, EntryQuery, ExportQuery, VerificationQuery
from app.api.batches import BatchQuery, ResultQuery
from app.api.bulk import CSV, NDJSON, BatchRequest
from app.api.erasure import ErasureQuery
from app.api.examples import EXAMPLES
from app.api.health import Health, Readiness
from app.api.insights import InsightQuery
from app.api.keys import KeyList, KeyQuery, KeyRequest, RotationRequest
from app.api.outreach import OutreachList, OutreachQuery
from app.api.parameters import described
from app.api.policies import PolicyList, VersionList
from app.api.problems import DESCRIPTIONS, AnyRequest, Problem
from app.api.provenance import ProvenanceAnswer
from app.api.requests import OutreachRequest, ProvenanceRequest, WaiverRequest
from app.api.rewrites import AttemptList, RewriteList, RewriteQuery
from app.api.rules import RuleDetail, RuleList
from app.api.waivers import WaiverList
from app.audit.verification import Verification
from app.domain.batch import Batch
from app.domain.decision import Decision, Ruling
from app.domain.insights import Insights
from app.domain.key import NewKey
from app.domain.policy import Choices
from app.domain.privacy import PrivacyChange, PrivacySettings
from app.domain.proof import Checkpoint, Consistency, Inclusion
from app.domain.request import CheckRequest, ReplayRequest, RewriteRequest

PATH = "/openapi.json"
COMPONENT = "#/components/schemas/{name}"
SHAPES = [
    AttemptList,
    Batch,
    BatchRequest,
    CheckRequest,
    Checkpoint,
    Choices,
    Decision,
    Consistency,
    EntryList,
    Health,
    KeyList,
    KeyRequest,
    NewKey,
    Inclusion,
    Insights,
    OutreachList,
    OutreachRequest,
    Pending,
    PolicyList,
    PrivacyChange,
    PrivacySettings,
    Problem,
    ProvenanceAnswer,
    ProvenanceRequest,
    Readiness,
    ReplayRequest,
    RewriteList,
    RewriteRequest,
    RotationRequest,
    RuleDetail,
    Ruling,
    RuleList,
    Verification,
    VersionList,
    WaiverList,
    WaiverRequest,
]
QUERIES: dict[str, type[Struct]] = {
    "createBatch": BatchQuery,
    "readResults": ResultQuery,
    "listRewrites": RewriteQuery,
    "readInsights": InsightQuery,
    "eraseRecipient": ErasureQuery,
    "listOutreach": OutreachQuery,
    "listKeys": KeyQuery,
    "exportLedger": ExportQuery,
    "listEntries": EntryQuery,
    "proveConsistency": ConsistencyQuery,
    "verifyRecord": VerificationQuery,
}
BULK = {
    "required": True,
    "content": {
        "application/json": {"schema": {"$ref": COMPONENT.format(name="BatchRequest")}},
        NDJSON: {"schema": {"type": "string"}},
        CSV: {"schema": {"type": "string"}},
    },
}
TAGS = [
    Tag("checks", "What the rules say of a draft"),
    Tag("rewrites", "A draft in, a verified rewrite out, on record"),
    Tag("batches", "Many drafts at once"),
    Tag("outreach", "What was sent to whom, and what came back"),
    Tag("rules", "What we judge by"),
    Tag("policies", "How a house judges: ours, and a tenant's own in versions that never change"),
    Tag("privacy", "How much of its texts a tenant keeps, for how long, and what a model gets to see"),
    Tag("audit", "Proof that the record is whole"),
    Tag("keys", "Who may come in, what for and how long"),
    Tag("health", "For whoever runs the service"),
]


class Document(OpenAPIRenderPlugin):
    """Serves the document as JSON."""

    def render(self, request: AnyRequest, openapi_schema: dict[str, Any]) -> bytes:  # noqa: ARG002
        """Encode the document."""
        return msgspec.json.encode(document(openapi_schema))


def description() -> OpenAPIConfig:
    """Describe the service."""
    router = Router(
        PATH,
        route_handlers=[],
        include_in_schema=False,
        after_request=no_page,
        dto=None,
        return_dto=None,
        security=PUBLIC,
    )
    return OpenAPIConfig(
        title="Decorum",
        version=__version__,
        summary="Etiquette checks and verified rewrites of professional outreach, with an audit record",
        license=License("Apache-2.0", identifier="Apache-2.0"),
        tags=TAGS,
        components=Components(security_schemes={SCHEME: KEY}),
        use_handler_docstrings=True,
        openapi_router=router,
        render_plugins=[Document(path=["/", PATH], media_type=MediaType.JSON)],
    )


def no_page(response: Response[Any]) -> Response[Any]:
    """Turn the framework's HTML page for addresses below the document's into a problem."""
    if response.status_code == NotFoundException.status_code:
        raise NotFoundException
    return response


def document(framework: dict[str, Any]) -> dict[str, Any]:
    """Complete the framework's document: schemas by the decoder itself, which knows every limit, and examples."""
    whole = deepcopy(framework)
    _, schemas = msgspec.json.schema_components(SHAPES, ref_template=COMPONENT)
    whole["components"]["schemas"] = msgspec.to_builtins(schemas)
    for path in whole["paths"].values():
        for operation in path.values():
            complete(operation)
    return whole


def complete(operation: dict[str, Any]) -> None:
    """Add what the framework doesn't know of an operation, and take out what isn't so."""
    name, responses = operation["operationId"], operation["responses"]
    if name == "createBatch":
        operation["requestBody"] = BULK
    if examples := EXAMPLES.get(name):
        operation["requestBody"]["content"]["application/json"]["examples"] = examples
    if query := QUERIES.get(name):
        path = [one for one in operation.get("parameters", ()) if one["in"] == "path"]
        operation["parameters"] = [*path, *described(query)]
    for response in responses.values():
        if headers := response.get("headers"):  # the framework keeps them in a set
            response["headers"] = dict(sorted(headers.items()))
    if operation["security"] != PUBLIC:
        responses |= {str(status): {**responses["500"], "description": DESCRIPTIONS[status]} for status in (401, 429)}
    # The framework adds its own kind of 400 wherever there is a parameter.
    if "application/json" in responses.get("400", {}).get("content", {}):
        del responses["400"]
