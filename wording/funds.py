"""Funds: balances today, the costs they may pay for, the dates ahead."""

from collections.abc import Sequence
from decimal import Decimal

from metrics.funds.due_dates import Due
from metrics.funds.register import Position
from metrics.runway.engine.model import Fund
from metrics.runway.inputs.balances import Held
from metrics.runway.inputs.declared import Rule
from wording import derived, numbers, runway
from wording.markup import capital, html
from wording.page import Amount, Block, Cell, Fold, Item, Items, Keyed, State, Table
from wording.runway import extension_name, the

QUESTION = "Which funds do we have, what may they pay for, and what is due next?"
KINDS = {"grant": "Grant", "credits": "Credits", "donation": "Donations", "in_kind": "In kind"}
STATES = {
    "stranded": State("watch", "Money left"),
    "ended": State("quiet", "Ended"),
    "unknown": State("watch", "Not known"),
    "used_up": State("quiet", "Used up"),
    "old": State("watch", "Old"),
    "not_begun": State("quiet", "Not started"),
    "ends_soon": State("watch", "Ends soon"),
    "open": State("fine", "Open"),
}
DUE_STATES = {
    "overdue": State("watch", "Overdue"),
    "decide": State("watch", "Decide"),
    "past": State("act", "Past"),
    "soon": State("watch", "Soon"),
    "later": State("quiet", "Later"),
    "buys_nothing": State("quiet", "Buys nothing"),
    "hoped_for": State("quiet", "Pending"),
    "past_unsourced": State("watch", "Past"),
    "not_known": State("quiet", "Not known"),
    "under_way": State("fine", "Under way"),
}
LAST_DAYS = {
    "report": "Expected by the funder",
    "end": "Last day to incur a cost",
    "payment": "120 days after the end; check your award",
}
COLUMNS = (
    "Fund", ("State", "qd-hide"), ("Balance today", "n"), ("Basis", "qd-hide"),
    ("May pay for", "qd-hide"), ("Spent", "n qd-hide"),
)  # fmt: skip
MOST = 8  # dates in sight


def more(positions: Sequence[Position], due: Sequence[Due]) -> list[Block]:
    """The balance of each fund today with its terms, and every date ahead."""
    if not positions:
        return []
    lines = [
        Item(DUE_STATES[d.state], due_text(d), detail=due_detail(d), side=due_side(d)) for d in due
    ]
    terms = [_row(each) for each in positions]
    title, rest = "What each fund may pay for", len(terms) - MOST
    found: list[Block] = [Table("terms", title, COLUMNS, terms[:MOST], "funds.register")]
    if rest > 0:
        folded = Table("more-terms", "", COLUMNS, terms[MOST:], "funds.register")
        found.append(Fold(f"{rest} more", (folded,)))
    if lines:
        found.append(Items("due", tuple(lines), "Every date ahead", MOST, "funds.due"))
    return found


def due_text(due: Due) -> str:
    """A due date in words, for a list and for a calendar."""
    match due.kind:
        case "end":
            return f"{'Expiry' if due.fund_kind == 'credits' else 'End'} of {the(due.name)}"
        case "payment":
            return f"Pay the commitments under {the(due.name)}"
        case "request":
            return f"Ask for a {extension_name(due.fund_kind).lower()} of {the(due.name)}"
        case "start":
            return f"Possible start of {the(due.name)}"
        case "report":
            return f"A report on {the(due.name)}"
        case "search":
            begun = due.state == "under_way"
            return "Search for new funding" if begun else "Start looking for new funding"


def due_detail(due: Due) -> str:
    """The rule behind a date, or how likely it is."""
    if due.state == "under_way":
        return f"Under way since {numbers.long_day(due.on)}"
    if due.state == "not_known" or (due.kind == "search" and due.lead_months is None):
        return runway.NO_NOTICE if due.kind == "request" else runway.NO_LEAD
    match due.kind:
        case "end" | "payment" | "report":
            return LAST_DAYS[due.kind]
        case "request":
            return capital(due.source or runway.OWN_RULE)
        case "start":
            return f"{capital(numbers.chances(due.chance))}, by your own estimate"
        case "search":
            lead = f"Lead time: {numbers.months(due.lead_months or 0)}"
            return f"{lead}. {runway.on_committed(due.committed)}" if due.committed else lead


