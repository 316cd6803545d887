"""What a policy says beside its rules: how a draft is rewritten, and how a rewrite is verified."""

from collections.abc import Mapping

from msgspec import Struct

from app.rules.policy import Policy
from app.rules.rule import Parameter, Parameters

MAKING: Mapping[str, Mapping[str, Parameter]] = {
    "rewriting": {
        "candidates": Parameter(
            value=1,
            least=1,
            most=5,
            unit="answers that a model is asked for at a time; the best one stands",
            evidence="ours",
            source="One answer is the cheapest",
            as_of="2026",
        ),
        "after_refusal": Parameter(
            value=1,
            least=1,
            most=5,
            unit="answers that a model is asked for at a time once its first is refused",
            evidence="ours",
            source="Two calls for a draft at most, so that what a rewrite costs is known",
            as_of="2026",
        ),
    },
    "verification": {
        "judge": Parameter(
            value="off",
            unit="whether the model is asked for a second opinion on facts that no code can tell",
            evidence="ours",
            source="Another call for each candidate that passed; what it brings depends on the model",
            as_of="2026",
            choices=("off", "on"),
        )
    },
}


class Making(Struct, frozen=True):
    """How rewrites are made: how many answers at a time, at first and later, and whether each gets a second opinion."""

    candidates: int
    after_refusal: int
    judge: bool


def making(policy: Policy) -> Making:
    """Return how a policy wants rewrites made."""
    rewriting, verification = (_chosen(policy, name) for name in ("rewriting", "verification"))
    return Making(
        candidates=int(rewriting["candidates"]),
        after_refusal=int(rewriting["after_refusal"]),
        judge=verification["judge"] == "on",
    )


def _chosen(policy: Policy, name: str) -> Parameters:
    defaults = {key: parameter.value for key, parameter in MAKING[name].items()}
    return defaults | dict(policy.parameters.get(name, {}))
