"""GET /v1/audit/verification: is the record what was written?"""

from litestar import get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncEngine

from app.api.access import needs
from app.api.problems import AnyRequest, documented
from app.audit.encryption import Encryption
from app.audit.verification import Verification, verify


@get(
    "/v1/audit/verification",
    security=needs("audit:read"),
    responses=documented(503),
    tags=["audit"],
    operation_id="verifyRecord",
    summary="Verify the record",
)
async def verify_record(
    request: AnyRequest, engine: NamedDependency[AsyncEngine], encryption: NamedDependency[Encryption]
) -> Verification:
    """Recompute every hash of the ledger, and of the rows and texts it speaks of."""
    return await verify(engine, request.user.tenant, encryption)
