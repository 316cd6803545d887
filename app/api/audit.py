"""GET /v1/audit/verification: is the record what was written?"""

from litestar import get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncEngine

from app.api.problems import documented
from app.api.requests import TENANT
from app.audit.verification import Verification, verify


@get(
    "/v1/audit/verification",
    responses=documented(503),
    tags=["audit"],
    operation_id="verifyRecord",
    summary="Verify the record",
)
async def verify_record(engine: NamedDependency[AsyncEngine]) -> Verification:
    """Recompute every hash of the ledger, and of the rows and texts it speaks of."""
    return await verify(engine, TENANT)
