"""A policy in its flat form: nothing in it depends on another policy any more."""

from collections.abc import Mapping

from msgspec import Struct

from app.domain.report import Severity


class Policy(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A choice of rules, severities and parameters, and what a house adds.

    Attributes:
        name: how callers name it.
        version: counts its releases.
        title: what it is for, in one line.
        off: rules that it switches off.
        severities: severities that differ from the rules' own, by rule.
        parameters: values that differ from the rules' own, by rule and parameter.
        preferred: what to write, by the words it stands in place of.
        banned: words not to write.
        rules: house rules, each as TOML.

    """

    name: str
    version: int
    title: str
    off: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = {}
    parameters: Mapping[str, Mapping[str, int | float | str]] = {}
    preferred: Mapping[str, str] = {}
    banned: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
