"""What callers send, as plain data: read strictly, and refused in words. HTTP and the command line share it."""

import datetime as dt
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

from app.api.faults import Fault, fault_of
from app.domain.context import Instant, Line, Recipient
from app.domain.decision import Ruling
from app.domain.draft import WITH_SUBJECT, Body, Channel
from app.domain.history import OutreachEvent, in_utc
from app.domain.privacy import PrivacyChange
from app.domain.request import CheckRequest
from app.domain.waiver import Waiver

NO_SUBJECT = "Only InMail and email have a subject: leave it out here."


class Correspondent(Recipient, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who was written to, or answered: `ref` is needed, the rest masks names in the text."""

    ref: Annotated[Line, Meta(min_length=1)]


class OutreachRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that happened between the sender and a recipient.

    Of `body` only keyed hashes of its sentences are kept. With `keep_ref` false, of the recipient too.
    """

    recipient: Correspondent
    event: OutreachEvent
    at: Instant
    channel: Channel
    body: Body | None = None
    keep_ref: bool = True


class WaiverRequest(Waiver, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The findings of one fingerprint may pass in all drafts, until `expires_at` where that is given."""

    expires_at: Instant | None = None


class ProvenanceRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text that may be the output of a rewrite."""

    text: Body


Asked = TypeVar("Asked", bound=Struct)


class Unusable(Exception):
    """A request that can't be read: a sentence, a stable code, and the fault where one field is to blame."""

    def __init__(self, code: str, detail: str, *faults: Fault) -> None:
        super().__init__(detail)
        self.code = code
        self.faults = faults


def read(content: bytes, decoder: msgspec.json.Decoder[Asked]) -> Asked:
    """Read a request from JSON.

    Raises:
        Unusable: malformed JSON, or a field that can't be used.

    """
    asked = _decode(content, decoder)
    if fault := misfit(asked):
        raise _of_field(fault)
    return asked


def misfit(asked: Struct) -> Fault | None:
    """Return what is wrong with fields that are each of the right form."""
    if isinstance(asked, PrivacyChange):
        return None if asked.named() else Fault("", "nothing_named", "Name at least one setting.")
    if isinstance(asked, Ruling):
        missing = Fault("/final", "missing_field", "With `edited`, the final text is needed.")
        return missing if asked.decision == "edited" and asked.final is None else None
    if isinstance(asked, OutreachRequest):
        return _misdated("/at", asked.at)
    if isinstance(asked, WaiverRequest):
        return _misdated("/expires_at", asked.expires_at) if asked.expires_at else None
    if isinstance(asked, CheckRequest) and asked.draft.subject and asked.draft.channel not in WITH_SUBJECT:
        return Fault("/draft/subject", "subject_not_allowed", NO_SUBJECT)
    return None


def _misdated(pointer: str, at: dt.datetime) -> Fault | None:
    try:
        in_utc(at)
    except ValueError as error:
        return Fault(pointer, "invalid_time", str(error))
    return None


def _decode(content: bytes, decoder: msgspec.json.Decoder[Asked]) -> Asked:
    try:
        return decoder.decode(content)
    except msgspec.ValidationError as error:
        raise _of_field(fault_of(str(error), decoder.type)) from None
    except msgspec.DecodeError as error:
        reason = str(error).removeprefix("JSON is malformed: ")
        raise Unusable("malformed_json", f"This isn't valid JSON: {reason}.") from None
    except UnicodeDecodeError:
        raise Unusable("malformed_json", "This isn't valid JSON: it isn't UTF-8.") from None


def _of_field(fault: Fault) -> Unusable:
    return Unusable("invalid_request", "A field of the request can't be used.", fault)
