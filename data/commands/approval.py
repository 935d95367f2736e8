"""Acts that need two people at the command line: approval list, ask, grant, refuse; and reveal."""

from __future__ import annotations

import argparse
import getpass

from data.access.approval import Approval
from data.access.approvals import ACTS, MOST_HOURS, ask, decide, requests
from data.access.reveal import reveal
from data.audit.audit import Audit
from data.commands.command import Command, reading, require_store, say
from data.days import now
from data.engine import connect
from data.settings import Settings


def run_approval(settings: Settings, given: argparse.Namespace) -> None:
    """Carry out one action. Raises ApprovalRefused."""
    {"list": _list, "ask": _ask, "grant": _decide, "refuse": _decide}[given.action](settings, given)


def run_reveal(settings: Settings, given: argparse.Namespace) -> None:
    records = reveal(_audit(settings), given.code, given.by, given.why)
    for each in records:
        say(f"{each.table}\t{each.source}\t{each.file_name}\t{each.record or '–'}")
    say(f"{len(records)} rows of this person. Ask the owner of the source who it is.")


def _audit(settings: Settings) -> Audit:
    require_store(settings)
    return Audit(connect(settings.store_url), settings, is_command=True)


def _list(settings: Settings, _given: argparse.Namespace) -> None:
    with reading(settings) as connection:
        for each in requests(connection):
            say(_line(each))


def _line(each: Approval) -> str:
    state, until = each.state(now().replace(tzinfo=None)), f"until {each.expires_at:%Y-%m-%d %H:%M}"
    what = f"{each.act}\t{each.key}\t{each.people} people"
    return (
        f"{each.approval_id}\t{state}\t{what}\t{each.asked_by}\t{until}\t{each.why}\t{each.decided_by or '–'}"
    )


def _ask(settings: Settings, given: argparse.Namespace) -> None:
    number = ask(_audit(settings), given.act, given.key, given.people, given.by, given.why, given.hours)
    say(f"Request {number} waits for a second person: python -m data approval grant {number}")


def _decide(settings: Settings, given: argparse.Namespace) -> None:
    say(_line(decide(_audit(settings), given.request, given.by, given.action == "grant")))


def _arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    actions.add_parser("list", help="list the requests, the newest first")
    asking = actions.add_parser("ask", help="ask for an act that needs a second person")
    asking.add_argument("act", choices=ACTS, help="what is to be done")
    asking.add_argument("key", help="to what, as the refusal writes it")
    asking.add_argument("--people", type=int, default=1, help="how many people it concerns")
    asking.add_argument("--why", required=True, help="the reason")
    asking.add_argument(
        "--hours", type=float, default=24, help=f"how long it may be used, at most {MOST_HOURS}"
    )
    for name, what in (("grant", "let it be done once"), ("refuse", "let it not be done")):
        deciding = actions.add_parser(name, help=what)
        deciding.add_argument("request", type=int, help="number of the request")
        deciding.add_argument("--by", default=getpass.getuser(), help="the second person")
    asking.add_argument("--by", default=getpass.getuser(), help="who asks, and acts later")


def _reveal_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="code of the person, as P-4F7K-9M2Q-X4TB-6C")
    parser.add_argument("--by", required=True, help="who asked for the grant, and looks")
    parser.add_argument("--why", required=True, help="the reason")


APPROVAL = Command(
    "approval", "Acts that need two people: list, ask, grant, refuse.", _arguments, run_approval
)
REVEAL = Command(
    "reveal", "Show the sources' record numbers of one person, for a grant.", _reveal_arguments, run_reveal
)
