"""The `decorum` command. Each subcommand is a module, imported when it is asked for: checking starts fast."""

import argparse
import datetime as dt
import importlib
import os
import sys
from collections.abc import Callable, Sequence

import msgspec

from app import __version__
from app.domain.caller import LOCAL, SCOPES
from app.domain.draft import CHANNELS
from app.domain.errors import DecorumError
from app.domain.key import TenantName

BAD_USAGE = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code: 0 well, 1 an error was found, 2 bad usage or input."""
    asked = parser().parse_args(arguments)
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code: int = importlib.import_module(f"app.cli.{asked.command}").run(asked)
        sys.stdout.flush()
    except DecorumError as error:
        sys.stderr.write(f"decorum: {error}{_beneath(error)}\n")
        return BAD_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away, as `| head` does: Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _beneath(error: DecorumError) -> str:
    """Return what the database itself says: who types commands is who must mend it, callers over HTTP aren't told."""
    said = str(getattr(error.__cause__, "orig", None) or "").partition("\n")[0]
    return f" ({said})" if said else ""


def parser() -> argparse.ArgumentParser:
    """Build the parser of all subcommands."""
    top = argparse.ArgumentParser(
        prog="decorum",
        description="Checks professional outreach against cited etiquette rules, mends it and keeps the record.",
    )
    top.add_argument("--version", action="version", version=f"decorum {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_serve(commands.add_parser("serve", help="serve the HTTP API"))
    check = commands.add_parser("check", help="check drafts")
    check.add_argument(
        "files", nargs="+", metavar="FILE", help="text, JSON {draft, context, policy}, or .jsonl; - is stdin"
    )
    _add_draft(check)
    rewrite = commands.add_parser("rewrite", help="rewrite a draft, and put it on record")
    rewrite.add_argument("file", metavar="FILE", help="text, or JSON {draft, context, policy, options}; - is stdin")
    _add_draft(rewrite)
    rules = commands.add_parser("rules", help="list the rules, or show one")
    rules.add_argument("id", nargs="?", metavar="ID", help="the rule to show")
    _add_eval(commands.add_parser("eval", help="run drafts through a model and a prompt, in figures"))
    database = commands.add_parser("db", help="look after the database")
    database.add_argument(
        "action",
        choices=("upgrade", "check", "rotate-key", "reindex", "purge", "vacuum"),
        help="bring its schema up to date, or look at it; bring all texts under the current master key; "
        "purge what is past its retention; write its files anew, without what was deleted",
    )
    _add_keys(commands.add_parser("keys", help="make, list, rotate and revoke API keys"))
    _add_audit(
        commands.add_parser("audit", help="export the ledger, verify an export").add_subparsers(
            dest="action", required=True, metavar="ACTION"
        )
    )
    return top


def _add_serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--host", default="127.0.0.1", help="one beyond loopback needs a key (default %(default)s)")
    serve.add_argument("--port", type=_port, default=8000, help="(default %(default)s; 0 takes a free one)")


def _add_eval(evaluation: argparse.ArgumentParser) -> None:
    evaluation.add_argument("drafts", nargs="?", metavar="DRAFTS", help="a request with an id on each line")
    evaluation.add_argument("--model", help="the model to ask (default: the configured one)")
    evaluation.add_argument("--prompt", metavar="FAMILY/VERSION", help="such as rewrite/001 (default: the model's)")
    evaluation.add_argument("--limit", type=int, metavar="N", help="run only the first N drafts")
    evaluation.add_argument("--results", metavar="FILE", help="keep the results here, one a line")
    evaluation.add_argument("--compare", nargs=2, metavar="RESULTS", help="print two kept runs side by side instead")
    evaluation.add_argument("--html", metavar="FILE", help="write a page with plots and every draft, too")


def _add_keys(keys: argparse.ArgumentParser) -> None:
    actions = keys.add_subparsers(dest="action", required=True, metavar="ACTION")
    create = actions.add_parser("create", help="make a key and print it, this once")
    create.add_argument("name", metavar="NAME", help="what to call it")
    create.add_argument("--scope", nargs="+", choices=SCOPES, required=True, metavar="SCOPE", help=", ".join(SCOPES))
    create.add_argument("--tenant", type=_tenant, help="whose it is; a new name makes a tenant (default: local)")
    create.add_argument("--days", type=_days, help="how long it lasts (default: for ever)")
    listing = actions.add_parser("list", help="list the keys of a tenant")
    listing.add_argument("--tenant", type=_tenant, help="(default: local)")
    rotate = actions.add_parser("rotate", help="make a key that replaces one, and print it, this once")
    rotate.add_argument("id", metavar="ID", help="the key to replace, such as dk_0123456789abcdef")
    rotate.add_argument("--overlap", type=_hours, default=24, metavar="HOURS", help="how long both hold (default 24)")
    revoke = actions.add_parser("revoke", help="end a key")
    revoke.add_argument("id", metavar="ID", help="the key to end, such as dk_0123456789abcdef")


def _add_audit(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verify = actions.add_parser("verify", help="verify an export; needs no service and no database")
    verify.add_argument("file", metavar="FILE", help="the export")
    verify.add_argument("--checkpoint", metavar="FILE", help="a checkpoint that you kept")
    verify.add_argument("--public-key", metavar="FILE", help="the keys that you trust, one a line")
    verify.set_defaults(command="audit_verify")
    export = actions.add_parser("export", help="write entries, rows and texts under a signed manifest")
    export.add_argument("--format", choices=("ndjson", "csv"), default="ndjson", help="(default %(default)s)")
    export.add_argument("--created-after", type=_time, metavar="TIME", help="only entries later than this")
    export.add_argument("--created-before", type=_time, metavar="TIME", help="only entries earlier than this")
    export.add_argument("--output", "-o", metavar="FILE", help="(default: standard output)")
    checkpoint = actions.add_parser("checkpoint", help="sign the ledger as it is now")
    key = actions.add_parser("key", help="print the public key of a ledger")
    for action in (export, checkpoint, key):
        action.add_argument("--tenant", default=LOCAL.tenant, help="whose ledger (default %(default)s)")


def _time(text: str) -> dt.datetime:
    try:
        time = dt.datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise argparse.ArgumentTypeError("must be a time such as 2026-11-23T09:00:00+01:00")
    return time


def _add_draft(command: argparse.ArgumentParser) -> None:
    command.add_argument("--channel", choices=CHANNELS, help="where text will be sent (default message)")
    command.add_argument("--subject", help="the subject of text for InMail or email")
    command.add_argument("--policy", help="the policy to judge by (default: default)")
    command.add_argument("--format", choices=("text", "json"), default="text", help="(default %(default)s)")


def _between(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"must lie between {low} and {high}")
        return value

    return number


def _tenant(text: str) -> str:
    try:
        return msgspec.convert(text, TenantName)
    except msgspec.ValidationError:
        raise argparse.ArgumentTypeError("must hold only a to z, 0 to 9, hyphens and underscores") from None


_port = _between(0, 65_535)
_days = _between(1, 36_500)
_hours = _between(0, 720)
