"""The forms of the Setup page: their words, and why somebody sees commands instead."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from editing.balances import QUIET_DAYS, Asked
from editing.journal import Entry
from editing.replies import Reply
from wording import dropped, numbers
from wording.markup import Markup, Text, capital, html
from wording.page import Block, Code, Columns, Control, Fold, Heading, Note, NoteKind, Table

COMMANDS = """\
python -m pipelines add balance FUND AMOUNT --on 2026-08-31 --source "where you saw it"
python -m pipelines ask FUND
python -m pipelines add fund --id grant --name "Our grant" --kind grant --ends 2027-12-31
python -m pipelines add notes --series team --path notes
python -m pipelines add bill FILE
python -m pipelines undo"""
REFUSALS = {
    "sample": "The sample cannot be changed: it is a fictional team.",
    "read_only": "The folder of dashboard.toml cannot be written by this server.",
    "not_signed_in": "Only an editor who is signed in may change settings.",
    "no_editor": "You may read, not change: neither [access] editors nor a role of the hub "
    "makes you an editor.",
    "not_loopback": "This server answers other machines, and no sign-in is set up.",
    "base_path": "This server is behind another one, and no sign-in is set up.",
    "host": "This page was not opened as localhost with the server's own port.",
    "passed_on": "This request came through another server, and no sign-in is set up.",
    "no_token": "To change settings here, open the address that the server printed in its "
    "terminal: it has the token for this browser.",
    "wrong_token": "The token of this browser is of another start of the server: open the address "
    "that it printed in its terminal.",
}
NOBODY = "somebody at this machine"
NAME = "Your name, for the journal"
FUND, FUND_NAME, COST_NAME = "Fund", "Name of the fund", "Name of the cost"
AS_OF, WHERE, DOCUMENT = "As of", "Where you saw it", "A statement or another document says so"
WHERE_EXAMPLE = "statement of August, page 2"
SAVE, SHOW, LEAVE, ASK = "Save", "Show the change", "Leave it", "Ask for it"
ANSWER = "Or paste the answer that came back"
NO_REFERENCE = "A document has a name. Fix: write which one under Where you saw it"
KIND, CURRENCY, AWARDED = "Kind of money", "Currency", "Awarded in this currency, if known"
ENDS, WHOM = "Must be spent by; empty: no end", "Whom to ask for its balance"
CATEGORY, PER, STARTS = "Category", "Per", "First day"
LAST_DAY = "Last day; empty: until further notice"
JOURNAL = "What was changed"
SHOWN = 10  # entries of the journal
LONG = 90  # characters of a value in the journal's table


def blocks(refused: str | None, asked: Sequence[Block] = ()) -> tuple[Block, ...]:
    """The forms for who may write; for others why not, and the commands.

    asked  the questions that wait for an answer, first of all
    """
    if refused:
        return (Note("plain", REFUSALS[refused]), Heading("By commands"), Code(COMMANDS))
    more = (
        Fold("Change any piece", (Control("piece"),)),
        Fold("Add a fund", (Control("fund"),)),
        Fold("Add a planned cost", (Control("planned"),)),
        Control("person"),
        Control("history"),
    )
    left: tuple[Block, ...] = (Heading("Balance of a fund"), Control("balance"))
    columns = Columns((left, (Heading("Funds, costs and every other piece"), *more)), (1.0, 1.0))
    tables = Fold(
        "Balances, planned costs, budget lines, payments, claims as a table", (Control("grid"),)
    )
    found = (Heading(dropped.HEADING), Control("drop"), columns, tables)
    return (Control("said"), Control("read-now"), *asked, *found)


def request(fund: str, on: date, last: tuple[date, Decimal] | None, currency: str) -> str:
    """The two-line message to whoever knows a balance."""
    known = ""
    if last is not None:
        known = f"Last known: {_amount(last[1], currency)} on {numbers.long_day(last[0])}. "
    return f"What is left on {fund} at {numbers.long_day(on)}?\n{known}Three words back are enough."


def asked(request: Asked, *, is_quiet: bool) -> str:
    """When a balance was asked for, and until when it is not asked for again."""
    whom = f" {request.whom}" if request.whom else ""
    quiet = f"; quiet for {QUIET_DAYS} days" if is_quiet else ""
    return f"Asked{whom} on {numbers.long_day(request.asked_on)}{quiet}."


def read_as(reply: Reply, currency: str) -> tuple[NoteKind, str]:
    """What was read in an answer; nothing of it is saved yet."""
    if reply.problem:
        return "partial", f"Not read: {reply.problem}."
    about = "about " if reply.is_rough else ""
    amount = "unknown" if reply.amount is None else f"{about}{_amount(reply.amount, currency)}"
    day = f"at {numbers.long_day(reply.on)}" if reply.on else "with no day in it"
    return "plain", f"Read as {amount}, {day}. Look at it below, then save."


def saved(entry: Entry, warning: str | None, public: Sequence[str] = ()) -> Text:
    """What was saved, what git would publish, and how it comes into the figures."""
    more = " ".join(filter(None, ("", warning, would_publish(public))))
    return html(
        "<b>Saved: {}</b> in {}.{} Next: <b>Read now</b> (or <code>python -m pipelines</code>) "
        "brings it into the figures.",
        entry.key, entry.file, more,
    )  # fmt: skip


def would_publish(files: Sequence[str]) -> str:
    """The private files that git has or would add; empty where there is none."""
    if not files:
        return ""
    return (
        f"Private, and git would publish {numbers.listing(list(files))}. "
        "Fix: move it into private/, or add it to .gitignore (docs/editing.md)."
    )


def cannot(why: str) -> str:
    """In place of a save: the lines to paste follow."""
    return f"{capital(why)}. Fix: add these lines by hand"


def no_balances(has_funds: bool) -> str:
    """In place of the form, where no balance can be kept."""
    if not has_funds:
        return "A balance is that of a fund: add one first."
    return 'No file for balances. Fix: add balances = "balances.csv" under [funding].'


def history(entries: Sequence[Entry]) -> list[Block]:
    """The newest entries of the journal."""
    if not entries:
        return [Note("plain", "Nothing was changed here yet.")]
    rows = [
        (f"{each.at[:10]} {each.at[11:16]}", each.who, each.key, _moved(each))
        for each in reversed(entries[-SHOWN:])
    ]
    head = (("When (UTC)", "qd-day"), "Who", "What", ("Old → new, why", "qd-hide"))
    return [Table("journal", "", head, rows)]


def undo(entry: Entry) -> str:
    """The button that takes the newest change back."""
    return f"Undo {entry.key[:60]}"


def amount(currency: str) -> str:
    """The label of a field for an amount."""
    return f"Amount, {currency}"


def last(known: tuple[date, Decimal] | None, currency: str) -> str:
    """In an empty field: the balance known last."""
    return (
        f"{_amount(known[1], currency)} on {numbers.long_day(known[0])}" if known else "18,000.00"
    )


def typed(value: Decimal | None) -> str:
    """An amount as a person would type it."""
    return "" if value is None else f"{value:,f}"


def slug(name: str) -> str:
    """A short id from a name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "fund"


def _moved(entry: Entry) -> Markup:
    old, new = (
        "nothing" if value is None else value if len(value) <= LONG else f"{value[:LONG]}…"
        for value in (entry.old, entry.new)
    )
    return html("{} → {}<small>{}</small>", old, new, entry.why)


def _amount(value: Decimal, currency: str) -> str:
    is_whole = value == value.to_integral_value()
    return numbers.money(value, currency) if is_whole else numbers.cents(value, currency)