def due_side(due: Due) -> str:
    """The day of a due date, where it is known."""
    return "" if due.state == "not_known" else numbers.day(due.on)


def _row(each: Position) -> list[Cell]:
    fund, rule, state = each.fund, each.rule, STATES[each.state]
    verb = "ended" if each.state in ("ended", "stranded") else "ends"
    end = f"{verb} {numbers.day(fund.ends_on)}" if fund.ends_on else "no end"
    funder = f", {rule.funder}" if rule.funder else ""
    name = html(
        '{}<small>{}{}</small><small class="qd-phone">{}</small>',
        rule.name, KINDS[rule.kind], funder, f"{state.word}, {end}",
    )  # fmt: skip
    held: Cell = "not known"
    if each.balance is not None:
        text = numbers.cents(each.balance, each.currency)
        if each.balance and each.held.is_estimated:
            text = f"about {numbers.about(each.balance, each.currency)}"
        held = Amount(text, {"of": "funds.balance", "fund": rule.fund_id})
    pays = numbers.listing(sorted(fund.pays_for)) or "everything"
    spent = "–" if each.spent_share is None else numbers.percent(each.spent_share)
    time = each.elapsed_share
    gone = "" if time is None else f"{numbers.percent(time)} of its period"
    return [
        Keyed(f"fund.{rule.kind}", name), state, held,
        _basis(each),
        html("{}<small>{}</small>", pays, terms(fund, rule, each.currency)),
        html("{}<small>{}</small>", spent, gone),
    ]  # fmt: skip


def _basis(each: Position) -> Cell:
    """Where a balance comes from, with the sum behind a derived one."""
    basis = capital(balance_basis(each.held, each.currency))
    if each.derived is None:
        return basis
    return html("{}<small>{}</small>", basis, derived.detail(each.derived))


def balance_basis(held: Held, currency: str) -> str:
    """Where a balance comes from: "confirmed 3 Mar 2026, then 4,120.00 USD of bills"."""
    stated = held.statement
    if stated is None:
        return "never stated"
    day = numbers.day(stated.on_day)
    if held.balance is None:
        return f"not known since {day}"
    how = "derived" if stated.derived else "confirmed" if stated.confirmed else "stated"
    text = f"{how} {day}"
    moves = [
        (held.billed, numbers.cents, "of bills"),
        (held.planned, _about, "of planned costs"),
        (held.estimated, _about, "estimated for days without a bill"),
        (held.income, numbers.cents, "of income"),
    ]
    parts = [
        f"{written(amount, currency)} {of}"
        for amount, written, of in moves
        if numbers.to_cents(amount)
    ]
    if parts:
        text += f", then {numbers.listing(parts)}"
    if held.unexplained:
        side = "more" if held.unexplained > 0 else "less"
        gap = numbers.cents(abs(held.unexplained), currency)
        text += f"; that statement was {gap} {side} than the records explain"
    return text


def _about(amount: Decimal, currency: str) -> str:
    return f"about {numbers.about(amount, currency)}"


def terms(fund: Fund, rule: Rule, currency: str) -> str:
    """How a fund pays, next to its categories and its end."""
    parts = [
        f"{name} up to {numbers.money(most, currency)} more" for name, most in fund.caps.items()
    ]
    if fund.overhead_rate:
        parts.append(f"{numbers.percent(fund.overhead_rate)} indirect costs on spending")
    if fund.tax_rate:
        parts.append(f"{numbers.percent(fund.tax_rate)} tax on bills")
    if fund.encumbered:
        parts.append(f"{numbers.money(fund.encumbered, currency)} of the balance encumbered")
    if rule.reimbursed_after_days is not None:
        parts.append(f"reimbursed after {numbers.days(rule.reimbursed_after_days)}")
    return ", ".join(parts)
