"""One fund in words: where its balance comes from, and on which terms it pays."""

from metrics import words
from metrics.runway.engine.model import Fund
from metrics.runway.inputs.balances import Held
from metrics.runway.inputs.declared import Rule


def balance_basis(held: Held, currency: str) -> str:
    """Where a balance comes from: "confirmed 3 March, then 4,120.00 USD of bills and plans"."""
    said = held.statement
    if said is None:
        return "never stated"
    day = words.day(said.on_day)
    if held.balance is None:
        return f"not known since {day}, between 0 and {words.cents(held.high, currency)}"
    text = f"{'confirmed' if said.confirmed else 'stated'} {day}"
    moves = [(held.spent, "of bills and plans"), (held.income, "of income")]
    if told := [f"{words.cents(amount, currency)} {what}" for amount, what in moves if amount]:
        text += f", then {words.listing(told)}"
    if held.unexplained:
        side = "more" if held.unexplained > 0 else "less"
        gap = words.cents(abs(held.unexplained), currency)
        text += f"; that statement was {gap} {side} than the records explain"
    return text


def terms(fund: Fund, rule: Rule, currency: str) -> str:
    """What a fund may pay and how, beside its categories and its end."""
    parts = [f"{name} up to {words.money(most, currency)} more" for name, most in fund.caps.items()]
    if fund.overhead_rate:
        parts.append(f"{words.percent(fund.overhead_rate)} overhead on spending")
    if fund.tax_rate:
        parts.append(f"{words.percent(fund.tax_rate)} tax on bills")
    if fund.encumbered:
        parts.append(f"{words.money(fund.encumbered, currency)} committed")
    if rule.reimbursed_after_days is not None:
        parts.append(f"paid back after {words.days(rule.reimbursed_after_days)}")
    return ", ".join(parts)
