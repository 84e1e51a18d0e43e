"""The forms of the Setup page: their words, and why somebody sees commands instead."""

from datetime import date
from decimal import Decimal

from wording import numbers

COMMANDS = (
    "python -m pipelines add balance FUND AMOUNT --on 2026-08-31",
    "python -m pipelines ask FUND",
    "python -m pipelines add fund --id grant --name \"Our grant\" --kind grant --ends 2027-12-31",
    "python -m pipelines undo",
)  # fmt: skip
REFUSALS = {
    "sample": "The sample cannot be changed: it is a fictional team.",
    "read_only": "The folder of dashboard.toml cannot be written by this server.",
    "not_signed_in": "Only an editor who is signed in may change settings.",
    "no_editor": "You may read, not change: [access] editors does not name your address.",
    "not_loopback": "This server answers other machines, and no sign-in is set up.",
    "base_path": "This server is behind another one, and no sign-in is set up.",
    "host": "This page was not opened as localhost with the server's own port.",
    "passed_on": "This request came through another server, and no sign-in is set up.",
    "no_token": "This browser was not given the token yet: open the address that the server "
    "printed in its terminal.",
    "wrong_token": "The token of this browser is of another start of the server: open the address "
    "that it printed in its terminal.",
}


def request(fund: str, on: date, last: tuple[date, Decimal] | None, currency: str) -> str:
    """The two-line message to whoever knows a balance."""
    known = ""
    if last is not None:
        amount = numbers.money(last[1], currency)
        known = f"Last known: {amount} on {numbers.long_day(last[0])}. "
    return f"What is left on {fund} at {numbers.long_day(on)}?\n{known}Three words back are enough."
