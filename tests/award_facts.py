"""Small awards, costs and rules of no particular team."""

from datetime import date
from decimal import Decimal

from metrics.awards.charges import Deciding, Rule, Split
from metrics.awards.costs import Cost
from metrics.awards.register import Award

PAY_DAY = date(2026, 8, 31)
ABOUT = ("category", "account", "service", "project", "label", "starts_on", "ends_on")


def award(fund_id, **more):
    terms = dict.fromkeys(Award.__dataclass_fields__)
    terms |= dict.fromkeys(("lines", "revisions", "payments", "reports", "rates"), ())
    terms |= {"name": fund_id, "kind": "grant", "currency": "USD", "codes": [fund_id]}
    rates = {"fee_rate": Decimal(0), "overhead_rate": Decimal(0)}
    return Award(**terms | rates | {"fund_id": fund_id} | more)


def spent(amount, day=PAY_DAY, **more):
    known = {
        "account": "bank", "category": "cloud", "service": None, "project": None,
        "currency": "USD", "means": "cash", "origin": "bill", "source_file": "f.csv",
    }  # fmt: skip
    return Cost(day, amount=Decimal(amount), **known | more)


def rule(fund_id, line=None, source="letter", **about):
    return Rule(**dict.fromkeys(ABOUT) | about, fund_id=fund_id, line=line, source=source)


def split(shares, **about):
    keys = dict.fromkeys(ABOUT) | about
    found = Split(**keys, split_id=1, basis="hours", decided_by="@sorrel", decided_on=None)
    found.shares.update(shares)
    return found


def deciding(*awards, splits=(), rules=(), in_books=frozenset()):
    return Deciding(awards, splits, rules, in_books)
