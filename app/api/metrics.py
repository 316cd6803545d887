"""GET /metrics: how many requests, how long, how they ended, in the text form that Prometheus reads."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.enums import MediaType
from litestar.types import Scope
from prometheus_client import CollectorRegistry, GCCollector, Histogram, Info, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from app import __version__
from app.api.access import PUBLIC
from app.api.problems import documented

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
ELSEWHERE = ("other", "unmatched")


class Metrics:
    """What one app counts, in a registry of its own. No label holds a tenant, a text or what a caller made up."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        Info("decorum_build", "The release that runs", registry=self._registry).info({"version": __version__})
        self._requests = Histogram(
            "decorum_request_duration_seconds",
            "Requests: how many, and how long until the last byte of the answer was sent",
            ("method", "path", "status"),
            buckets=SECONDS,
            registry=self._registry,
        )

    def count(self, scope: Scope, status: int, seconds: float) -> None:
        """Count a request that was answered; its path is the route's template."""
        template = scope.get("path_template")
        method, path = (scope.get("method", ""), template) if template else ELSEWHERE
        self._requests.labels(method, path, status).observe(seconds)

    def text(self) -> bytes:
        """Return all there is in Prometheus' text form."""
        return generate_latest(self._registry)


@get(
    "/metrics",
    media_type=MediaType.TEXT,
    security=PUBLIC,
    responses=documented(),
    tags=["health"],
    operation_id="readMetrics",
    summary="Read the metrics",
    response_description="Counts and times of the requests so far, in Prometheus' text form",
    sync_to_thread=False,
)
def read_metrics(metrics: NamedDependency[Metrics]) -> Response[bytes]:
    """Read how many requests there were by route and status, how long they took, and what the process uses."""
    return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)
