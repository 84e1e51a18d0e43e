"""The forms of the pieces of dashboard.toml: their names, and the words around their fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wording import numbers, setup

PIECE, WHICH, NEW = "Piece", "Which", "one more"
SHOW = "Show the change"
SAME = "Nothing was changed: the file says so already."
PAIRS = "One a line, as in name = value"
LINES = "One a line"
NOT_SET = "not set"
MORE = "More settings of it"
BY_HAND = "By hand, in dashboard.toml: {}. {} where a token of the server is sent."


@dataclass(frozen=True)
class Piece:
    """A table of dashboard.toml that has a form.

    path     its keys     is_list  it has entries     inside  the table of each entry that is meant
    unlocks  what it is for
    """

    name: str
    path: tuple[str, ...]
    unlocks: str
    is_list: bool = True
    inside: str = ""


def _piece(key: str, *, is_list: bool = True, name: str = "") -> Piece:
    use = setup.USES[key]
    return Piece(name or use.name, (key,), use.unlocks, is_list)


PIECES = (
    _piece("notes"), _piece("billing"), _piece("funds"),
    Piece("Extension rules of funds", ("funds",), "Runway: what an extension would buy, and by "
          "when to ask for it", inside="extension"),
    Piece("A collective's balance", ("funds",), "Runway: what Open Collective says that a fund "
          "holds, without typing", inside="open_collective"),
    Piece("AWS credits", ("funds",), "Runway: what AWS says that is left of credits, without "
          "typing", inside="aws_credits"),
    Piece("Google Cloud credits", ("funds",), "Runway: what is left of credits by the bills, as "
          "Google states no balance", inside="google_credits"),
    _piece("funding", is_list=False, name="Balances, claims, rates, invoices"),
    Piece("Ledgers", ("funding", "ledgers"), "Runway: income and costs outside the cloud bills"),
    _piece("planned_costs"), _piece("pending"),
    Piece("Budgets", ("budgets",), "Burn: the line of what a month may cost"),
    Piece("New levels of spending", ("events",), "Runway: months before it do not count"),
    Piece("Scenarios", ("scenarios",), "Runway: what if"),
    Piece("Budget lines of awards", ("budget_lines",), "the award's page: what was approved"),
    Piece("Revisions of a budget", ("budget_revisions",), "the award's page: what was approved"),
    Piece("Payments of awards", ("payments",), "the award's page: received, and to come"),
    Piece("Interest of awards", ("interest",), "the award's page and its report: what money paid "
          "in advance earned"),
    Piece("Interest rules of awards", ("funds",), "the award's page and its report: what of its "
          "interest goes back", inside="interest"),
    Piece("Reports of awards", ("reports",), "the award's page: which report is due, and when"),
    Piece("Calls of funders", ("calls",), "Runway: by when to ask the last one that decides in "
          "time"),
    Piece("Rates of a budget line", ("line_rates",), "the award's page: fringe and indirect costs"),
    Piece("Shared costs", ("cost_splits",), "the award's page: costs that several awards pay"),
    Piece("Rules of what an award pays", ("charge_rules",), "the award's page: costs by their day, "
          "category, account, project or label"),
    _piece("github", is_list=False), _piece("docs", is_list=False),
    _piece("launches", is_list=False), _piece("usage"),
    Piece("People", ("people",), "People: other spellings, opt-outs, how pages name people", False),
    _piece("presets"),
    Piece("Project and freshness", ("project",), "every page: name, currency, days of the team, "
          "when a build is old; in which month the board's year begins", False),
)  # fmt: skip
NAMED_BY = ("name", "series", "account", "id", "recipient")
# What tells an entry without a name from the next one, in this order.
TOLD_BY = ("line", "category", "project", "label", "amount", "on", "starts_on", "fund")


def entries(held: Sequence[Mapping[str, Any]], funds: Mapping[str, str]) -> list[str]:
    """The names of the entries of a list, numbered where two are alike or there is none.

    funds  id → name; an entry without a name of its own is known by its amount, day and fund
    """
    named = [_entry(each, funds) for each in held]
    return [
        name if name and named.count(name) == 1 else f"{name} {at}".strip()
        for at, name in enumerate(named, 1)
    ]


def _entry(held: Mapping[str, Any], funds: Mapping[str, str]) -> str:
    if name := next((str(held[key]) for key in NAMED_BY if key in held), ""):
        return name
    return ", ".join(_in_words(held[key], funds) for key in TOLD_BY if key in held)


def _in_words(value: Any, funds: Mapping[str, str]) -> str:
    match value:
        case date():
            return numbers.day(value)
        case int() | Decimal():
            return numbers.number(value, numbers.decimals(Decimal(value)))
        case _:
            return funds.get(str(value), str(value))


def placeholder(default: object) -> str:
    """In an empty field: what it is where it is left out."""
    is_none = default is None or default in ("", [], {})
    return NOT_SET if is_none else f"{default}"


def by_hand(keys: Sequence[str]) -> str:
    """Which settings have no field, and why."""
    decide = numbers.agree(len(keys), "It decides", "They decide")
    return BY_HAND.format(numbers.listing(keys), decide)


def unlocks(piece: Piece) -> str:
    """What a piece is for."""
    return f"It unlocks {piece.unlocks}."
