"""Every error a caller can meet.

    DecorumError
    ├── UnknownPolicy        no policy of that name
    ├── InvalidPolicy        choices that make no policy
    ├── ShippedPolicy        a policy of ours, which nobody else may change
    ├── TooManyWaivers       as many waivers for all drafts as a tenant may have
    ├── InvalidRule          a rule that the loader refuses
    ├── NoKey                nobody said who calls
    ├── KeyRefused           a key that isn't one, or is one no more
    ├── ScopeMissing         a key that may not do this
    ├── RateExceeded         more requests than a key may send
    ├── KeyEnded             a key that can't be rotated any more
    ├── NotFound             no such record for this tenant
    ├── NotMade              a rewrite that was put off, and never came to be
    ├── InvalidCursor        a cursor that no page of the list gave
    ├── LegalHoldStands      a legal hold forbids to destroy anything
    ├── Erased               a record whose texts are erased
    ├── NotKept              a record whose texts weren't kept whole
    ├── UnknownModel         a model that isn't configured
    ├── UnknownPrompt        a prompt version that there isn't
    ├── InFlight             the first request under an idempotency key is still being worked on
    ├── KeyReused            an idempotency key that stands for another request
    ├── Busy                 more at once than this process takes on
    ├── RecordUnavailable    the record can't be written or read: no answer leaves
    ├── SchemaOutdated       the database is older than this release
    ├── MasterKeyWrong       the database is encrypted under another master key, or there is none
    ├── InvalidPrompt        a template that the loader refuses
    ├── InvalidProfile       a model profile that the loader refuses
    └── ModelError           a model call that brought no completion
        ├── ModelUnavailable     connection, 401, 403, 404, 429, 5xx: the model can't be had now
        ├── ModelTimeout         no answer within the time for one call
        └── ModelCancelled       given up, since nobody waits for the answer any more

Each has a stable `code`; what HTTP makes of it is the api's matter.
"""

from typing import ClassVar

from app.domain.policy import Refusal


class DecorumError(Exception):
    """Base of all expected errors. `str(error)` is a sentence fit to show."""

    code: ClassVar[str] = "error"
    retry_after: float | None = None  # seconds after which the same may succeed


class UnknownPolicy(DecorumError):
    """No policy has this name."""

    code = "unknown_policy"


class InvalidPolicy(DecorumError):
    """Choices that make no policy.

    Attributes:
        refusals: each choice that can't be followed.

    """

    code = "invalid_policy"

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("These choices make no policy.")
        self.refusals = refusals


class ShippedPolicy(DecorumError):
    """A policy of ours: a tenant inherits it under a name of its own."""

    code = "shipped_policy"


class TooManyWaivers(DecorumError):
    """A tenant has as many waivers for all of its drafts as it may."""

    code = "too_many_waivers"


class InvalidRule(DecorumError):
    """A rule file is refused at load: the message names file and reason."""

    code = "invalid_rule"


class InvalidPrompt(DecorumError):
    """A prompt file is refused at load, or rendered with the wrong variables."""

    code = "invalid_prompt"


class NoKey(DecorumError):
    """Nobody said who calls."""

    code = "no_key"


class KeyRefused(DecorumError):
    """A key that isn't one of this service, or is one no more."""

    code = "key_refused"


class RateExceeded(DecorumError):
    """More requests than one key may send."""

    code = "rate_exceeded"

    def __init__(self, detail: str, retry_after: float) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class KeyEnded(DecorumError):
    """A key that was revoked, has expired or was rotated already: nothing can follow it."""

    code = "key_ended"


class ScopeMissing(DecorumError):
    """A key that may not do what was asked."""

    code = "scope_missing"


class InvalidProfile(DecorumError):
    """A model profile is refused at load: the sentence names the profile and the key."""

    code = "invalid_profile"


class NotFound(DecorumError):
    """No such record, or one of another tenant: the two look the same."""

    code = "not_found"


class NotMade(DecorumError):
    """A rewrite that was put off, and never came to be; the sentence says why."""

    code = "not_made"


class InvalidCursor(DecorumError):
    """A cursor that no page of this list gave."""

    code = "invalid_cursor"


class InFlight(DecorumError):
    """The first request under an idempotency key is still being worked on."""

    code = "in_flight"
    retry_after = 2


class KeyReused(DecorumError):
    """An idempotency key that stands for another request."""

    code = "idempotency_key_reused"


class Busy(DecorumError):
    """This process works on as much as it takes on, and enough are waiting."""

    code = "busy"
    retry_after = 2


class Erased(DecorumError):
    """A record whose texts are erased: nothing can be made of it any more."""

    code = "erased"


class NotKept(DecorumError):
    """A record whose texts weren't kept as they were, or are past their time: nothing can be made of them."""

    code = "not_kept"


class UnknownModel(DecorumError):
    """The service isn't configured to ask this model."""

    code = "unknown_model"


class UnknownPrompt(DecorumError):
    """There is no such version of the prompt that the model is asked with."""

    code = "unknown_prompt_version"


class LegalHoldStands(DecorumError):
    """A legal hold stands: nothing of the tenant's may be destroyed before it is lifted."""

    code = "legal_hold"


class RecordUnavailable(DecorumError):
    """The audit record can't be written or read, so nothing may leave."""

    code = "record_unavailable"
    retry_after = 5


class SchemaOutdated(DecorumError):
    """The database schema is older than this release needs."""

    code = "schema_outdated"
    retry_after = 5


class MasterKeyWrong(DecorumError):
    """The texts are encrypted under another master key than the one given, or none is given."""

    code = "master_key_wrong"


class ModelError(DecorumError):
    """A model call that brought no completion.

    Attributes:
        status: the provider's HTTP status, None where no answer came.
        retryable: whether the same call may succeed later.
        retry_after: seconds the provider asks to wait, None where it doesn't say.

    """

    code = "model_error"

    def __init__(
        self,
        detail: str,
        *,
        status: int | None = None,
        retryable: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.retryable = retryable
        self.retry_after = retry_after


class ModelUnavailable(ModelError):
    """The model can't be had: connection, refusal of the key, rate limit, provider fault."""

    code = "model_unavailable"


class ModelTimeout(ModelError):
    """The model gave no answer in the time allowed for one call."""

    code = "model_timeout"


class ModelCancelled(ModelError):
    """The call was given up before an answer came: nobody waits for it any more."""

    code = "cancelled"
