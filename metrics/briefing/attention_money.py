"""What must be decided about money: the search, extensions, what lapses, old balances."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics import words
from metrics.briefing import meeting_pairs
from metrics.briefing.attention_item import NEVER, Item
from metrics.data_quality.sources import info
from metrics.runway import telling
from metrics.runway.double_funding import twice
from metrics.runway.extension import Extension
from metrics.runway.inputs.balances import Statement, statements
from metrics.runway.inputs.gather import each_currency
from metrics.runway.outlook import FundOutlook, Outlook

SOON = 60  # days before a search or a request is due from which it is said
ENDING = 120  # days before the end from which what would lapse is said
WORTH = Decimal("0.05")  # of a balance; less than that is not worth a meeting's time
CONFIRM_AFTER = 90  # days after which a stated balance is an old number


def items(db: DuckDBPyConnection, as_of: date) -> Iterator[Item]:
    """Lines about money in every currency; of a fund without a runway only balance and end."""
    yield from _balances(db, as_of)
    known, own = meeting_pairs.runways(db), info(db).currency
    for found in known:
        if found.currency == own:
            yield from _search(found)
        yield from _funds(found)
    if known:
        yield from _twice(db)
    yield from _ends(db, as_of, told={fund.fund_id for found in known for fund in found.funds})


def _funds(found: Outlook) -> Iterator[Item]:
    """What to ask for, and what would lapse, of the funds of one runway."""
    asked = {each.rule.fund_id for each in found.extensions if each.rule.months != 0}
    for each in found.extensions:
        if each.rule.fund_id in asked:
            yield from _extension(each, found)
    for fund in found.funds:
        if fund.fund_id not in asked:
            yield from _lapse(fund, found)


def _twice(db: DuckDBPyConnection) -> Iterator[Item]:
    for given in each_currency(db):
        for text, detail in twice(given):
            yield Item("watch", "Check", text, detail, "", 0, "runway")


def _ends(db: DuckDBPyConnection, as_of: date, *, told: Collection[str]) -> Iterator[Item]:
    """Funds that end soon, where nothing has told what they would leave."""
    rows = db.execute(
        "select name, ends_on, fund_id from fund where ends_on between ? and ? order by all",
        [as_of, as_of + timedelta(days=ENDING)],
    ).fetchall()
    for name, ends in [row[:2] for row in rows if row[2] not in told]:
        left = (ends - as_of).days
        text = f"{name}: the last day is {words.long_day(ends, year=False)}"
        detail = "What would lapse is not known: that needs a balance and bills or planned costs."
        yield Item("watch", "Decide", text, detail, f"{words.days(left)} left", left, "funds")


def _search(found: Outlook) -> Iterator[Item]:
    day = found.start_looking
    if day is None or (day - found.as_of).days > SOON:
        return
    kinds = {fund.kind for fund in found.funds}
    what = (
        "the next grant" if "grant" in kinds else "the next credits" if "credits" in kinds else ""
    )
    left = (day - found.as_of).days
    should = "should have begun on" if left <= 0 else "should begin by"
    lead = f"A search takes {words.months(found.lead_months)}, so it {should}"
    yield Item(
        "act" if left <= 0 else "watch",
        "Overdue" if left <= 0 else "Decide",
        f"Start looking for {what or 'new money'}",
        f"{lead} {words.long_day(day, year=False)}.",
        f"{words.days(abs(left))} {'late' if left < 0 else 'left'}",
        left,
        "runway",
    )


def _extension(each: Extension, found: Outlook) -> Iterator[Item]:
    """An extension worth asking for, from two months before the day to ask, or near its end."""
    rule, ends = each.rule, each.rule.ends_on or found.horizon
    to_ask, to_end = (each.ask_by - found.as_of).days, (ends - found.as_of).days
    worth = each.left[1] > WORTH * (rule.awarded or Decimal(0))
    if not worth or (to_ask > SOON and to_end > ENDING):
        return
    is_late = each.notice_by < found.as_of
    side = f"{words.days(abs(to_ask))} {'late' if to_ask < 0 else 'left'}"
    yield Item(
        "act" if is_late else "watch",
        "Late" if is_late else "Decide",
        _lost(each.left[1], found.currency, rule.name, rule.kind, ends),
        _late(each) if is_late else _ask(each),
        side,
        to_ask,
        "runway",
    )


def _ask(each: Extension) -> str:
    if not each.buys:
        return "Nothing is planned after that day, so an extension would buy nothing."
    use = f"{telling.extension_name(each).lower()} of {words.tenths(each.bought[1])} would use it"
    work = "" if each.rule.work else " Write down the work that remains: it is the reason."
    return f"A {use}. Ask by {words.long_day(each.ask_by, year=False)}.{work}"


def _late(each: Extension) -> str:
    day = words.long_day(each.notice_by, year=False)
    return f"The day to ask, {day}, is past: is it still possible?"


def _lapse(fund: FundOutlook, found: Outlook) -> Iterator[Item]:
    """Money that ends unused and that no extension is known for; and what was left behind."""
    if fund.ends_on is None:
        return
    left = (fund.ends_on - found.as_of).days
    if left < 0 and fund.balance > 0:
        text = f"{words.about(fund.balance, found.currency)} of {_the(fund.name)} stayed behind"
        detail = f"It ended on {words.long_day(fund.ends_on)}. Is it still to be paid out, or gone?"
        yield Item("watch", "Check", text, detail, "", left, "funds")
    elif 0 <= left <= ENDING and fund.lapse > WORTH * fund.balance:
        text = _lost(fund.lapse, found.currency, fund.name, fund.kind, fund.ends_on)
        detail = "No rule for an extension is written down: ask the funder."
        yield Item("watch", "Decide", text, detail, f"{words.days(left)} left", left, "funds")


def _the(name: str) -> str:
    """A fund's name inside a sentence."""
    if name.lower().startswith(("the ", "our ")):
        return name[0].lower() + name[1:]
    return f"the {name}"


def _lost(amount: Decimal, code: str, name: str, kind: str, ends: date) -> str:
    verb = "expire" if kind == "credits" else "lapse"
    day = words.long_day(ends, year=False)
    return f"About {words.about(amount, code)} of {_the(name)} would {verb} on {day}"


def _balances(db: DuckDBPyConnection, as_of: date) -> Iterator[Item]:
    """Funds whose balance nobody confirmed lately; in-kind help has no statements."""
    names = dict(db.execute("select fund_id, name from fund where kind <> 'in_kind'").fetchall())
    newest: dict[str, Statement] = {}
    for said in statements(db, as_of=as_of):
        if said.confirmed and said.amount is not None:
            newest[said.fund_id] = said
    for fund_id, name in names.items():
        yield from _old(name, newest.get(fund_id), as_of)


def _old(name: str, said: Statement | None, as_of: date) -> Iterator[Item]:
    if said is None:
        text, detail = f"{name}: balance never confirmed", "Ask for a statement."
        yield Item("watch", "Old number", text, detail, "", NEVER, "funds")
        return
    age = (as_of - said.on_day).days
    if age > CONFIRM_AFTER:
        text = f"{name}: balance last confirmed {words.days(age)} ago"
        detail = f"Rolled forward by what was spent since {words.day(said.on_day)}."
        yield Item("watch", "Old number", text, detail, words.days(age), NEVER - age, "funds")
