"""The `decorum` command. Each subcommand is a module, imported when it is asked for: checking starts fast."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from app import __version__
from app.domain.draft import CHANNELS
from app.domain.errors import DecorumError

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
        sys.stderr.write(f"decorum: {error}\n")
        return BAD_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away, as `| head` does: Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


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
    check.add_argument("files", nargs="+", metavar="FILE", help="text, or JSON {draft, context, policy}; - is stdin")
    _add_draft(check)
    rewrite = commands.add_parser("rewrite", help="rewrite a draft, and put it on record")
    rewrite.add_argument("file", metavar="FILE", help="text, or JSON {draft, context, policy, options}; - is stdin")
    _add_draft(rewrite)
    rules = commands.add_parser("rules", help="list the rules, or show one")
    rules.add_argument("id", nargs="?", metavar="ID", help="the rule to show")
    _add_eval(commands.add_parser("eval", help="run drafts through a model and a prompt, in figures"))
    database = commands.add_parser("db", help="look after the database")
    database.add_argument("action", choices=("upgrade", "check"), help="bring its schema up to date, or look at it")
    return top


def _add_serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--host", default="127.0.0.1", help="a loopback address (default %(default)s)")
    serve.add_argument("--port", type=_port, default=8000, help="(default %(default)s; 0 takes a free one)")


def _add_eval(evaluation: argparse.ArgumentParser) -> None:
    evaluation.add_argument("drafts", nargs="?", metavar="DRAFTS", help="a request with an id on each line")
    evaluation.add_argument("--model", help="the model to ask (default: the configured one)")
    evaluation.add_argument("--prompt", metavar="FAMILY/VERSION", help="such as rewrite/001 (default: the model's)")
    evaluation.add_argument("--limit", type=int, metavar="N", help="run only the first N drafts")
    evaluation.add_argument("--results", metavar="FILE", help="keep the results here, one a line")
    evaluation.add_argument("--compare", nargs=2, metavar="RESULTS", help="print two kept runs side by side instead")
    evaluation.add_argument("--html", metavar="FILE", help="write a page with plots and every draft, too")


def _add_draft(command: argparse.ArgumentParser) -> None:
    command.add_argument("--channel", choices=CHANNELS, help="where text will be sent (default message)")
    command.add_argument("--subject", help="the subject of text for InMail or email")
    command.add_argument("--policy", help="the policy to judge by (default: default)")
    command.add_argument("--format", choices=("text", "json"), default="text", help="(default %(default)s)")


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError("must lie between 0 and 65535")
    return number
