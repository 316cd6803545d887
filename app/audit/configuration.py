"""What answers, as the ledger says it: an entry wherever release, rulebook, models, servers or prompts have changed."""

import datetime as dt
import secrets

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from app.audit.canonical import canonical
from app.audit.commitments import row_commitment
from app.audit.ledger import Unit, Values, append, locked_end
from app.audit.signing import ACTOR
from app.audit.tables import ConfigurationRow
from app.domain.rewrite import PromptRef

KIND = "configuration"


class ModelInUse(Struct, frozen=True, kw_only=True):
    """A model that is asked: `provider` is the host of its server, None where nobody says."""

    name: str
    provider: str | None
    prompt: PromptRef


class Configuration(Struct, frozen=True, kw_only=True):
    """What answers; the models in the order in which they are asked."""

    release: str
    rulebook_hash: str
    models: tuple[ModelInUse, ...] = ()

    def columns(self) -> Values:
        """Return it as columns."""
        models = canonical(msgspec.to_builtins(self.models)).decode()
        return {"release": self.release, "rulebook_hash": self.rulebook_hash, "models": models}


def announce(connection: Connection, tenant: str, configuration: Configuration) -> None:
    """Put on the ledger what answers from here on, unless that is what it says already."""
    locked_end(connection, tenant)
    columns = configuration.columns()
    last = select(*(ConfigurationRow.__table__.c[name] for name in columns)).where(ConfigurationRow.tenant == tenant)
    found = connection.execute(last.order_by(ConfigurationRow.at.desc(), ConfigurationRow.id.desc()).limit(1)).first()
    if found is None or found._asdict() != columns:
        append(connection, [configuration_unit(tenant, columns)])


def configuration_unit(tenant: str, columns: Values) -> Unit:
    """Return what the ledger writes for a configuration."""
    row: Values = {
        "tenant": tenant,
        "id": f"co_{secrets.token_hex(12)}",
        "at": dt.datetime.now(dt.UTC),
        **columns,
    }
    return Unit(
        tenant=tenant,
        actor=ACTOR,
        kind=KIND,
        object_id=row["id"],
        commitment=row_commitment(KIND, row),
        rows={ConfigurationRow: [row]},
    )
