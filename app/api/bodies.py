"""How Litestar reads a body: decoded once, by our own rules, and documented by its struct."""

from collections.abc import Generator
from typing import Any, ClassVar

import msgspec
from litestar._openapi.schema_generation import SchemaCreator
from litestar.dto import AbstractDTO, DTOFieldDefinition
from litestar.exceptions import HTTPException
from litestar.openapi.spec import Reference, Schema
from litestar.typing import FieldDefinition

from app.api.requests import Asked, read


class StrictJSON(AbstractDTO[Asked]):
    """Reads a body as its request struct, naming what is wrong by JSON pointer."""

    decoder: ClassVar[msgspec.json.Decoder[Any]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.decoder = msgspec.json.Decoder(cls.model_type)

    def decode_bytes(self, value: bytes) -> Asked:
        """Decode a body.

        Raises:
            HTTPException: 415, it is declared as something else than JSON.
            Unusable: malformed JSON, or a field that can't be used.

        """
        content_type = self.asgi_connection.headers.get("content-type", "")
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise HTTPException(status_code=415)
        asked: Asked = read(value, self.decoder)
        return asked

    @classmethod
    def create_for_field_definition(cls, *_: object, **__: object) -> None:
        """Build nothing: the decoder is all that is needed."""

    @classmethod
    def create_openapi_schema(
        cls,
        field_definition: FieldDefinition,
        handler_id: str,  # noqa: ARG003
        schema_creator: SchemaCreator,
    ) -> Reference | Schema:
        """Document the struct itself."""
        return schema_creator.for_field_definition(field_definition)

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Generator[DTOFieldDefinition]:  # noqa: ARG003
        """Name no fields: nothing is transferred."""
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:  # noqa: ARG003
        """Look for no nested models: nothing is transferred."""
        return False
