"""Request bodies: JSON decoded once, strictly, into plain domain data."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar, NoReturn, TypeVar

import msgspec
from litestar.dto import AbstractDTO
from msgspec import Struct

from app.api.faults import Fault, body_fault
from app.api.problems import Refused
from app.domain.context import Context, Line
from app.domain.draft import WITH_SUBJECT, Draft
from app.domain.rewrite import Options

NO_SUBJECT = "Only InMail and email have a subject: leave it out here."


class CheckRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft to check, what is known around it, and the name of the policy to judge by."""

    draft: Draft
    context: Context = Context()
    policy: Line = "default"


class RewriteRequest(CheckRequest, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft to rewrite, and how."""

    options: Options = Options()


Asked = TypeVar("Asked", bound=CheckRequest)


class StrictJSON(AbstractDTO[Asked]):
    """Reads a body as its request struct, naming what is wrong by JSON pointer."""

    decoder: ClassVar[msgspec.json.Decoder[Any]]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.decoder = msgspec.json.Decoder(cls.model_type)

    def decode_bytes(self, value: bytes) -> Asked:
        """Decode a body.

        Raises:
            Refused: another content type, malformed JSON, or a field that can't be used.

        """
        content_type = self.asgi_connection.headers.get("content-type", "")
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise Refused(415, "unsupported_media_type", "The body must be sent as application/json.")
        asked: Asked = decode(value, self.decoder, self.model_type)
        if asked.draft.subject and asked.draft.channel not in WITH_SUBJECT:
            raise unusable(Fault("/draft/subject", "subject_not_allowed", NO_SUBJECT))
        return asked

    @classmethod
    def create_for_field_definition(cls, *_: Any, **__: Any) -> None:
        """Build nothing: the decoder is all that is needed."""

    @classmethod
    def create_openapi_schema(cls, field_definition: Any, handler_id: str, schema_creator: Any) -> Any:  # noqa: ARG003
        """Document the struct itself."""
        return schema_creator.for_field_definition(field_definition)

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Iterator[Any]:  # noqa: ARG003
        """Name no fields: nothing is transferred."""
        return iter(())

    @classmethod
    def detect_nested_field(cls, field_definition: Any) -> bool:  # noqa: ARG003
        """Look for no nested models: nothing is transferred."""
        return False


def decode(value: bytes, decoder: msgspec.json.Decoder[Any], shape: type[Any]) -> Any:
    """Decode JSON, or say in words why not.

    Raises:
        Refused: malformed, or not of the shape.

    """
    try:
        return decoder.decode(value)
    except msgspec.ValidationError as error:
        raise unusable(body_fault(str(error), shape)) from None
    except msgspec.DecodeError as error:
        reason = str(error).removeprefix("JSON is malformed: ")
        raise Refused(400, "malformed_json", f"The body isn't valid JSON: {reason}.") from None
    except UnicodeDecodeError:
        raise Refused(400, "malformed_json", "The body isn't valid JSON: it isn't UTF-8.") from None


def unusable(fault: Fault) -> Refused:
    """Refuse a request for one field."""
    return Refused(400, "invalid_request", "A field of the request can't be used.", fault)


def dated(context: Context) -> Context:
    """Fill in the server's clock where the caller says no time."""
    return context if context.now else msgspec.structs.replace(context, now=dt.datetime.now(dt.UTC))
