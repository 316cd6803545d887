"""The OpenAPI document: served at /openapi.json, with nothing that loads from elsewhere."""

from functools import cache
from typing import Any

import msgspec
from litestar import Litestar, Request, Response, Router
from litestar.enums import MediaType
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import License, Tag

from app import __version__
from app.api.examples import EXAMPLES

PATH = "/openapi.json"
COMPONENT = "#/components/schemas/{name}"
TAGS = [
    Tag("checks", "What the rules say of a draft"),
    Tag("rewrites", "A draft in, a verified rewrite out, on record"),
    Tag("rules", "What we judge by"),
    Tag("audit", "Proof that the record is whole"),
    Tag("health", "For whoever runs the service"),
]
